import {Buffer, isUtf8} from 'node:buffer';
import {copyRow} from './copy-text.js';
import {FastRecords} from './fast-records.js';
import {isSpace, type JsonValue, parseJson} from './json-value.js';
import type {RecordKind, Reject} from './source.js';
import {stagingColumns} from './staging-columns.js';
import {typeValue, unquote} from './typing.js';

/** As with Redshift's COPY: no JSON object may be longer. It bounds the memory that a file can ask for. */
export const maxObjectBytes = 4 * 1024 * 1024;
const maxRawCharacters = 1024;
const newline = 0x0a;

/** Where a Transcoder stands in a file. Kept by whoever reads several files in turn; of use to the Transcoder alone. */
export type Place = {
	readonly file: string;
	line: number;
	/** Nothing of the file was read yet: a byte-order mark may stand here. */
	fresh: boolean;
	/** The rest of a line is passed over: its record was rejected and its end has not been seen yet. */
	skipping: boolean;
};
type Mark = {readonly length: number; readonly rows: number; readonly rejects: number; readonly line: number};
type Problem = {readonly column: string | null; readonly reason: string};

/**
Turns the bytes of JSON files into rows of COPY text and rejects, file by file and chunk by chunk.
It holds the rows until `take()`, and of a file only its place in it: the caller keeps unread bytes.
*/
export class Transcoder {
	readonly #columns;
	readonly #byKey: ReadonlyMap<string, number>;
	readonly #fast;
	#output = Buffer.allocUnsafe(1 << 16);
	#length = 0;
	#rows = 0;
	#rejects: Reject[] = [];
	#place: Place = startOf('');

	constructor(kind: RecordKind) {
		this.#columns = stagingColumns[kind];
		this.#byKey = new Map(this.#columns.map(({key}, index) => [key, index]));
		this.#fast = new FastRecords(this.#columns);
	}

	/** Bytes of COPY text that wait for `take()`. */
	get length(): number {
		return this.#length;
	}

	get rows(): number {
		return this.#rows;
	}

	get rejects(): number {
		return this.#rejects.length;
	}

