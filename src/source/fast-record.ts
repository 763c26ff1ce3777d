import {Buffer} from 'node:buffer';
import {maxTextBytes, type StagingColumn} from './staging-columns.js';

/**
Reads one record written the usual way (all keys, in the order of the table, on one line, nothing that needs a second
look) straight from JSON bytes to COPY text. That is nearly every record of a real file, and some ten times as fast as
taking each value apart. It decides nothing: whatever it does not know it leaves to the careful way.

Needs `output` to have room for twice the bytes of the record.
@returns The end of the record, or -1 when this record needs the careful way. `written` is where its row ends.
*/
export type FastReader = {
	read(input: Uint8Array, start: number, end: number, output: Uint8Array, at: number): number;
	written: number;
};

const text = 0;
const whole = 1;
const double = 2;

export function createFastReader(columns: readonly StagingColumn[]): FastReader {
	const keys = columns.map(({key}) => Buffer.from(`"${key}":`));
	const kinds = columns.map(({type}) => (type === 'text' ? text : type === 'double' ? double : whole));
	// Digits that can't be out of range, so that nothing has to be computed.
	const digits = columns.map(({type}) => (type === 'bigint' ? 18 : type === 'integer' ? 9 : 30));
	const last = columns.length - 1;

	const reader: FastReader = {read, written: 0};
	return reader;

	function read(input: Uint8Array, start: number, end: number, output: Uint8Array, at: number): number {
		let p = start + 1;
		let w = at;
		for (let column = 0; column <= last; column++) {
			const key = keys[column]!;
			const length = key.length;
			if (p + length >= end) return -1;
			for (let i = 0; i < length; i++) if (input[p + i] !== key[i]) return -1;
			p += length;
			if (input[p] === 0x20) p++;
			const kind = kinds[column]!;
			let byte = input[p]!;

			if (byte === 0x22) {
				p++;
				const first = p;
				for (;;) {
					// No bound is checked here: a record is read only where a closing quote and brace follow, or fails at `end`.
					byte = input[p]!;
					if (byte === 0x22) break;
					if (byte < 0x20 || p >= end) return -1;
					if (byte !== 0x5c) {
						output[w++] = byte;
						p++;
						continue;
					}
					byte = input[p + 1]!;
					if (byte === 0x22 || byte === 0x2f) {
						output[w++] = byte;
						p += 2;
					} else if (byte === 0x5c) {
						w = writeEscapedBackslash(output, w);
						p += 2;
					} else if (byte === 0x6e || byte === 0x72 || byte === 0x74) {
						output[w++] = 0x5c;
						output[w++] = byte;
						p += 2;
					} else if (byte === 0x75) {
						const code = hex4(input, p + 2);
						if (code < 0x20 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)) return -1;
						w = writeUtf8(output, w, code);
						p += 6;
					} else return -1;
				}
				if (p - first > maxTextBytes) return -1;
				if (p === first) {
					output[w++] = 0x5c;
					output[w++] = 0x4e;
				} else if (kind !== text && !isPlainInteger(kind, input, first, p, digits[column]!)) return -1;
				p++;
			} else if (byte === 0x6e) {
				if (input[p + 1] !== 0x75 || input[p + 2] !== 0x6c || input[p + 3] !== 0x6c) return -1;
				p += 4;
				output[w++] = 0x5c;
				output[w++] = 0x4e;
			} else {
				if (kind === text) return -1;
				if (byte === 0x2d) {
					output[w++] = byte;
					byte = input[++p]!;
				}
				const first = p;
				while (byte >= 0x30 && byte <= 0x39) {
					output[w++] = byte;
					byte = input[++p]!;
				}
				const count = p - first;
				if (count === 0 || count > digits[column]! || (count > 1 && input[first] === 0x30)) return -1;
				if (byte === 0x2e) {
					const point = p;
					if (kind === double) output[w++] = byte;
					byte = input[++p]!;
					while (byte >= 0x30 && byte <= 0x39) {
						if (kind === double) output[w++] = byte;
						else if (byte !== 0x30) return -1;
						byte = input[++p]!;
					}
					if (p === point + 1 || p - point > 30) return -1;
				}
			}

			if (column === last) {
				if (input[p] !== 0x7d) return -1;
				output[w++] = 0x0a;
			} else {
				if (input[p] !== 0x2c) return -1;
				p++;
				if (input[p] === 0x20) p++;
				output[w++] = 0x09;
			}
		}
		// Bytes past `end` belong to no record yet (or are left over from an earlier one).
		if (p >= end) return -1;
		reader.written = w;
		return p + 1;
	}
}

/** Whether a text is a whole number of no more digits than are safe: `"userId":"88"` is how the real data has it. */
function isPlainInteger(
	kind: number,
	input: Uint8Array,
	first: number,
	end: number,
	digits: number,
): boolean {
	if (kind !== whole || end - first > digits || (input[first] === 0x30 && end - first > 1)) return false;
	for (let i = first; i < end; i++) if (input[i]! < 0x30 || input[i]! > 0x39) return false;
	return true;
}

function writeEscapedBackslash(output: Uint8Array, at: number): number {
	output[at] = 0x5c;
	output[at + 1] = 0x78;
	output[at + 2] = 0x35;
	output[at + 3] = 0x63;
	return at + 4;
}

/** Four hexadecimal digits as a number; -1 when they are none. */
function hex4(input: Uint8Array, at: number): number {
	let code = 0;
	for (let i = at; i < at + 4; i++) {
		const byte = input[i]!;
		const lower = byte | 0x20;
		if (byte >= 0x30 && byte <= 0x39) code = code * 16 + byte - 0x30;
		else if (lower >= 0x61 && lower <= 0x66) code = code * 16 + lower - 0x57;
		else return -1;
	}
	return code;
}

function writeUtf8(output: Uint8Array, at: number, code: number): number {
	if (code < 0x80) {
		output[at] = code;
		return at + 1;
	}
	if (code < 0x800) {
		output[at] = 0xc0 | (code >> 6);
		output[at + 1] = 0x80 | (code & 63);
		return at + 2;
	}
	output[at] = 0xe0 | (code >> 12);
	output[at + 1] = 0x80 | ((code >> 6) & 63);
	output[at + 2] = 0x80 | (code & 63);
	return at + 3;
}
