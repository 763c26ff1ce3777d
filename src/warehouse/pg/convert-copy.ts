import type {Column, TextForm} from '../warehouse.js';
import {withMilliseconds} from './values.js';

/** How the values of a column are written. */
type Kind = 'text' | 'integer' | 'number' | 'boolean' | 'timestamp';

const kinds: Readonly<Record<string, Kind>> = {
	int2: 'integer',
	int4: 'integer',
	int8: 'integer',
	oid: 'integer',
	numeric: 'integer',
	float4: 'number',
	float8: 'number',
	bool: 'boolean',
	timestamp: 'timestamp',
	timestamptz: 'timestamp',
};

const [tab, lineFeed, quote, comma, backslash, dot] = [9, 10, 0x22, 0x2c, 0x5c, 0x2e] as const;
const [zero, nine, capitalN, lowerT, lowerV] = [0x30, 0x39, 0x4e, 0x74, 0x76] as const;
/** First byte in UTF-8 of U+0080 to U+00BF. */
const latinLead = 0xc2;
/** Bytes that a byte of a field becomes at most: `\u0001`. */
const maxGrowth = 6;
/** `YYYY-MM-DD HH:MM:SS` */
const secondsLength = 19;

/** What COPY writes after a backslash, and the character that it means. */
const unescaped = new Uint8Array(256).map((_, code) => code);
for (const [letter, code] of [...'bfnrtv'].map(
	(letter, index) => [letter, [8, 12, 10, 13, 9, 11][index]!] as const,
))
	unescaped[letter.charCodeAt(0)] = code;

/** What a byte of a field is: to be copied, the end of the field, or in need of more than copying. */
const [plain, end, special] = [0, 1, 2] as const;
const byteClasses: Readonly<Record<'csv' | 'tsv' | 'json', Uint8Array>> = {
	csv: classes([comma, quote, backslash]),
	tsv: classes([]),
	json: classes([quote, backslash, 0x7f, latinLead, ...Array.from({length: 0x20}, (_, code) => code)]),
};

function classes(specials: readonly number[]): Uint8Array {
	const table = new Uint8Array(256);
	for (const code of specials) table[code] = special;
	table[tab] = end;
	table[lineFeed] = end;
	return table;
}

/**
Converts the text of PostgreSQL's COPY … TO STDOUT to what the writer of a format makes of the same rows. Works on bytes: a text
becomes a string only where JavaScript writes a number or timestamp differently.
*/
export class CopyConverter {
	readonly #format: TextForm['format'];
	readonly #kinds: readonly Kind[];
	/** What stands before each value of a row: the delimiter, or the JSON key. */
	readonly #before: readonly Uint8Array[];
	readonly #rowEnd: Uint8Array;
	readonly #byteClass: Uint8Array;
	readonly #nullText: Uint8Array;
	readonly #start: string;
	/** The start of a row whose end has not arrived. */
	#rest: Buffer = Buffer.alloc(0);
	#in: Buffer = this.#rest;
	#out: Buffer = Buffer.alloc(0);
	/** The number of bytes in `#out`. */
	#size = 0;
	#rows = 0;

