// AssemblyScript: compiled to WebAssembly by scripts/build.mjs. Its numbers are machine words and its pointers i32.
//
// The fast path: converts records in the common form (keys in table order, on one line, only simple values) directly
// from JSON bytes to COPY text. Nearly every record of the real files has this form. It rejects nothing: records in any
// other form are left to the slow path, `Transcoder`.

/** Codes of the column types, as in `fast-records.ts`. */
const TEXT: i32 = 0;
const DOUBLE: i32 = 1;
const WHOLE: i32 = 2;
/** Also whole numbers, like all kinds >= WHOLE. */
const TIME: i32 = 3;

/**
An entry of the column table has eight i32: address and length of the key, kind, maximum digits, and of the last `read`
the number of records without the key and the line of the first of them. Two are unused.
*/
const ENTRY: i32 = 32;
const ENTRY_BITS: i32 = 5;
const MISSING: i32 = 16;
const MISSING_LINE: i32 = 20;

/** 1990-01-01 in milliseconds, and its number of digits. */
const YEAR_1990: i64 = 631_152_000_000;
const YEAR_1990_DIGITS: i32 = 12;

/** Maximum number of digits in a fraction. */
const MAX_FRACTION_DIGITS: i32 = 30;

/** Upper bound of the output beyond twice the input of a record: tabs, NULLs, and one value given up on. */
const SLACK: i32 = 256;

let columns: i32 = 0;
let columnCount: i32 = 0;
let maxText: i32 = 0;
let written: i32 = 0;
/** Of the current record: a bit mask of the missing keys; no time (0), time since 1990 (1) or earlier (2). */
let absent: i32 = 0;
let time: i32 = 0;

/** Rows and line ends read by the last `read`, and the end of its output. */
export let rows: i32 = 0;
export let lines: i32 = 0;
export let outputEnd: i32 = 0;
/** Of the last `read`: rows in which all values are NULL, rows with a time, and rows with a time before 1990. */
export let emptyRows: i32 = 0;
export let times: i32 = 0;
export let earlyTimes: i32 = 0;
/** Bit mask of the keys missing in the last `read`. The counts are in the table. */
export let missing: i32 = 0;

/** @param table Address of the column table. @param maxTextBytes Maximum length of text, in bytes as written. */
export function prepare(table: i32, count: i32, maxTextBytes: i32): void {
	columns = table;
	columnCount = count;
	maxText = maxTextBytes;
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
	let at = spaces(from, end);
	while (at < end && load<u8>(at) === 0x7b) {
		const room = (limit - outputEnd - SLACK) >> 1;
		if (room < 0) return at;
		const next = record(at, end < at + room ? end : at + room);
		if (next === 0) return at;
		if (absent !== 0) countAbsent();
		if (time !== 0) {
			times++;
			if (time === 2) earlyTimes++;
		}
		// A row of NULLs has three bytes per column: a NULL and a separator.
		if (written - outputEnd === columnCount * 3 && isEmptyRow(outputEnd)) emptyRows++;
		outputEnd = written;
		rows++;
		at = spaces(next, end);
	}
	return at;
}

/** Counts the missing keys of a record. */
function countAbsent(): void {
	for (let bits = absent; bits !== 0; bits &= bits - 1) {
		const entry = columns + (ctz(bits) << ENTRY_BITS);
		const count = (missing & bits & -bits) === 0 ? 0 : load<i32>(entry, MISSING);
		if (count === 0) store<i32>(entry, lines, MISSING_LINE);
		store<i32>(entry, count + 1, MISSING);
	}
	missing |= absent;
}

