// The functions of this module have the names of those of Swift's runtime that they replace (`replace` in Package.swift);
// nobody calls them by another.
