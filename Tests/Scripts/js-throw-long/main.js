// Throws a string that is so long that there is no memory for a second one: the report is its beginning.

throw "long ".repeat(5_000_000);
