// The picture of the architecture, made from the import rules: a matrix, for arrows between twenty modules would be a
// tangle. A module is a line and a column; whom it imports is a dot in its line. Everything lies below the diagonal, and
// so it shows that no arrow goes up, and where the layers are.

/// The modules of the system, who imports whom.
enum ModulePicture {
    /// In a block of its own, for a terminal as well as for a page.
    static var lines: [String] {
        let modules = ImportRules.modules.filter { $0.storey != .tests && $0.storey != .tools }
        let apps = [ImportRules.app, ImportRules.appInC]
        let rows = modules + apps
        let nameWidth = rows.map(\.name.count).max() ?? 0
        let titleWidth = Storey.allCases.map(\.title.count).max() ?? 0
        // A letter for each, which its column has at its head.
        let letters = rows.indices.map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0))) }
        let heads = letters.dropLast(apps.count).joined(separator: " ")
        var lines = ["```", String(repeating: " ", count: titleWidth + nameWidth + 6) + heads]
        var storey: Storey?
        for (index, module) in rows.enumerated() {
            let title = module.storey == storey ? "" : module.storey.title
            storey = module.storey
            var cells = rows.indices.map { column in
                if column == index { return "■" }
                let name = rows[column].name
                return module.imports.contains(name)
                    ? "●" : module.linked.contains(name) ? "○" : column < index ? "·" : " "
            }
            // Nobody imports an app.
            cells.removeLast(index < modules.count ? apps.count : 0)
            let matrix = cells.joined(separator: " ")
            lines.append(
                title.padded(to: titleWidth) + "  " + letters[index] + " " + module.name.padded(to: nameWidth) + "  "
                    + matrix.padded(to: 2 * rows.count) + " " + module.purpose)
        }
        return lines + ["```", "", "■ the module itself   ● imports it   ○ is linked with it, and does not import it"]
    }
}
