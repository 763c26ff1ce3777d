// AssemblyScript: compiled to WebAssembly by scripts/build.mjs. Its numbers are machine words and its pointers i32.
//
// The fast path: converts records directly from JSON bytes to COPY text. It rejects nothing: what it can't convert is
// left to the slow path, `Transcoder`.

import {findValues, looksUsual, writeRow} from './any-form';
import {
	absent,
	COLUMN_BITS,
	columnCount,
	columns,
	MISSING,
	MISSING_LINE,
	rowEnd,
	setColumns,
	time,
} from './columns';
import {lineEnds} from './json';
import {countUnknown, setKeys, startReading} from './key-table';
import {usualRecord} from './usual-form';

export {lookups, unknownCount, unknownEntry} from './key-table';

/** Upper bound of the output beyond twice the input of a record: tabs, and longer notations of numbers. */
const SLACK: i32 = 1024;

let maxRecord: i32 = 0;
/** Whether the previous record was in the usual form, so that the next one probably is, too. */
let expectsUsual: bool = true;

/** Rows and line ends read by the last `read`, and the end of its output. */
export let rows: i32 = 0;
export let lines: i32 = 0;
export let outputEnd: i32 = 0;
/** Of the last `read`: rows in which all values are NULL, rows with a time, and rows with a time before 1990. */
export let emptyRows: i32 = 0;
export let times: i32 = 0;
export let earlyTimes: i32 = 0;
/** Of the last `read`: rows that were not in the usual form. For tests. */
export let otherForms: i32 = 0;
/** Bit mask of the keys missing in the last `read`. The counts are in the column table. */
export let missing: i32 = 0;

/**
@param table Address of the column table.
@param keys Address of the key table. @param ignoreCase Whether keys match columns in another case, too.
@param maxTextBytes Maximum length of text, in bytes as written. @param maxRecordBytes Maximum length of a record.
*/
export function prepare(
	table: i32,
	count: i32,
	keys: i32,
	ignoreCase: bool,
	maxTextBytes: i32,
	maxRecordBytes: i32,
): void {
	setColumns(table, count, maxTextBytes);
	setKeys(keys, ignoreCase);
	maxRecord = maxRecordBytes;
}

/**
Reads white space and records from `from` to `end` until a record needs the slow path or its row doesn't fit before
`limit`. Requires sixteen readable bytes after `end` and sixteen writable bytes after `limit`.
@returns The first byte not read.
*/
export function read(from: i32, end: i32, output: i32, limit: i32): i32 {
	rows = 0;
	lines = 0;
	outputEnd = output;
	emptyRows = 0;
	times = 0;
	earlyTimes = 0;
	missing = 0;
	otherForms = 0;
	startReading();
	let at = spaces(from, end);
	while (at < end && load<u8>(at) === 0x7b) {
		const room = (limit - outputEnd - SLACK) >> 1;
		if (room < 0) return at;
		const stop = end < at + room ? end : at + room;
		let next = expectsUsual ? usualRecord(at, stop, outputEnd) : 0;
		if (next === 0) {
			next = findValues(at, stop);
			if (next === 0 || next - at > maxRecord) return at;
			if (looksUsual && !expectsUsual) {
				expectsUsual = true;
				continue;
			}
			expectsUsual = looksUsual;
			if (!writeRow(outputEnd)) return at;
			lines += lineEnds;
			countUnknown(lines);
			otherForms++;
		}
		if (absent !== 0) countAbsent();
		if (time !== 0) {
			times++;
			if (time === 2) earlyTimes++;
		}
		// A row of NULLs has only a separator per column.
		if (rowEnd - outputEnd === columnCount) emptyRows++;
		outputEnd = rowEnd;
		rows++;
		at = spaces(next, end);
	}
	return at;
}

/** Counts the missing keys of a record. */
function countAbsent(): void {
	for (let bits = absent; bits !== 0; bits &= bits - 1) {
		const column = columns + (ctz(bits) << COLUMN_BITS);
		const count = (missing & bits & -bits) === 0 ? 0 : load<i32>(column, MISSING);
		if (count === 0) store<i32>(column, lines, MISSING_LINE);
		store<i32>(column, count + 1, MISSING);
	}
	missing |= absent;
}

/** Skips white space and counts line ends. */
function spaces(from: i32, end: i32): i32 {
	let at = from;
	while (at < end) {
		const byte = load<u8>(at);
		if (byte === 0x0a) lines++;
		else if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return at;
		at++;
	}
	return at;
}
