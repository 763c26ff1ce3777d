// The columns of the staging table, and the row being written.

/** Codes of the column types, as in `fast-records.ts`. */
export const TEXT: i32 = 0;
export const DOUBLE: i32 = 1;
export const WHOLE: i32 = 2;
/** Also whole numbers, like all kinds >= WHOLE. */
export const TIME: i32 = 3;

/** Size of an entry of the column table. */
export const COLUMN: i32 = 32;
export const COLUMN_BITS: i32 = 5;
/** Offsets in an entry: the key as `"key":` and its length, the kind, and the number of digits always in range. */
export const KEY: i32 = 0;
export const KEY_LENGTH: i32 = 4;
export const KIND: i32 = 8;
export const DIGITS: i32 = 12;
/** Of the last `read`: the number of records without the key, and the line ends before the first of them. */
export const MISSING: i32 = 16;
export const MISSING_LINE: i32 = 20;
/** Start and end of the value in the current record. */
export const VALUE: i32 = 24;
export const VALUE_END: i32 = 28;

export let columns: i32 = 0;
export let columnCount: i32 = 0;
export let columnsEnd: i32 = 0;
/** Maximum length of text, in bytes as written. */
export let maxText: i32 = 0;

export function setColumns(table: i32, count: i32, maxTextBytes: i32): void {
	columns = table;
	columnCount = count;
	columnsEnd = table + count * COLUMN;
	maxText = maxTextBytes;
}

/** Of the current row: its end, a bit mask of the missing keys, and no time (0), a time since 1990 (1) or earlier (2). */
export let rowEnd: i32 = 0;
export let absent: i32 = 0;
export let time: i32 = 0;

export function setRow(end: i32, absentKeys: i32, timeClass: i32): void {
	rowEnd = end;
	absent = absentKeys;
	time = timeClass;
}