	/** Hands over the rows and rejects so far and starts anew. */
	take(): {readonly copyText: Uint8Array<ArrayBuffer>; readonly rows: number; readonly rejects: Reject[]} {
		const copyText = new Uint8Array(this.#length);
		copyText.set(this.#output.subarray(0, this.#length));
		const taken = {copyText, rows: this.#rows, rejects: this.#rejects};
		this.#length = 0;
		this.#rows = 0;
		this.#rejects = [];
		return taken;
	}

	/** Starts a file, whose name the rejects carry. */
	open(file: string): Place {
		this.#place = startOf(file);
		return this.#place;
	}

	/** Goes on with a file where it was left. */
	turnTo(place: Place): void {
		this.#place = place;
	}

	/**
	Reads the whole records in `input`, between two indexes.
	@param final No more bytes of this file follow.
	@returns Where the first unread byte is; the caller gives it again, with more bytes behind it. `end` when `final`.
	*/
	read(bytes: Uint8Array, from: number, end: number, final: boolean): number {
		const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
		if (this.#place.fresh && end - from < 3 && !final) return from;
		const start = this.#place.fresh && hasByteOrderMark(input, from, end) ? from + 3 : from;
		this.#place.fresh = false;
		const mark: Mark = {
			length: this.#length,
			rows: this.#rows,
			rejects: this.#rejects.length,
			line: this.#place.line,
		};
		const skipping = this.#place.skipping;
		this.#fast.load(input, start, end);
		const stop = this.#records(input, start, end, final, false);
		if (isUtf8(input.subarray(start, stop))) return stop;

		// Somewhere a byte is not UTF-8. Go back and look at each record: the others are good.
		this.#length = mark.length;
		this.#rows = mark.rows;
		this.#rejects.length = mark.rejects;
		this.#place.line = mark.line;
		this.#place.skipping = skipping;
		return this.#records(input, start, end, final, true);
	}

	#records(input: Buffer, start: number, end: number, final: boolean, checkUtf8: boolean): number {
		let at = start;
		for (;;) {
			if (this.#place.skipping) {
				const next = input.indexOf(newline, at);
				if (next === -1 || next >= end) return end;
				this.#place.skipping = false;
				at = next;
			}
			if (!checkUtf8) at = this.#usual(at);
			while (at < end && isSpace(input[at]!)) if (input[at++] === newline) this.#place.line++;
			if (at >= end) return end;

			const next = this.#carefully(input, at, end, final, checkUtf8);
			if (next === -1) return at;
			at = next;
		}
	}

	/** The records from here on that are written the usual way. @returns Where the first other one is. */
	#usual(start: number): number {
		const fast = this.#fast;
		let at = start;
		do {
			const {next, copyText} = fast.read(at);
			this.#reserve(copyText.length);
			this.#output.set(copyText, this.#length);
			this.#length += copyText.length;
			this.#rows += fast.rows;
			this.#place.line += fast.lines;
			at = next;
		} while (fast.rows > 0);
		return at;
	}

	/** One record the careful way. @returns Where it ends, or -1 when more bytes are needed to tell. */
	#carefully(input: Buffer, start: number, end: number, final: boolean, checkUtf8: boolean): number {
		const limit = Math.min(end, start + maxObjectBytes);
		const parsed = parseJson(input, start, limit);
		if ('problem' in parsed) {
			const tooLong = limit < end || limit === start + maxObjectBytes;
			if (parsed.problem === 'incomplete' && !tooLong && !final) return -1;
			// The character found may be cut off at the end of the chunk.
			if (parsed.problem === 'invalid' && parsed.at + 4 > end && !final) return -1;
			return this.#rejectLine(input, start, end, final, explain(parsed, input, start, end, tooLong));
		}
		// A number is whole only once something that is no part of it follows.
		if (parsed.type === 'number' && parsed.end === end && !final) return -1;
		const row =
			checkUtf8 && !isUtf8(input.subarray(start, parsed.end))
				? {column: null, reason: 'bytes that are not UTF-8'}
				: this.#row(input, parsed);
		if (typeof row === 'string') {
			this.#reserve(row.length * 3);
			this.#length += this.#output.write(row, this.#length);
			this.#rows++;
		} else this.#reject(input, start, parsed.end, row);
		for (let at = start; at < parsed.end; at++) if (input[at] === newline) this.#place.line++;
		return parsed.end;
	}

	#row(input: Buffer, {type, entries}: JsonValue): string | Problem {
		if (type === 'array') {
			const reason = 'a JSON array; the file must hold objects one after another, without [ ] around them';
			return {column: null, reason};
		}
		if (type !== 'object') return {column: null, reason: `a JSON ${type}; a record is an object`};

		const values = new Array<string | null>(this.#columns.length).fill(null);
		const problems = new Array<string | undefined>(this.#columns.length).fill(undefined);
		for (const {keyStart, keyEnd, type: valueType, start, end} of entries) {
			const index = this.#byKey.get(unquote(input.toString('utf8', keyStart, keyEnd)));
			if (index === undefined) continue;
			// Of a key that comes twice the last one counts, as in JSON.parse.
			const typed = typeValue(this.#columns[index]!.type, valueType, input.toString('utf8', start, end));
			problems[index] = 'reason' in typed ? typed.reason : undefined;
			values[index] = 'reason' in typed ? null : typed.value;
		}
		const first = problems.findIndex(problem => problem !== undefined);
		return first === -1 ? copyRow(values) : {column: this.#columns[first]!.name, reason: problems[first]!};
	}

	/** Rejects text that is no JSON: reading goes on at the next line. */
	#rejectLine(input: Buffer, start: number, end: number, final: boolean, problem: Problem): number {
		const next = input.indexOf(newline, start);
		const seen = next !== -1 && next < end;
		if (!seen && !final && end - start < maxRawCharacters * 4) return -1;
		this.#reject(input, start, seen ? next : end, problem);
		this.#place.skipping = true;
		return start;
	}

	#reject(input: Buffer, start: number, end: number, {column, reason}: Problem): void {
		const raw = input
			.toString('utf8', start, Math.min(end, start + maxRawCharacters * 4))
			.slice(0, maxRawCharacters)
			.trimEnd();
		this.#rejects.push({
			file: this.#place.file,
			line: this.#place.line,
			column,
			reason,
			raw: raw.toWellFormed().replaceAll('\0', '\uFFFD'),
		});
	}

	#reserve(bytes: number): void {
		if (this.#length + bytes <= this.#output.length) return;
		const larger = Buffer.allocUnsafe(Math.max(this.#output.length * 2, this.#length + bytes));
		this.#output.copy(larger, 0, 0, this.#length);
		this.#output = larger;
	}
}

function startOf(file: string): Place {
	return {file, line: 1, fresh: true, skipping: false};
}

function explain(
	problem:
		| {readonly problem: 'incomplete'}
		| {readonly problem: 'invalid'; readonly at: number; readonly expected: string},
	input: Buffer,
	start: number,
	end: number,
	tooLong: boolean,
): Problem {
	if (problem.problem === 'incomplete') {
		const reason = tooLong ? 'a JSON value longer than 4 MB' : 'not JSON: the file ends inside a value';
		return {column: null, reason};
	}
	const character = [...input.toString('utf8', problem.at, Math.min(end, problem.at + 4))][0] ?? '';
	const place = problem.at - start + 1;
	return {
		column: null,
		reason: `not JSON: ${problem.expected} expected at byte ${place}, found ${JSON.stringify(character)}`,
	};
}

function hasByteOrderMark(input: Buffer, at: number, end: number): boolean {
	return end - at >= 3 && input[at] === 0xef && input[at + 1] === 0xbb && input[at + 2] === 0xbf;
}
