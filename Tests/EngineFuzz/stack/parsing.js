// Texts that are nested deeper than the stack is: each is refused, or taken.
import { exit } from "ftl";

const depth = 30000;

function attempt(what, act) {
    try {
        act();
    } catch (error) {
        if (error instanceof InternalError || error instanceof RangeError || error instanceof SyntaxError) return;
        console.log(what, error);
        exit(70);
    }
}

const nested = {
    parentheses: ["(", "1", ")"], arrays: ["[", "", "]"], objects: ["({a:", "1", "})"], blocks: ["{", "", "}"],
    calls: ["f(", "", ")"], indices: ["a[", "0", "]"], functions: ["(function(){", "", "})"],
    arrows: ["()=>(", "0", ")"], classes: ["(class extends ", "Object", "{})"], fields: ["(class{x=", "0", "})"],
    statics: ["(class{static{", "", "}})"], templates: ["`${", "0", "}`"], conditions: ["1?", "1", ":1"],
    negations: ["!", "1", ""], typeofs: ["typeof ", "1", ""], news: ["new ", "Object", ""], powers: ["2**", "1", ""],
    assignments: ["a=", "1", ""], spreads: ["[...", "[]", "]"], ifs: ["if(1)", ";", ""], fors: ["for(;0;)", ";", ""],
    labels: ["l:", ";", ""], tries: ["try{", "", "}finally{}"], switches: ["switch(1){case 1:", "", "}"],
    parameters: ["((a=", "1", ")=>1)"], generators: ["(function*(){yield ", "1", "})"],
    asyncs: ["(async()=>{await ", "1", "})"], keys: ["({[", "1", "]:1})"], getters: ["({get x(){return ", "1", "}})"],
    additions: ["1+(", "1", ")"], sequences: ["(1,", "1", ")"], chains: ["a?.[", "0", "]"],
    deletes: ["delete ", "a", ""], withs: ["with(1)", ";", ""], dos: ["do ", ";", " while(0)"],
};
for (const [what, [open, middle, close]] of Object.entries(nested)) {
    const text = open.repeat(depth) + middle + close.repeat(depth);
    attempt(what, () => new Function(text));
    attempt(`${what} without an end`, () => (0, eval)(open.repeat(depth)));
}
const patterns = { array: ["[", "]"], object: ["{a:", "}"], default: ["[a=[", "]]"], rest: ["[...", "]"] };
for (const [what, [open, close]] of Object.entries(patterns)) {
    const pattern = open.repeat(depth) + "a" + close.repeat(depth);
    const texts = [`let ${pattern} = 1`, `(${pattern} = 1)`, `(${pattern}) => 1`, `for (const ${pattern} of []);`];
    for (const text of texts) {
        attempt(`pattern ${what}`, () => new Function(text));
    }
}
for (const part of ["(", "(?:", "(?=", "(?<=", "(?!", "(?<a>", "a|("]) {
    const count = part.split("(").length - 1;
    attempt(part, () => new RegExp(part.repeat(depth) + "a" + ")".repeat(depth * count)));
    attempt(part, () => new RegExp(part.repeat(depth)));
    attempt(part, () => new RegExp(part.repeat(200) + "a" + ")".repeat(200 * count)).exec("a".repeat(1000)));
}
for (const [open, close] of [["[", "]"], ['{"a":', "}"], ['[{"a":[', "]}]"]]) {
    attempt("JSON.parse", () => JSON.parse(open.repeat(depth) + "1" + close.repeat(depth)));
    attempt("JSON.parse", () => JSON.parse(open.repeat(depth)));
    attempt("JSON.parse", () => JSON.parse(open.repeat(200) + "1" + close.repeat(200), (_, value) => value));
}
