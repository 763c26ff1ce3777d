import {Buffer} from 'node:buffer';
import {maxTextBytes, type StagingColumn} from './staging-columns.js';

/**
Reads one record written the usual way (keys in the order of the table, on one line, nothing that needs a second look)
straight from JSON bytes to COPY text. That is nearly every record of a real file, and some ten times as fast as
taking each value apart. It decides nothing: whatever it does not know it leaves to the careful way.

Needs `output` to have room for twice the bytes of the record, and four bytes for each column.
@returns The end of the record, or -1 when this record needs the careful way. `written` is where its row ends.
*/
export type FastReader = {
	read(input: Uint8Array, start: number, end: number, output: Uint8Array, at: number): number;
	written: number;
};

/** 1 for each byte that stands for itself in a JSON text: neither a quote, a backslash nor a control character. */
const plain = Uint8Array.from({length: 256}, (_, byte) =>
	byte >= 0x20 && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

const text = 0;
const whole = 1;
const double = 2;

export function createFastReader(columns: readonly StagingColumn[]): FastReader {
	const keys = columns.map(({key}) => Buffer.from(`"${key}":`));
	const kinds = columns.map(({type}) => (type === 'text' ? text : type === 'double' ? double : whole));
	// Digits that can't be out of range, so that nothing has to be computed.
	const digits = columns.map(({type}) => (type === 'bigint' ? 18 : type === 'integer' ? 9 : 30));
	const last = columns.length - 1;

	const words = keys.map(key =>
		Int32Array.from({length: key.length >> 2}, (_, i) => key.readInt32LE(i << 2)),
	);
	const rests = keys.map(key => key.subarray(key.length & ~3));
	let viewed: Uint8Array | undefined;
	let written: Uint8Array | undefined;
	let from: DataView = new DataView(new ArrayBuffer(0));
	let to: DataView = new DataView(new ArrayBuffer(0));
	const reader: FastReader = {read, written: 0};
	return reader;

	function read(input: Uint8Array, start: number, end: number, output: Uint8Array, at: number): number {
		if (input !== viewed) {
			viewed = input;
			from = new DataView(input.buffer, input.byteOffset, input.length);
		}
		if (output !== written) {
			written = output;
			to = new DataView(output.buffer, output.byteOffset, output.length);
		}
		const wordEnd = end - 3;
		let p = start + 1;
		let w = at;
		let closed = false;
		for (let column = 0; column <= last; column++) {
			const key = keys[column]!;
			if (closed || !startsWith(from, p, end, words[column]!, rests[column]!)) {
				// A key that is missing; where it is another key instead, the end of the record will not be reached.
				output[w++] = 0x5c;
				output[w++] = 0x4e;
				output[w++] = column === last ? 0x0a : 0x09;
				continue;
			}
			p += key.length;
			if (input[p] === 0x20) p++;
			const kind = kinds[column]!;
			let byte = input[p]!;

			if (byte === 0x22) {
				p++;
				const first = p;
				for (;;) {
					while (p < wordEnd) {
						const word = from.getInt32(p, true);
						if (hasSpecial(word)) break;
						to.setInt32(w, word, true);
						p += 4;
						w += 4;
					}
					byte = input[p]!;
					while (plain[byte] === 1) {
						output[w++] = byte;
						byte = input[++p]!;
					}
					// The bound is checked only here: bytes past `end` are left over from earlier, and harmless to look at.
					if (p >= end) return -1;
					if (byte === 0x22) break;
					if (byte !== 0x5c) return -1;
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
						let code = hex4(input, p + 2);
						if (code < 0x20 || code === 0x5c) return -1;
						p += 6;
						if (code >= 0xd800 && code <= 0xdfff) {
							const low = input[p] === 0x5c && input[p + 1] === 0x75 ? hex4(input, p + 2) : -1;
							if (code > 0xdbff || low < 0xdc00 || low > 0xdfff) return -1;
							code = ((code - 0xd800) << 10) + low - 0xdc00 + 0x1_0000;
							p += 6;
						}
						w = writeUtf8(output, w, code);
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
					const whereWhole = w;
					let onlyZeros = true;
					if (kind === double) output[w++] = byte;
					byte = input[++p]!;
					while (byte >= 0x30 && byte <= 0x39) {
						if (byte !== 0x30) onlyZeros = false;
						output[w++] = byte;
						byte = input[++p]!;
					}
					const fraction = p - point - 1;
					if (fraction === 0 || fraction > 30) return -1;
					if (kind === whole) {
						if (byte === 0x45) {
							// 1.540919166796E12: as many digits behind the point as the exponent moves it.
							const exponent = (input[p + 1]! - 0x30) * 10 + input[p + 2]! - 0x30;
							if (exponent !== fraction || exponent < 10 || count + fraction > digits[column]!) return -1;
							if (input[first] === 0x30) return -1;
							p += 3;
						} else if (onlyZeros) w = whereWhole;
						else return -1;
					}
				}
			}

			const after = input[p];
			if (after === 0x2c) {
				if (input[++p] === 0x20) p++;
			} else if (after === 0x7d) closed = true;
			else return -1;
			output[w++] = column === last ? 0x0a : 0x09;
		}
		// Bytes past `end` belong to no record yet (or are left over from an earlier one).
		if (!closed || p >= end) return -1;
		reader.written = w;
		return p + 1;
	}
}

/** Whether one of four bytes may be a quote, a backslash or a control character; a false alarm is only slower. */
function hasSpecial(word: number): boolean {
	const quote = word ^ 0x2222_2222;
	const backslash = word ^ 0x5c5c_5c5c;
	const found =
		((quote - 0x0101_0101) & ~quote) |
		((backslash - 0x0101_0101) & ~backslash) |
		((word - 0x2020_2020) & ~word);
	return (found & 0x8080_8080) !== 0;
}

/** Whether a key stands at `at`: its first bytes as `words` of four, then the rest. */
function startsWith(input: DataView, at: number, end: number, words: Int32Array, rest: Uint8Array): boolean {
	const whole = words.length;
	let p = at;
	if (p + (whole << 2) + rest.length >= end) return false;
	for (let i = 0; i < whole; i++, p += 4) if (input.getInt32(p, true) !== words[i]) return false;
	for (let i = 0; i < rest.length; i++, p++) if (input.getUint8(p) !== rest[i]) return false;
	return true;
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
	if (code < 0x1_0000) {
		output[at] = 0xe0 | (code >> 12);
		output[at + 1] = 0x80 | ((code >> 6) & 63);
		output[at + 2] = 0x80 | (code & 63);
		return at + 3;
	}
	output[at] = 0xf0 | (code >> 18);
	output[at + 1] = 0x80 | ((code >> 12) & 63);
	output[at + 2] = 0x80 | ((code >> 6) & 63);
	output[at + 3] = 0x80 | (code & 63);
	return at + 4;
}
