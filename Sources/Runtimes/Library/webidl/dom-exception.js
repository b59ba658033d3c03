// DOMException (WebIDL 4.3): the error of the web platform's own functions, told apart by its name.

import { makeCloneable } from "../clone/cloneable.js";
import { defineInterface } from "./webidl.js";

/** The names that have a legacy code, with the constant of the same number (WebIDL 4.3, table of error names). */
const legacy = [
    ["IndexSizeError", 1, "INDEX_SIZE_ERR"],
    [undefined, 2, "DOMSTRING_SIZE_ERR"],
    ["HierarchyRequestError", 3, "HIERARCHY_REQUEST_ERR"],
    ["WrongDocumentError", 4, "WRONG_DOCUMENT_ERR"],
    ["InvalidCharacterError", 5, "INVALID_CHARACTER_ERR"],
    [undefined, 6, "NO_DATA_ALLOWED_ERR"],
    ["NoModificationAllowedError", 7, "NO_MODIFICATION_ALLOWED_ERR"],
    ["NotFoundError", 8, "NOT_FOUND_ERR"],
    ["NotSupportedError", 9, "NOT_SUPPORTED_ERR"],
    ["InUseAttributeError", 10, "INUSE_ATTRIBUTE_ERR"],
    ["InvalidStateError", 11, "INVALID_STATE_ERR"],
    ["SyntaxError", 12, "SYNTAX_ERR"],
    ["InvalidModificationError", 13, "INVALID_MODIFICATION_ERR"],
    ["NamespaceError", 14, "NAMESPACE_ERR"],
    ["InvalidAccessError", 15, "INVALID_ACCESS_ERR"],
    [undefined, 16, "VALIDATION_ERR"],
    ["TypeMismatchError", 17, "TYPE_MISMATCH_ERR"],
    ["SecurityError", 18, "SECURITY_ERR"],
    ["NetworkError", 19, "NETWORK_ERR"],
    ["AbortError", 20, "ABORT_ERR"],
    ["URLMismatchError", 21, "URL_MISMATCH_ERR"],
    ["QuotaExceededError", 22, "QUOTA_EXCEEDED_ERR"],
    ["TimeoutError", 23, "TIMEOUT_ERR"],
    ["InvalidNodeTypeError", 24, "INVALID_NODE_TYPE_ERR"],
    ["DataCloneError", 25, "DATA_CLONE_ERR"],
];
const codes = new Map(legacy.map(([name, code]) => [name, code]));
codes.delete(undefined);

export class DOMException extends Error {
    #name;
    #message;

    constructor(message = "", name = "Error") {
        super();
        this.#message = `${message}`;
        this.#name = `${name}`;
        // The first frame is this constructor.
        this.stack = this.stack.slice(this.stack.indexOf("\n") + 1);
    }

    get name() {
        return this.#name;
    }

    get message() {
        return this.#message;
    }

    /** The number that the error had before names; 0 where it never had one. */
    get code() {
        return codes.get(this.#name) ?? 0;
    }
}

defineInterface(DOMException, Object.fromEntries(legacy.map(([, code, constant]) => [constant, code])));
makeCloneable(DOMException, {
    write: (error) => [error.name, error.message, typeof error.stack === "string" ? error.stack : ""],
    read([name, message, stack]) {
        const error = new DOMException(message, name);
        error.stack = `${stack}`;
        return error;
    },
});
