// Converts records in any form: first finds the value of each column, then writes the row.

import {
	COLUMN,
	COLUMN_BITS,
	columns,
	columnsEnd,
	DIGITS,
	DOUBLE,
	KIND,
	maxText,
	setRow,
	TEXT,
	TIME,
	VALUE,
	VALUE_END,
	WHOLE,
} from './columns';
import {resetLineEnds, spaces, valueEnd} from './json';
import {expectedKey, findKey, isListed, keyColumn, keyLength, noteUnknown, startRecord} from './key-table';
import {convert} from './slow-path';
import {isPlainInteger, number, shortened, text, timeClass, written} from './values';

/** Bit mask of the columns that have a value in the current record. */
let found: i32 = 0;
/** Whether the record found last could be in the usual form, judging by everything but its values. */
export let looksUsual: bool = false;

/** Finds the values of a record. @returns Its end, or 0 if it is incomplete or needs the slow path. */
export function findValues(start: i32, end: i32): i32 {
	resetLineEnds();
	found = 0;
	looksUsual = true;
	let listed: i32 = 0;
	let last: i32 = 0;
	let key = startRecord();
	let p = start + 1;
	if (load<u8>(p) !== 0x22) {
		p = spaces(p);
		looksUsual = false;
		if (load<u8>(p) === 0x7d) return p < end ? p + 1 : 0;
	}
	while (true) {
		if (load<u8>(p) !== 0x22) return 0;
		const expected = expectedKey(key, p);
		key = expected === 0 ? findKey(key, p) : expected;
		if (key === 0) return 0;
		p += keyLength(key);
		if (load<u8>(p) !== 0x3a) {
			p = spaces(p);
			looksUsual = false;
			if (load<u8>(p) !== 0x3a) return 0;
		}
		const value = afterSpaces(p + 1);
		p = valueEnd(value, 0);
		if (p === 0) return 0;

		const column = keyColumn(key);
		if (column === 0) {
			looksUsual = false;
			noteUnknown(key);
		} else {
			const bit = 1 << ((column - columns) >> COLUMN_BITS);
			const isExact = isListed(key);
			if (!isExact || column <= last) looksUsual = false;
			last = column;
			// A key spelled as listed takes precedence over other cases; among equals, the last one wins.
			if (isExact || (listed & bit) === 0) {
				if (isExact) listed |= bit;
				found |= bit;
				store<i32>(column, value, VALUE);
				store<i32>(column, p, VALUE_END);
			}
		}

		if (load<u8>(p) <= 0x20) {
			p = spaces(p);
			looksUsual = false;
		}
		const after = load<u8>(p);
		// Bytes after `end` may have been read, but the record must end before it.
		if (after === 0x7d) return p < end ? p + 1 : 0;
		if (after !== 0x2c) return 0;
		p = afterSpaces(p + 1);
	}
}

/** Skips white space after a colon or comma. The usual form has at most one space there. */
function afterSpaces(at: i32): i32 {
	if (load<u8>(at) > 0x20) return at;
	if (load<u8>(at) === 0x20 && load<u8>(at, 1) > 0x20) return at + 1;
	looksUsual = false;
	return spaces(at);
}

/** Writes the row of the values found. @returns Whether it could; otherwise the record needs the slow path. */
export function writeRow(output: i32): bool {
	let w = output;
	let absent: i32 = 0;
	let time: i32 = 0;
	for (let column = columns; column < columnsEnd; column += COLUMN) {
		const bit = 1 << ((column - columns) >> COLUMN_BITS);
		if ((found & bit) === 0) {
			absent |= bit;
		} else {
			const value = w;
			w = writeValue(column, w);
			if (w === 0) return false;
			if (w !== value && load<i32>(column, KIND) === TIME) time = timeClass(value, w);
		}
		store<u8>(w++, column + COLUMN === columnsEnd ? 0x0a : 0x09);
	}
	setRow(w, absent, time);
	return true;
}

/** Writes the value of a column as the slow path does. @returns The end of the output, or 0 if it can't. */
function writeValue(column: i32, output: i32): i32 {
	const start = load<i32>(column, VALUE);
	const end = load<i32>(column, VALUE_END);
	const kind = load<i32>(column, KIND);
	const first = load<u8>(start);
	if (first === 0x6e) return output;
	if (first === 0x22) {
		const length = end - start - 2;
		if (length === 0) return output;
		if (kind === TEXT) {
			if (length <= maxText && text(start + 1, end, output) !== 0) return written;
		} else if (kind >= WHOLE && isPlainInteger(start + 1, end - 1, load<i32>(column, DIGITS))) {
			memory.copy(output, start + 1, length);
			return output + length;
		}
	} else if (number(start, output, kind, load<i32>(column, DIGITS)) === end) {
		const short = kind === DOUBLE ? shortened(output, written) : written;
		if (short !== 0) return short;
	}
	return convert((column - columns) >> COLUMN_BITS, start, end, output);
}
