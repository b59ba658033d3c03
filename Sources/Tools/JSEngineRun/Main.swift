// Runs a script on the engine, on this machine.
import Foundation
import JSEngine
@main enum Main { static func main() { print(Arena.leastBytes) } }
