/**
A strict JSON tokenizer over bytes that records the position of each value. JSON.parse can't be used: numbers must keep
their digits (`1540919166796.0`, `9007199254740993`), several objects follow each other, and an object may be incomplete.
*/

export type ValueType = 'string' | 'number' | 'true' | 'false' | 'null' | 'object' | 'array';

export type Entry = {
	readonly keyStart: number;
	readonly keyEnd: number;
	readonly type: ValueType;
	readonly start: number;
	readonly end: number;
};

export type JsonValue = {
	readonly type: ValueType;
	readonly end: number;
	/** Members of a root object, in order; empty for any other value. */
	readonly entries: readonly Entry[];
};

export type JsonProblem =
	| {readonly problem: 'incomplete'}
	| {readonly problem: 'invalid'; readonly at: number; readonly expected: string};

/** Expectations that callers handle specially. */
export const expectations = {
	value: 'a value',
	key: 'a key in double quotes',
	endOfText: 'the end of the text',
	fewerLevels: 'fewer levels',
} as const;

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
export const maxDepth = 512;
/** Maximum length of a JSON object, as in Redshift's COPY. Bounds memory. */
export const maxObjectBytes = 4 * 1024 * 1024;

/** Used inside this module only; parseJson returns it as a value. */
class Stop {
	readonly at: number;
	readonly expected: string;

	constructor(at: number, expected: string) {
		this.at = at;
		this.expected = expected;
	}
}

/** Parses the JSON value at `start`, which must not be white space. The value must end before `limit`. */
export function parseJson(bytes: Uint8Array, start: number, limit: number): JsonValue | JsonProblem {
	const entries: Entry[] = [];
	try {
		const {type, end} = new Tokenizer(bytes, limit).value(start, 0, entries);
		return {type, end, entries};
	} catch (error) {
		if (!(error instanceof Stop)) throw error;
		return error.at >= limit
			? {problem: 'incomplete'}
			: {problem: 'invalid', at: error.at, expected: error.expected};
	}
}

class Tokenizer {
	readonly #bytes: Uint8Array;
	readonly #limit: number;

	constructor(bytes: Uint8Array, limit: number) {
		this.#bytes = bytes;
		this.#limit = limit;
	}

	value(start: number, depth: number, entries?: Entry[]): {type: ValueType; end: number} {
		if (depth > maxDepth) throw new Stop(start, expectations.fewerLevels);
		const first = this.#at(start);
		const type = typeAt(first);
		switch (type) {
			case 'string':
				return {type, end: this.#string(start)};
			case 'object':
				return {type, end: this.#object(start, depth, entries)};
			case 'array':
				return {type, end: this.#array(start, depth)};
			case 'number':
				return {type, end: this.#number(start)};
			case 'true':
			case 'false':
			case 'null':
				return {type, end: this.#word(start, type)};
			case undefined:
				throw new Stop(start, expectations.value);
		}
	}

	/** Returns the byte at `index`, or 0 past the end. No rule accepts 0, so parsing stops there as incomplete. */
	#at(index: number): number {
		return index < this.#limit ? this.#bytes[index]! : 0;
	}

	#skipSpace(index: number): number {
		let at = index;
		while (isSpace(this.#at(at))) at++;
		return at;
	}

	#object(start: number, depth: number, entries?: Entry[]): number {
		let at = this.#skipSpace(start + 1);
		if (this.#at(at) === closeBrace) return at + 1;
		for (;;) {
			if (this.#at(at) !== quote) throw new Stop(at, expectations.key);
			const keyStart = at;
			const keyEnd = this.#string(at);
			at = this.#skipSpace(keyEnd);
			if (this.#at(at) !== colon) throw new Stop(at, 'a colon');
			const valueStart = this.#skipSpace(at + 1);
			const {type, end} = this.value(valueStart, depth + 1);
			entries?.push({keyStart, keyEnd, type, start: valueStart, end});
			at = this.#skipSpace(end);
			if (this.#at(at) === closeBrace) return at + 1;
			if (this.#at(at) !== comma) throw new Stop(at, 'a comma or }');
			at = this.#skipSpace(at + 1);
		}
	}

	#array(start: number, depth: number): number {
		let at = this.#skipSpace(start + 1);
		if (this.#at(at) === closeBracket) return at + 1;
		for (;;) {
			at = this.#skipSpace(this.value(at, depth + 1).end);
			if (this.#at(at) === closeBracket) return at + 1;
			if (this.#at(at) !== comma) throw new Stop(at, 'a comma or ]');
			at = this.#skipSpace(at + 1);
		}
	}

	#string(start: number): number {
		let at = start + 1;
		for (;;) {
			const byte = this.#at(at);
			if (byte === quote) return at + 1;
			if (byte < 0x20) throw new Stop(at, expectations.endOfText);
			if (byte !== backslash) {
				at++;
				continue;
			}
			const escaped = this.#at(at + 1);
			if (escaped === 0x75) {
				for (let digit = at + 2; digit < at + 6; digit++) {
					if (!isHex(this.#at(digit))) throw new Stop(digit, 'four hexadecimal digits after \\u');
				}
				at += 6;
			} else if (escaped !== 0 && '"\\/bfnrt'.includes(String.fromCharCode(escaped))) at += 2;
			else throw new Stop(at + 1, 'a JSON escape sequence after \\');
		}
	}

	#word(start: number, word: string): number {
		for (let i = 0; i < word.length; i++) {
			if (this.#at(start + i) !== word.charCodeAt(i)) throw new Stop(start + i, `"${word}"`);
		}
		return start + word.length;
	}

	#number(start: number): number {
		let at = this.#at(start) === 0x2d ? start + 1 : start;
		const integer = at;
		at = this.#digits(at);
		if (this.#bytes[integer] === 0x30 && at > integer + 1) throw new Stop(integer + 1, 'no leading zero');
		if (this.#at(at) === 0x2e) at = this.#digits(at + 1);
		if ((this.#at(at) | 0x20) === 0x65) {
			const sign = this.#at(at + 1);
			at = this.#digits(sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
		}
		return at;
	}

	#digits(start: number): number {
		let at = start;
		while (isDigit(this.#at(at))) at++;
		if (at === start) throw new Stop(at, 'a digit');
		return at;
	}
}

/** Returns the type of the value that starts with a byte; undefined if no value does. */
export function typeAt(first: number): ValueType | undefined {
	if (first === quote) return 'string';
	if (first === openBrace) return 'object';
	if (first === openBracket) return 'array';
	if (first === 0x74) return 'true';
	if (first === 0x66) return 'false';
	if (first === 0x6e) return 'null';
	return first === 0x2d || isDigit(first) ? 'number' : undefined;
}

export function isSpace(byte: number): boolean {
	return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number): boolean {
	return byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number): boolean {
	return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}
