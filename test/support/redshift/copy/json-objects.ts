/** A JSON value with its raw bytes. Members and elements keep their order. */
export type JsonValue = {
	readonly type: 'string' | 'number' | 'true' | 'false' | 'null' | 'object' | 'array';
	readonly raw: Buffer;
	readonly members: ReadonlyArray<readonly [key: string, value: JsonValue]>;
	readonly elements: readonly JsonValue[];
};

/** The items of a file, in order. */
export type RootItem =
	| {readonly type: 'object'; readonly value: JsonValue; readonly lastLine: number}
	| {readonly type: 'malformed'; readonly raw: Buffer; readonly lastLine: number; readonly reason: string};

class MalformedError extends Error {
	readonly at: number;

	constructor(at: number) {
		super(`Malformed JSON at byte ${at}`);
		this.at = at;
	}
}

const newline = 0x0a;
const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const maxObjectBytes = 4 * 1024 * 1024;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
The root objects of a file, separated only by white space [D:copy-parameters-data-format]. Text between objects is one
error up to the end of its line or the next brace; a malformed object is one error, and reading resumes at the next line.
Both are guesses, because the guide only says that such text counts as an error. Skipping a byte-order mark and the
reasons are guesses too. The line is the last one of the object [L:SYS_LOAD_ERROR_DETAIL].
*/
export function* rootItems(file: Buffer): Generator<RootItem> {
	// One character per byte, so that positions in both are equal; the structure of JSON is ASCII.
	const text = file.toString('latin1');
	let at = file.subarray(0, 3).equals(bom) ? 3 : 0;
	let line = 1;
	let counted = at;
	const lineAt = (place: number) => {
		for (; counted < place; counted++) if (file[counted] === newline) line++;
		return line;
	};
	for (;;) {
		at = skipBlanks(text, at);
		if (at >= text.length) return;
		const start = at;
		if (text[at] !== '{') {
			at = endOfStray(text, at);
			const raw = file.subarray(start, at);
			yield {type: 'malformed', raw, lastLine: lineAt(at - 1), reason: 'Invalid value.'};
			continue;
		}
		try {
			const read = readValue(file, text, start);
			at = read.next;
			// "The maximum size of a single JSON object is 4 MB" [D:copy-parameters-data-format]; reporting it this way is a guess.
			if (at - start > maxObjectBytes) throw new MalformedError(start);
			yield {type: 'object', value: read.value, lastLine: lineAt(at - 1)};
		} catch (error) {
			if (!(error instanceof MalformedError)) throw error;
			at = endOfLine(text, Math.max(error.at, start));
			const raw = file.subarray(start, at);
			yield {
				type: 'malformed',
				raw,
				lastLine: lineAt(Math.min(error.at, text.length - 1)),
				reason: 'Invalid JSON.',
			};
		}
	}
}

/** The text that a JSON string encodes. */
export function stringValue({raw}: JsonValue): string {
	return JSON.parse(raw.toString('utf8')) as string;
}

type Read = {readonly value: JsonValue; readonly next: number};

function readValue(file: Buffer, text: string, at: number): Read {
	switch (text[at]) {
		case '{':
			return readObject(file, text, at);
		case '[':
			return readArray(file, text, at);
		case '"':
			return scalar(file, 'string', at, endOfString(text, at));
		case 't':
			return readWord(file, text, at, 'true');
		case 'f':
			return readWord(file, text, at, 'false');
		case 'n':
			return readWord(file, text, at, 'null');
		default: {
			number.lastIndex = at;
			const found = number.exec(text)?.[0];
			if (found === undefined) throw new MalformedError(at);
			return scalar(file, 'number', at, at + found.length);
		}
	}
}

function readObject(file: Buffer, text: string, start: number): Read {
	const members: Array<readonly [string, JsonValue]> = [];
	let at = skipBlanks(text, start + 1);
	while (text[at] !== '}') {
		if (members.length > 0) at = expect(text, at, ',');
		if (text[at] !== '"') throw new MalformedError(at);
		const keyEnd = endOfString(text, at);
		const key = stringValue(scalar(file, 'string', at, keyEnd).value);
		at = expect(text, skipBlanks(text, keyEnd), ':');
		const {value, next} = readValue(file, text, at);
		members.push([key, value]);
		at = skipBlanks(text, next);
	}
	return {value: {type: 'object', raw: file.subarray(start, at + 1), members, elements: []}, next: at + 1};
}

function readArray(file: Buffer, text: string, start: number): Read {
	const elements: JsonValue[] = [];
	let at = skipBlanks(text, start + 1);
	while (text[at] !== ']') {
		if (elements.length > 0) at = expect(text, at, ',');
		const {value, next} = readValue(file, text, at);
		elements.push(value);
		at = skipBlanks(text, next);
	}
	return {value: {type: 'array', raw: file.subarray(start, at + 1), members: [], elements}, next: at + 1};
}

function readWord(file: Buffer, text: string, at: number, word: 'true' | 'false' | 'null'): Read {
	if (!text.startsWith(word, at)) throw new MalformedError(at);
	return scalar(file, word, at, at + word.length);
}

function scalar(file: Buffer, type: JsonValue['type'], start: number, end: number): Read {
	return {value: {type, raw: file.subarray(start, end), members: [], elements: []}, next: end};
}

/** Index after the closing quote. */
function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 0x22) return at + 1;
		if (code < 0x20) throw new MalformedError(at);
		if (code !== 0x5c) continue;
		const escaped = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
		escaped.lastIndex = at + 1;
		const found = escaped.exec(text)?.[0];
		if (found === undefined) throw new MalformedError(at);
		at += found.length;
	}
	throw new MalformedError(text.length);
}

function expect(text: string, at: number, character: string): number {
	if (text[at] !== character) throw new MalformedError(at);
	return skipBlanks(text, at + 1);
}

function skipBlanks(text: string, start: number): number {
	let at = start;
	while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
	return at;
}

function endOfStray(text: string, start: number): number {
	const ends = [text.indexOf('\n', start), text.indexOf('{', start)].filter(end => end !== -1);
	return text.slice(start, Math.min(text.length, ...ends)).trimEnd().length + start;
}

function endOfLine(text: string, start: number): number {
	const end = text.indexOf('\n', start);
	return end === -1 ? text.length : end;
}
