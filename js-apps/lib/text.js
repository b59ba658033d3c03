// TextEncoder and TextDecoder (WHATWG Encoding), for UTF-8, which is all the system has.

import { decode, encode } from "ftl:native";

export class TextEncoder {
    get encoding() {
        return "utf-8";
    }

    encode(text = "") {
        return encode(String(text));
    }
}

export class TextDecoder {
    constructor(label = "utf-8") {
        if (!/^utf-?8$/i.test(label)) throw new RangeError(`the encoding '${label}' is not known: there is utf-8`);
    }

    get encoding() {
        return "utf-8";
    }

    decode(bytes) {
        if (bytes === undefined) return "";
        // A view of any other kind shows the same bytes.
        return decode(ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes);
    }
}
