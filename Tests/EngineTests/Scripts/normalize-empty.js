// An empty text has no characters to be copied, and no place to copy them from.
if ("".localeCompare("") !== 0 || "".normalize() !== "") throw new Error("empty");
