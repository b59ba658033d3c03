// Tables for console.table (WHATWG Console, section 1.1.8): rows and columns as lines of text, bounded in both.

import { inspect } from "../inspect/inspect.js";

const rowLimit = 200;
const columnLimit = 30;
const cellLength = 60;

/** The lines of the table, or null for a value that has no rows. @param properties the columns, or undefined for all. */
export function makeTable(data, properties) {
    if (typeof data !== "object" || data === null) return null;
    try {
        return linesOf(data, properties);
    } catch (error) {
        // A getter or a proxy that throws; but a stack overflow or no memory is not for us to hide.
        if (error instanceof InternalError) throw error;
        return null;
    }
}

function linesOf(data, properties) {
    const { head, rows, rest } = rowsOf(data);
    const names = new Set();
    let hasValues = false;
    for (const { value } of rows) {
        if (typeof value !== "object" || value === null) hasValues = true;
        else if (!properties) for (const key of Object.keys(value)) if (names.size < columnLimit) names.add(key);
    }
    const columns = (properties ?? [...names]).slice(0, columnLimit);
    const withValues = hasValues && !properties;
    const isKeyed = rows.some((row) => "key" in row);
    const lines = rows.map(({ index, key, value }) => {
        const isRow = typeof value === "object" && value !== null;
        const cells = columns.map((name) => (isRow && Object.hasOwn(value, name) ? show(value[name]) : ""));
        return [index, ...(isKeyed ? [show(key)] : []), ...cells, ...(withValues ? [isRow ? "" : show(value)] : [])];
    });
    const heads = [head, ...(isKeyed ? ["Key"] : []), ...columns, ...(withValues ? ["Values"] : [])].map(cut);
    const table = draw(heads, lines);
    return rest > 0 ? [...table, `... ${rest} more`] : table;
}

/** Each row's index and value; of a Map also its key. */
function rowsOf(data) {
    const rows = [];
    let size;
    const isCollection = data instanceof Map || data instanceof Set;
    if (isCollection) {
        size = data.size;
        for (const item of data instanceof Map ? Map.prototype.entries.call(data) : Set.prototype.values.call(data)) {
            if (rows.length === rowLimit) break;
            const index = String(rows.length);
            rows.push(data instanceof Map ? { index, key: item[0], value: item[1] } : { index, value: item });
        }
    } else {
        const keys = Array.isArray(data) ? Array.from({ length: Math.min(data.length, rowLimit) }, (_, at) => String(at))
            : Object.keys(data);
        size = Array.isArray(data) ? data.length : keys.length;
        for (const key of keys.slice(0, rowLimit)) rows.push({ index: cut(key), value: data[key] });
    }
    return { head: isCollection ? "(iteration index)" : "(index)", rows, rest: size - rows.length };
}

/** A value in one line; what is inside of an object inside is not shown. */
function show(value) {
    return cut(inspect(value, { depth: 0 }).replace(/\s*\n\s*/g, " "));
}

function cut(text) {
    return text.length > cellLength ? `${text.slice(0, cellLength)}...` : text;
}

function draw(heads, rows) {
    const widthOf = (text) => [...text].length;
    const widths = heads.map((head, at) => Math.max(widthOf(head), ...rows.map((row) => widthOf(row[at]))));
    const pad = (cell, at) => ` ${cell}${" ".repeat(widths[at] - widthOf(cell))} `;
    const line = (cells) => `│${cells.map(pad).join("│")}│`;
    const rule = (left, middle, right) => left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
    return [rule("┌", "┬", "┐"), line(heads), rule("├", "┼", "┤"), ...rows.map(line), rule("└", "┴", "┘")];
}