	constructor(columns: readonly Column[], {format, names}: TextForm) {
		const isJson = format === 'json' || format === 'ndjson';
		const texts = names(columns);
		const delimiter = format === 'csv' ? ',' : '\t';
		const lineEnd = format === 'csv' ? '\r\n' : '\n';
		this.#format = format;
		this.#kinds = columns.map(({engineType}) => kinds[engineType] ?? 'text');
		this.#before = texts.map((text, index) => {
			if (isJson) return Buffer.from(`${index === 0 ? '{' : ','}${text}:`);
			return Buffer.from(index === 0 ? '' : delimiter);
		});
		this.#rowEnd = Buffer.from(format === 'ndjson' ? '}\n' : format === 'json' ? '}' : lineEnd);
		this.#byteClass = byteClasses[format === 'ndjson' ? 'json' : format];
		this.#nullText = Buffer.from({csv: '', tsv: '\\N', json: 'null', ndjson: 'null'}[format]);
		this.#start = isJson ? '' : texts.join(delimiter) + lineEnd;
	}

	/** The number of rows converted. */
	get rows(): number {
		return this.#rows;
	}

	/** What comes before the first row. */
	get start(): string {
		return this.#start;
	}

	/** What comes after the last row. */
	get end(): string {
		if (this.#format !== 'json') return '';
		return this.#rows === 0 ? '[]\n' : '\n]\n';
	}

	/** Converts the complete rows of a chunk and those before it. */
	convert(chunk: Buffer): Buffer {
		const complete = chunk.lastIndexOf(lineFeed) + 1;
		this.#size = 0;
		if (complete === 0) {
			this.#rest = Buffer.concat([this.#rest, chunk]);
			return Buffer.alloc(0);
		}
		const head = chunk.subarray(0, complete);
		this.#in = this.#rest.length === 0 ? head : Buffer.concat([this.#rest, head]);
		this.#rest = chunk.subarray(complete);
		this.#out = Buffer.allocUnsafe(this.#in.length * 2);
		for (let at = 0; at < this.#in.length; ) at = this.#row(at);
		return this.#out.subarray(0, this.#size);
	}

	/** Converts a row. Returns where the next one starts. */
	#row(start: number): number {
		if (this.#format === 'json') this.#put(this.#rows === 0 ? jsonStart : jsonSeparator);
		this.#rows++;
		const last = this.#kinds.length - 1;
		let at = start;
		for (let index = 0; index <= last; index++) {
			this.#put(this.#before[index]!);
			at = this.#field(at, this.#kinds[index]!) + 1;
		}
		this.#put(this.#rowEnd);
		return at;
	}

	/** Converts a field. Returns where it ends. */
	#field(start: number, kind: Kind): number {
		const input = this.#in;
		if (kind === 'text' && input[start] !== backslash) return this.#text(start);
		let stop = start;
		while (input[stop] !== tab && input[stop] !== lineFeed) stop++;
		if (input[start] === backslash && input[start + 1] === capitalN && stop === start + 2) {
			this.#put(this.#nullText);
			return stop;
		}
		switch (kind) {
			case 'text':
				return this.#text(start);
			case 'integer':
				this.#number(start, stop);
				break;
			case 'number':
				if (this.#isWrittenAlike(start, stop)) this.#copy(start, stop);
				else this.#convertedNumber(this.#string(start, stop));
				break;
			case 'boolean':
				this.#put(input[start] === lowerT ? trueText : falseText);
				break;
			case 'timestamp':
				this.#timestamp(start, stop);
		}
		return stop;
	}

	/** An integer or decimal, or a special value, which JSON has as a text. */
	#number(start: number, stop: number): void {
		const last = this.#in[stop - 1]!;
		if (!this.#isJson || (last >= zero && last <= nine)) this.#copy(start, stop);
		else this.#quotedCopy(start, stop);
	}

	#convertedNumber(text: string): void {
		const number = Number(text);
		const written = Object.is(number, -0) ? '-0' : String(number);
		this.#putAscii(this.#isJson && !Number.isFinite(number) ? `"${written}"` : written);
	}

	/**
	Whether a double has no exponent, and is no word. Both PostgreSQL and JavaScript write the shortest digits that are the same
	double, but use an exponent for others.
	*/
	#isWrittenAlike(start: number, stop: number): boolean {
		for (let at = start; at < stop; at++) if (this.#in[at]! > nine) return false;
		return true;
	}

	/** Pads the fraction of a timestamp to three digits. */
	#timestamp(start: number, stop: number): void {
		const input = this.#in;
		const fraction = start + secondsLength;
		const isIso =
			stop >= fraction &&
			input[start + 4] === 0x2d &&
			input[start + 10] === 0x20 &&
			input[start + 13] === 0x3a &&
			input[start + 16] === 0x3a;
		if (!isIso) {
			this.#rareTimestamp(this.#string(start, stop));
			return;
		}
		if (this.#isJson) this.#putByte(quote);
		let digits = fraction;
		if (input[fraction] === dot) {
			digits++;
			while (digits < stop && input[digits]! >= zero && input[digits]! <= nine) digits++;
		}
		this.#copy(start, digits);
		if (digits === fraction) this.#putByte(dot);
		for (let n = Math.max(digits - fraction - 1, 0); n < 3; n++) this.#putByte(zero);
		this.#copy(digits, stop);
		if (this.#isJson) this.#putByte(quote);
	}

	/** A timestamp of another DateStyle, year or era. Its text needs quotes only for a comma. */
	#rareTimestamp(text: string): void {
		const written = withMilliseconds(text);
		const isQuoted = this.#isJson || (this.#format === 'csv' && written.includes(','));
		this.#putAscii(isQuoted ? `"${written}"` : written);
	}

	get #isJson(): boolean {
		return this.#nullText.length === 4;
	}

	/** Copies a text, byte by byte because most are short, until one needs more. Returns where it ends. */
	#text(start: number): number {
		const input = this.#in;
		const byteClass = this.#byteClass;
		let stop = start;
		while (byteClass[input[stop]!] === plain) stop++;
		if (byteClass[input[stop]!] === special) return this.#specialText(start);
		if (this.#isJson) this.#quotedCopy(start, stop);
		else if (stop === start && this.#format === 'csv') this.#put(emptyText);
		else this.#copy(start, stop);
		return stop;
	}

	#specialText(start: number): number {
		let stop = start;
		while (this.#in[stop] !== tab && this.#in[stop] !== lineFeed) stop++;
		this.#reserve((stop - start) * maxGrowth + 2);
		if (this.#isJson) this.#jsonText(start, stop);
		else this.#csvText(start, stop);
		return stop;
	}

	#csvText(start: number, stop: number): void {
		const [input, out] = [this.#in, this.#out];
		let isQuoted = false;
		for (let at = start; at < stop && !isQuoted; at++) {
			const code = input[at]!;
			if (code === backslash) {
				const meant = unescaped[input[++at]!]!;
				isQuoted = meant === 10 || meant === 13;
			} else isQuoted = code === comma || code === quote;
		}
		let size = this.#size;
		if (isQuoted) out[size++] = quote;
		for (let at = start; at < stop; at++) {
			let code = input[at]!;
			if (code === backslash) code = unescaped[input[++at]!]!;
			if (code === quote) out[size++] = quote;
			out[size++] = code;
		}
		if (isQuoted) out[size++] = quote;
		this.#size = size;
	}

	/** JSON has the same escapes as COPY, except for `\v`. */
	#jsonText(start: number, stop: number): void {
		const [input, out] = [this.#in, this.#out];
		let size = this.#size;
		out[size++] = quote;
		for (let at = start; at < stop; at++) {
			const code = input[at]!;
			if (code === backslash) {
				const letter = input[++at]!;
				if (letter === lowerV) size += out.write('\\u000b', size, 'latin1');
				else {
					out[size++] = backslash;
					out[size++] = letter;
				}
			} else if (code === quote) {
				out[size++] = backslash;
				out[size++] = quote;
			} else if (code < 0x20 || code === 0x7f) {
				size += out.write(codeEscape(code), size, 'latin1');
			} else if (code === latinLead && input[at + 1]! < 0xa0) {
				size += out.write(codeEscape(input[++at]!), size, 'latin1');
			} else out[size++] = code;
		}
		out[size++] = quote;
		this.#size = size;
	}

	#quotedCopy(start: number, stop: number): void {
		this.#putByte(quote);
		this.#copy(start, stop);
		this.#putByte(quote);
	}

	#copy(start: number, stop: number): void {
		this.#reserve(stop - start);
		const [input, out] = [this.#in, this.#out];
		let size = this.#size;
		for (let at = start; at < stop; at++) out[size++] = input[at]!;
		this.#size = size;
	}

	#put(bytes: Uint8Array): void {
		this.#reserve(bytes.length);
		const out = this.#out;
		let size = this.#size;
		for (let at = 0; at < bytes.length; at++) out[size++] = bytes[at]!;
		this.#size = size;
	}

	#putByte(code: number): void {
		this.#reserve(1);
		this.#out[this.#size++] = code;
	}

	#putAscii(text: string): void {
		this.#reserve(text.length);
		this.#size += this.#out.write(text, this.#size, 'latin1');
	}

	#string(start: number, stop: number): string {
		return this.#in.toString('latin1', start, stop);
	}

	#reserve(bytes: number): void {
		if (this.#size + bytes <= this.#out.length) return;
		const larger = Buffer.allocUnsafe((this.#out.length + bytes) * 2);
		this.#out.copy(larger, 0, 0, this.#size);
		this.#out = larger;
	}
}

const jsonStart = Buffer.from('[\n');
const jsonSeparator = Buffer.from(',\n');
const trueText = Buffer.from('true');
const falseText = Buffer.from('false');
const emptyText = Buffer.from('""');

function codeEscape(code: number): string {
	return `\\u00${code.toString(16).padStart(2, '0')}`;
}