/** Whether a row of that length has only NULLs. Text of two characters is as long as a NULL. */
function isEmptyRow(at: i32): bool {
	const end = at + columnCount * 3;
	for (let p = at; p < end; p += 3) if (load<u16>(p) !== 0x4e5c) return false;
	return true;
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

/** Reads one record. @returns Its end, or 0 if it needs the slow path or does not end before `end`. */
function record(start: i32, end: i32): i32 {
	let p = start + 1;
	let w = outputEnd;
	let closed = false;
	absent = 0;
	time = 0;
	const tableEnd = columns + columnCount * ENTRY;
	for (let column = columns; column < tableEnd; column += ENTRY) {
		const isLast = column + ENTRY === tableEnd;
		const keyLength = load<i32>(column, 4);
		if (closed || !startsWith(p, load<i32>(column), keyLength)) {
			// A missing key. If an unknown key is here instead, no later key matches and the record fails below.
			absent |= 1 << ((column - columns) >> ENTRY_BITS);
			w = writeNull(w);
		} else {
			p += keyLength;
			if (load<u8>(p) === 0x20) p++;
			const kind = load<i32>(column, 8);
			const digits = load<i32>(column, 12);
			const byte = load<u8>(p);
			if (byte === 0x22) {
				const first = p + 1;
				// Bytes after `end` may be read here, but the record must end before it.
				p = text(first, end, w);
				if (p === 0) return 0;
				w = written;
				if (p - first > maxText) return 0;
				if (p === first) w = writeNull(w);
				else if (kind !== TEXT && (kind < WHOLE || !isPlainInteger(first, p, digits))) return 0;
				else if (kind === TIME) time = isEarly(first, p) ? 2 : 1;
				p++;
			} else if (byte === 0x6e) {
				if (load<u32>(p) !== 0x6c6c756e) return 0;
				p += 4;
				w = writeNull(w);
			} else {
				p = number(p, w, kind, digits);
				if (p === 0) return 0;
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
	written = w;
	return p + 1;
}

/** Compares the key at `at`, eight bytes at a time. Keys in the table are padded with zeros. */
function startsWith(at: i32, key: i32, length: i32): bool {
	let i: i32 = 0;
	for (; i + 8 <= length; i += 8) if (load<u64>(at + i) !== load<u64>(key + i)) return false;
	const rest = length - i;
	if (rest === 0) return true;
	return (load<u64>(at + i) ^ load<u64>(key + i)) << ((8 - rest) << 3) === 0;
}

/** Reads a string after its opening quote. @returns The closing quote, or 0 if it needs the slow path. */
function text(from: i32, end: i32, output: i32): i32 {
	const quotes = i8x16.splat(0x22);
	const backslashes = i8x16.splat(0x5c);
	const blanks = i8x16.splat(0x20);
	let p = from;
	let w = output;
	while (true) {
		// Copies sixteen bytes at once. Later writes overwrite the surplus.
		while (true) {
			const bytes = v128.load(p);
			v128.store(w, bytes);
			const special = v128.or(
				v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)),
				i8x16.lt_u(bytes, blanks),
			);
			const mask = i8x16.bitmask(special);
			if (mask !== 0) {
				const plain = ctz(mask);
				p += plain;
				w += plain;
				break;
			}
			p += 16;
			w += 16;
			if (p >= end) return 0;
		}
		if (p >= end) return 0;
		if (load<u8>(p) === 0x22) {
			written = w;
			return p;
		}
		if (load<u8>(p) !== 0x5c) return 0;
		const escaped = load<u8>(p, 1);
		if (escaped === 0x22 || escaped === 0x2f) {
			store<u8>(w++, escaped);
			p += 2;
		} else if (escaped === 0x5c) {
			// \x5c
			store<u32>(w, 0x6335785c);
			w += 4;
			p += 2;
		} else if (escaped === 0x6e || escaped === 0x72 || escaped === 0x74) {
			store<u8>(w, 0x5c);
			store<u8>(w, escaped, 1);
			w += 2;
			p += 2;
		} else if (escaped === 0x75) {
			let code = hex4(p + 2);
			if (code < 0x20 || code === 0x5c) return 0;
			p += 6;
			if (code >= 0xd800 && code <= 0xdfff) {
				// \u
				const low = load<u16>(p) === 0x755c ? hex4(p + 2) : -1;
				if (code > 0xdbff || low < 0xdc00 || low > 0xdfff) return 0;
				code = ((code - 0xd800) << 10) + low - 0xdc00 + 0x1_0000;
				p += 6;
			}
			w = writeUtf8(w, code);
		} else return 0;
	}
}

/**
Copies a number that can't be out of range. For whole numbers, removes a zero fraction (`12.0`) and an exponent that
equals the length of the fraction (`1.540919166796E12`). For text columns, accepts only digits.
@returns Its end, or 0 if it needs the slow path.
*/
function number(from: i32, output: i32, kind: i32, digits: i32): i32 {
	let p = from;
	let w = output;
	const isNegative = load<u8>(p) === 0x2d;
	if (isNegative) {
		if (kind === TEXT) return 0;
		store<u8>(w++, 0x2d);
		p++;
	}
	const first = p;
	const digitsAt = w;
	let byte = load<u8>(p);
	while (isDigit(byte)) {
		if (p - first === digits) return 0;
		store<u8>(w++, byte);
		byte = load<u8>(++p);
	}
	const count = p - first;
	const isZero = load<u8>(first) === 0x30;
	if (count === 0 || (count > 1 && isZero)) return 0;
	let onlyZeros = true;
	if (byte === 0x2e) {
		if (kind === TEXT) return 0;
		const point = p;
		const integerEnd = w;
		if (kind === DOUBLE) store<u8>(w++, byte);
		byte = load<u8>(++p);
		while (isDigit(byte)) {
			if (p - point > MAX_FRACTION_DIGITS) return 0;
			if (byte !== 0x30) onlyZeros = false;
			store<u8>(w++, byte);
			byte = load<u8>(++p);
		}
		const fraction = p - point - 1;
		if (fraction === 0) return 0;
		if (kind >= WHOLE) {
			if (byte === 0x45) {
				const tens = load<u8>(p, 1);
				const ones = load<u8>(p, 2);
				if (!isDigit(tens) || !isDigit(ones)) return 0;
				const exponent = (<i32>tens - 0x30) * 10 + <i32>ones - 0x30;
				if (exponent !== fraction || exponent < 10 || count + fraction > digits) return 0;
				if (isZero) return 0;
				p += 3;
			} else if (onlyZeros) w = integerEnd;
			else return 0;
		}
	}
	// Minus zero loses its sign on the slow path.
	if (isNegative && isZero && onlyZeros) return 0;
	if (kind === TIME) time = isNegative || isEarly(digitsAt, w) ? 2 : 1;
	written = w;
	return p;
}

/** Whether a time, given as digits, is before 1990. */
function isEarly(first: i32, end: i32): bool {
	if (end - first !== YEAR_1990_DIGITS) return end - first < YEAR_1990_DIGITS;
	let value: i64 = 0;
	for (let p = first; p < end; p++) value = value * 10 + (load<u8>(p) - 0x30);
	return value < YEAR_1990;
}

/** Whether a string is a whole number with few enough digits to be in range, like `"userId":"88"` in the real data. */
function isPlainInteger(first: i32, end: i32, digits: i32): bool {
	if (end - first > digits || (load<u8>(first) === 0x30 && end - first > 1)) return false;
	for (let p = first; p < end; p++) if (!isDigit(load<u8>(p))) return false;
	return true;
}

function isDigit(byte: u8): bool {
	return <u8>(byte - 0x30) <= 9;
}

function writeNull(at: i32): i32 {
	// \N
	store<u16>(at, 0x4e5c);
	return at + 2;
}

/** Parses four hexadecimal digits. Returns -1 if they are invalid. */
function hex4(at: i32): i32 {
	let code: i32 = 0;
	for (let i = at; i < at + 4; i++) {
		const byte = <i32>load<u8>(i);
		const lower = byte | 0x20;
		if (byte >= 0x30 && byte <= 0x39) code = code * 16 + byte - 0x30;
		else if (lower >= 0x61 && lower <= 0x66) code = code * 16 + lower - 0x57;
		else return -1;
	}
	return code;
}

function writeUtf8(at: i32, code: i32): i32 {
	if (code < 0x80) {
		store<u8>(at, <u8>code);
		return at + 1;
	}
	if (code < 0x800) {
		store<u8>(at, <u8>(0xc0 | (code >> 6)));
		store<u8>(at, <u8>(0x80 | (code & 63)), 1);
		return at + 2;
	}
	if (code < 0x1_0000) {
		store<u8>(at, <u8>(0xe0 | (code >> 12)));
		store<u8>(at, <u8>(0x80 | ((code >> 6) & 63)), 1);
		store<u8>(at, <u8>(0x80 | (code & 63)), 2);
		return at + 3;
	}
	store<u8>(at, <u8>(0xf0 | (code >> 18)));
	store<u8>(at, <u8>(0x80 | ((code >> 12) & 63)), 1);
	store<u8>(at, <u8>(0x80 | ((code >> 6) & 63)), 2);
	store<u8>(at, <u8>(0x80 | (code & 63)), 3);
	return at + 4;
}
