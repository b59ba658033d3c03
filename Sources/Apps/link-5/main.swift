// The last link of a chain: whoever holds the other end of the channel that comes along it is answered directly.

import FTL

func end() throws(FTLError) {
    let supervisor = try Supervisor()
    let service = try Service("link-5", supervisor, clients: 1)
    try service.run { request throws(FTLError) in
        if let handle = request.takeHandle() {
            print("got what came along \(request.text)")
            try service.add(Channel(handle))
            try request.reply(body: request.body + Array(", link-5".utf8))
        } else {
            print("answering \"\(request.text)\"")
            try request.reply("\(request.text) from link-5")
        }
    }
}

do {
    try end()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
