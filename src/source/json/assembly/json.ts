// Finds the ends of JSON values and checks their syntax. Zeros after the input stop every function.

import {hex4, isDigit} from './values';

/** Nested values deeper than this are left to the slow path. */
const MAX_DEPTH: i32 = 64;

/** Line ends skipped by `spaces`. */
export let lineEnds: i32 = 0;

export function resetLineEnds(): void {
	lineEnds = 0;
}

/** Skips white space. Counts line ends. */
export function spaces(from: i32): i32 {
	let p = from;
	while (true) {
		const bytes = v128.load(p);
		const newlines = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x0a)));
		const blanks = i8x16.bitmask(
			v128.or(
				v128.or(i8x16.eq(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x09))),
				i8x16.eq(bytes, i8x16.splat(0x0d)),
			),
		);
		// The bit of the first other byte; bit 16 if there is none.
		const other = ctz(~(newlines | blanks) | 0x1_0000);
		lineEnds += popcnt(newlines & ((1 << other) - 1));
		p += other;
		if (other < 16) return p;
	}
}

/** Returns the end of a string, or 0 if it is invalid. @param from The byte after its opening quote. */
export function stringEnd(from: i32): i32 {
	let p = from;
	while (true) {
		const bytes = v128.load(p);
		const special = v128.or(
			v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
			i8x16.lt_u(bytes, i8x16.splat(0x20)),
		);
		const mask = i8x16.bitmask(special);
		if (mask === 0) {
			p += 16;
			continue;
		}
		p += ctz(mask);
		const byte = load<u8>(p);
		if (byte === 0x22) return p + 1;
		if (byte !== 0x5c) return 0;
		const escaped = load<u8>(p, 1);
		if (escaped === 0x75) {
			if (hex4(p + 2) === -1) return 0;
			p += 6;
		} else if (isSimpleEscape(escaped)) p += 2;
		else return 0;
	}
}

function isSimpleEscape(byte: u8): bool {
	switch (byte) {
		case 0x22:
		case 0x5c:
		case 0x2f:
		case 0x62:
		case 0x66:
		case 0x6e:
		case 0x72:
		case 0x74:
			return true;
		default:
			return false;
	}
}

/** Returns the end of a number, or 0 if it is invalid. */
export function numberEnd(from: i32): i32 {
	let p = from;
	if (load<u8>(p) === 0x2d) p++;
	const first = p;
	p = digitsEnd(p);
	if (p === first || (load<u8>(first) === 0x30 && p > first + 1)) return 0;
	if (load<u8>(p) === 0x2e) {
		const fraction = p + 1;
		p = digitsEnd(fraction);
		if (p === fraction) return 0;
	}
	if ((load<u8>(p) | 0x20) === 0x65) {
		const sign = load<u8>(p, 1);
		const exponent = p + (sign === 0x2b || sign === 0x2d ? 2 : 1);
		p = digitsEnd(exponent);
		if (p === exponent) return 0;
	}
	return p;
}

function digitsEnd(from: i32): i32 {
	let p = from;
	while (isDigit(load<u8>(p))) p++;
	return p;
}

/** Returns the end of any value, or 0 if it is invalid or nested too deeply. */
export function valueEnd(from: i32, depth: i32): i32 {
	const first = load<u8>(from);
	if (first === 0x22) return stringEnd(from + 1);
	if (first === 0x7b || first === 0x5b) return depth < MAX_DEPTH ? membersEnd(from, depth + 1) : 0;
	if (first === 0x2d || isDigit(first)) return numberEnd(from);
	const word = load<u32>(from);
	// null, true
	if (word === 0x6c6c_756e || word === 0x6575_7274) return from + 4;
	// false
	return first === 0x66 && load<u32>(from, 1) === 0x6573_6c61 ? from + 5 : 0;
}

/** Returns the end of an object or array. */
function membersEnd(from: i32, depth: i32): i32 {
	const open = load<u8>(from);
	const close = open + 2;
	let p = spaces(from + 1);
	if (load<u8>(p) === close) return p + 1;
	while (true) {
		if (open === 0x7b) {
			if (load<u8>(p) !== 0x22) return 0;
			p = stringEnd(p + 1);
			if (p === 0) return 0;
			p = spaces(p);
			if (load<u8>(p) !== 0x3a) return 0;
			p = spaces(p + 1);
		}
		p = valueEnd(p, depth);
		if (p === 0) return 0;
		p = spaces(p);
		if (load<u8>(p) === close) return p + 1;
		if (load<u8>(p) !== 0x2c) return 0;
		p = spaces(p + 1);
	}
}
