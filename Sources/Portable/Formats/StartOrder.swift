// In which order apps are started: as wanted, except that an app comes behind those its manifest names in `after`.

import FTLTypes

/// An app: its name and what its manifest says.
public struct App: Equatable, Sendable {
    public let name: ByteString
    public let manifest: Manifest

    public init(name: ByteString, manifest: Manifest) {
        self.name = name
        self.manifest = manifest
    }
}

public enum StartOrder {
    /// The wanted apps, each once, in the order in which to start them. Of those that could be next it is always
    /// the one wanted first. An app named in `after` but not wanted is not started and not waited for.
    ///
    /// - Parameter apps: every app there is.
    public static func order(of wanted: [ByteString], among apps: [App]) throws(StartOrderError) -> [ByteString] {
        var waiting: [App] = []
        for name in wanted where !waiting.contains(where: { $0.name == name }) {
            guard let app = apps.first(where: { $0.name == name }) else { throw .unknownApp(name) }
            for other in app.manifest.after where !apps.contains(where: { $0.name == other }) {
                throw .unknownAfter(other, app: name)
            }
            waiting.append(app)
        }
        var order: [ByteString] = []
        // Each round takes one away.
        while !waiting.isEmpty {
            let next = waiting.firstIndex { app in
                !app.manifest.after.contains { name in waiting.contains { $0.name == name } }
            }
            guard let next else { throw .cycle(cycle(in: waiting)) }
            order.append(waiting.remove(at: next).name)
        }
        return order
    }

    /// A ring among apps each of which comes behind another of them: walk back until one is met again.
    private static func cycle(in waiting: [App]) -> [ByteString] {
        var path: [ByteString] = []
        var app = waiting[0]
        while !path.contains(app.name) {
            path.append(app.name)
            guard let before = waiting.first(where: { app.manifest.after.contains($0.name) }) else { return path }
            app = before
        }
        return Array(path.drop { $0 != app.name })
    }
}

/// Why there is no order.
public enum StartOrderError: Error, Equatable, Sendable {
    case unknownApp(ByteString)
    case unknownAfter(ByteString, app: ByteString)
    /// Each comes behind the next, the last behind the first.
    case cycle([ByteString])

    /// The fault in words.
    public var message: String {
        switch self {
        case .unknownApp(let name): return "no app named \"\(name.string)\""
        case .unknownAfter(let name, let app):
            return "app \"\(app.string)\" is to start after \"\(name.string)\", which is no app"
        case .cycle(let names):
            var text = "apps wait for each other to start:"
            for name in names { text += " \(name.string) after" }
            return text + " \(names.first?.string ?? "")"
        }
    }
}
