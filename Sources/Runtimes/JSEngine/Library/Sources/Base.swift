// Conversions and protocols of the language that run scripts in between.

extension LibrarySource {
    static let base: StaticString = """
        {
          const global = %setPrototypePlace("global");
          global.print = %nativeOf("print", "print", 0);
        }
        """
}
