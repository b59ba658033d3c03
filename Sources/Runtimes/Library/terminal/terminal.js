// The module "ftl:terminal": what a script needs that talks with a person at the console.

export { commonPrefix, complete } from "./completion.js";
export { History } from "./history.js";
export { KeyDecoder } from "./keys.js";
export { LineEditor } from "./line-editor.js";
export { Input } from "./source.js";
export { Terminal } from "./device.js";
export { textWidth } from "./width.js";
