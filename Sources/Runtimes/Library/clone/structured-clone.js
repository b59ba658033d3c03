// structuredClone (HTML 2.7.10).

import { CloneRecord } from "./clone-record.js";
import { StructuredDeserializer } from "./structured-deserializer.js";
import { cloneError, StructuredSerializer } from "./structured-serializer.js";
import { Transfer } from "./transfer.js";
import { requireArguments, toDictionary } from "../webidl/webidl.js";

/** A deep copy of the value; what is in `transfer` moves into it instead. Throws DataCloneError. */
export function structuredClone(value, options) {
    requireArguments("structuredClone", arguments.length, 1);
    const transfer = new Transfer(toDictionary(options, "the options of structuredClone").transfer);
    const record = new CloneRecord();
    new StructuredSerializer(record, { transfers: transfer.numbers }).write(value);
    // The value's getters may have done anything.
    transfer.require();
    const handles = transfer.take();
    try {
        transfer.park(handles);
    } catch (error) {
        transfer.giveBack();
        throw cloneError(`a handle cannot be moved: ${error.message}`);
    }
    const clone = new StructuredDeserializer(record, { transferred: transfer.make(handles) }).read();
    transfer.detach();
    return clone;
}
