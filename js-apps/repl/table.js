// Rows of a table: an array of plain objects, as code wants it, which is printed in columns when it is the result of
// an evaluation. What `filter`, `slice` and the like make of it are tables too.

const cellLimit = 60;

export class Table extends Array {
    /** Whether it can be printed in columns: all rows are objects. */
    get isTabular() {
        return this.every((row) => typeof row === "object" && row !== null);
    }

    /** The rows in columns, numbers to the right, under the names of their properties. */
    get text() {
        if (this.length === 0) return "(none)";
        const names = [...new Set(this.flatMap((row) => Object.keys(row)))];
        const columns = names.map((name) => {
            const cells = this.map((row) => cellText(row[name]));
            const isNumeric = this.some((row) => isNumber(row[name])) &&
                this.every((row) => row[name] === undefined || isNumber(row[name]));
            const width = Math.max(name.length, ...cells.map((cell) => cell.length));
            const pad = (text) => (isNumeric ? text.padStart(width) : text.padEnd(width));
            return [name, ...cells].map(pad);
        });
        const lines = columns[0].map((_, row) => columns.map((column) => column[row]).join("  ").trimEnd());
        return lines.join("\n");
    }
}

function isNumber(value) {
    return typeof value === "number" || typeof value === "bigint";
}

function cellText(value) {
    const text = value === undefined || value === null ? ""
        : typeof value === "number" && !Number.isInteger(value) ? value.toFixed(1)
        : Array.isArray(value) ? value.join(" ") : String(value);
    return text.length > cellLimit ? `${text.slice(0, cellLimit - 3)}...` : text;
}
