// Converts values to COPY text. Each function leaves what it can't convert with certainty to its caller.

import {DOUBLE, TEXT, WHOLE} from './columns';

/** 1990-01-01 in milliseconds, and its number of digits. */
const YEAR_1990: i64 = 631_152_000_000;
const YEAR_1990_DIGITS: i32 = 12;

/** Maximum number of digits in a fraction. */
const MAX_FRACTION_DIGITS: i32 = 30;

/** End of the value written last. */
export let written: i32 = 0;

/** Converts a string after its opening quote. @returns The closing quote, or 0 if the string is unusual. */
export function text(from: i32, end: i32, output: i32): i32 {
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
@returns Its end, or 0 if the number is unusual.
*/
export function number(from: i32, output: i32, kind: i32, digits: i32): i32 {
	let p = from;
	let w = output;
	const isNegative = load<u8>(p) === 0x2d;
	if (isNegative) {
		if (kind === TEXT) return 0;
		store<u8>(w++, 0x2d);
		p++;
	}
	const first = p;
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
	written = w;
	return p;
}

/**
Shortens a decimal, as copied by `number`, to the form that JavaScript gives the same double.
@returns Its end, or 0 if that isn't certain without computing the double.
*/
export function shortened(start: i32, end: i32): i32 {
	const first = load<u8>(start) === 0x2d ? start + 1 : start;
	// Fifteen digits are always kept.
	if (end - first > 15) return 0;
	let p = end;
	if (load<u8>(p - 1) === 0x30) {
		let point = first;
		while (point < end && load<u8>(point) !== 0x2e) point++;
		if (point < end) {
			while (load<u8>(p - 1) === 0x30) p--;
			if (load<u8>(p - 1) === 0x2e) p--;
		}
	}
	// 0.000000…: JavaScript writes numbers below 0.000001 with an exponent.
	const isTiny = load<u32>(first) === 0x3030_2e30 && load<u32>(first, 4) === 0x3030_3030 && p - first > 8;
	return isTiny ? 0 : p;
}

/** Classifies a time, given as digits: since 1990 (1) or earlier (2). */
export function timeClass(first: i32, end: i32): i32 {
	if (load<u8>(first) === 0x2d) return 2;
	if (end - first !== YEAR_1990_DIGITS) return end - first < YEAR_1990_DIGITS ? 2 : 1;
	let value: i64 = 0;
	for (let p = first; p < end; p++) value = value * 10 + (load<u8>(p) - 0x30);
	return value < YEAR_1990 ? 2 : 1;
}

/** Whether a string is a whole number with few enough digits to be in range, like `"userId":"88"` in the real data. */
export function isPlainInteger(first: i32, end: i32, digits: i32): bool {
	if (end - first > digits || (load<u8>(first) === 0x30 && end - first > 1)) return false;
	for (let p = first; p < end; p++) if (!isDigit(load<u8>(p))) return false;
	return true;
}

export function isDigit(byte: u8): bool {
	return <u8>(byte - 0x30) <= 9;
}

/** Parses four hexadecimal digits. Returns -1 if they are invalid. */
export function hex4(at: i32): i32 {
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
