// Converts records in the usual form in one pass: keys in table order, on one line, only simple values.

import {isAt} from './bytes';
import {
	COLUMN,
	COLUMN_BITS,
	columns,
	columnsEnd,
	DIGITS,
	KEY,
	KEY_LENGTH,
	KIND,
	maxText,
	setRow,
	TEXT,
	TIME,
	WHOLE,
} from './columns';
import {isPlainInteger, number, text, timeClass, written} from './values';

/** Converts one record. @returns Its end, or 0 if it has another form or doesn't end before `end`. */
export function usualRecord(start: i32, end: i32, output: i32): i32 {
	let p = start + 1;
	let w = output;
	let closed = false;
	let absent: i32 = 0;
	let time: i32 = 0;
	for (let column = columns; column < columnsEnd; column += COLUMN) {
		const isLast = column + COLUMN === columnsEnd;
		const keyLength = load<i32>(column, KEY_LENGTH);
		if (closed || !isAt(p, load<i32>(column, KEY), keyLength)) {
			// A missing key. If an unknown key is here instead, no later key matches and the record fails below.
			absent |= 1 << ((column - columns) >> COLUMN_BITS);
		} else {
			p += keyLength;
			if (load<u8>(p) === 0x20) p++;
			const kind = load<i32>(column, KIND);
			const digits = load<i32>(column, DIGITS);
			const byte = load<u8>(p);
			if (byte === 0x22) {
				const first = p + 1;
				// Bytes after `end` may be read here, but the record must end before it.
				p = text(first, end, w);
				if (p === 0) return 0;
				w = written;
				if (p - first > maxText) return 0;
				if (p !== first) {
					if (kind !== TEXT && (kind < WHOLE || !isPlainInteger(first, p, digits))) return 0;
					if (kind === TIME) time = timeClass(first, p);
				}
				p++;
			} else if (byte === 0x6e) {
				if (load<u32>(p) !== 0x6c6c756e) return 0;
				p += 4;
			} else {
				p = number(p, w, kind, digits);
				if (p === 0) return 0;
				if (kind === TIME) time = timeClass(w, written);
				w = written;
			}
			// Past `end` there may be no room for another column.
			if (p >= end) return 0;
			const after = load<u8>(p);
			if (after === 0x2c) {
				p++;
				if (load<u8>(p) === 0x20) p++;
			} else if (after === 0x7d) closed = true;
			else return 0;
		}
		store<u8>(w++, isLast ? 0x0a : 0x09);
	}
	if (!closed) return 0;
	setRow(w, absent, time);
	return p + 1;
}
