// The names of classes and functions. A getter of a name is not asked.

/** Prototypes that are asked for a name: a class without one has that of the class it extends. */
const longestChain = 10;

/** The name of the class that made an object; empty where it has no prototype. */
export function className(value) {
    let prototype = Object.getPrototypeOf(value);
    if (prototype === null) return "";
    for (let count = 0; prototype !== null && count < longestChain; count++) {
        const { constructor } = prototype;
        const name = typeof constructor === "function" ? functionName(constructor) : "";
        if (name !== "") return name;
        prototype = Object.getPrototypeOf(prototype);
    }
    return "Object";
}

/** The function's own name, or an empty text. */
export function functionName(value) {
    const name = Object.getOwnPropertyDescriptor(value, "name")?.value;
    return typeof name === "string" ? name : "";
}
