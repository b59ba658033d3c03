// One of the three processes whose calls the app `model` compares with the reference model.

import APIModel
import FTL

do {
    try Actor.play()
} catch {
    print("failed: \(error.name)")
    Program.exit(1)
}
