import {Buffer, isUtf8} from 'node:buffer';
import type {RecordBatch, RecordKind, Reject} from '../source.js';
import {stagingColumns} from '../staging-columns.js';
import {enclosingArray, explainBadText, lookaheadBytes, wrongFormat} from './bad-text.js';
import {copyRow} from './copy-text.js';
import {FastRecords} from './fast-records.js';
import {isSpace, type JsonValue, maxObjectBytes, parseJson} from './json-value.js';
import {KeyCounts, type KeyReport} from './key-counts.js';
import {keyMatcher} from './match-keys.js';
import {isEarlyTime, typeValue, unquote} from './typing.js';

const maxRawCharacters = 1024;
const maxRawBytes = maxRawCharacters * 4;
const newline = 0x0a;
const openBrace = 0x7b;

/** Reading position in a file. Callers that alternate between files keep it but don't interpret it. */
export type FilePosition = {
	readonly file: string;
	line: number;
	/** Nothing has been read yet. */
	fresh: boolean;
	/** The file is not UTF-8 text. One reject covers all of it. */
	refused: boolean;
	/** Text that is not JSON is being skipped. */
	skipped: Skipped | undefined;
};
/** A reject whose end has not been read yet. */
type Skipped = {
	readonly reject: Omit<Reject, 'line'>;
	/** The last non-blank line so far. */
	line: number;
	atLineStart: boolean;
};
type Problem = {readonly column: string | null; readonly reason: string};
type Counts = {rows: number; emptyRows: number; times: number; earlyTimes: number};
type Taken = Omit<RecordBatch, 'bytes' | 'files' | 'copyText'> & {readonly copyText: Uint8Array<ArrayBuffer>};

const noCounts: Counts = {rows: 0, emptyRows: 0, times: 0, earlyTimes: 0};

/**
Converts the bytes of JSON files to rows of COPY text and rejects, file by file and chunk by chunk.
Keeps the rows until `take()`. The caller keeps the unread bytes.
*/
export class Transcoder {
	readonly #columns;
	readonly #time;
	readonly #match;
	readonly #fast;
	#output = Buffer.allocUnsafe(1 << 16);
	#length = 0;
	#counts = {...noCounts};
	#rejects: Reject[] = [];
	readonly #keys = new KeyCounts();
	/** Keys of the current `read`, which may have to start over. */
	readonly #newKeys = new KeyCounts();
	#position: FilePosition = startPosition('');

	/** @param keys Keys in column order, from a jsonpaths file. */
	constructor(kind: RecordKind, keys?: readonly string[]) {
		const columns = stagingColumns[kind];
		this.#columns =
			keys === undefined ? columns : columns.map((column, i) => ({...column, key: keys[i] ?? ''}));
		this.#time = columns.findIndex(({type}) => type === 'time');
		const ignoreCase = keys === undefined;
		this.#match = keyMatcher(
			this.#columns.map(({key}) => key),
			ignoreCase,
		);
		this.#fast = new FastRecords(this.#columns, ignoreCase);
	}

	/** Bytes of COPY text available to `take()`. */
	get length(): number {
		return this.#length;
	}

	get rows(): number {
		return this.#counts.rows;
	}

	get rejects(): number {
		return this.#rejects.length;
	}

	/** Returns and clears the rows, rejects and counts so far. */
	take(): Taken {
		const copyText = new Uint8Array(this.#length);
		copyText.set(this.#output.subarray(0, this.#length));
		const keys: {keys?: KeyReport} = this.#keys.isEmpty ? {} : {keys: this.#keys.report()};
		const taken = {copyText, ...this.#counts, rejects: this.#rejects, ...keys};
		this.#length = 0;
		this.#counts = {...noCounts};
		this.#rejects = [];
		this.#keys.clear();
		return taken;
	}

	/** Starts a file. Rejects refer to it by `file`. */
	open(file: string): FilePosition {
		this.#position = startPosition(file);
		return this.#position;
	}

	/** Continues a file from a saved position. */
	resume(position: FilePosition): void {
		this.#position = position;
	}

	/**
	Reads the complete records in `input`, between two indexes.
	@param final No more bytes of this file follow.
	@returns The index of the first unread byte, or `end` if `final`. Pass the unread bytes again, followed by more.
	*/
	read(bytes: Uint8Array, from: number, end: number, final: boolean): number {
		const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
		const position = this.#position;
		let start = from;
		if (position.fresh) {
			if (end - from < 4 && !final) return from;
			position.fresh = false;
			const reason = wrongFormat(input, from, end);
			if (reason !== undefined) {
				this.#rejects.push({file: position.file, line: 1, column: null, reason, raw: ''});
				position.refused = true;
			}
			if (hasByteOrderMark(input, from, end)) start += 3;
		}
		if (position.refused) return end;

		const {line, skipped} = position;
		const mark = {length: this.#length, counts: {...this.#counts}, rejects: this.#rejects.length};
		const skippedBefore = skipped === undefined ? undefined : {...skipped};
		this.#fast.load(input, start, end);
		let stop = this.#readRecords(input, start, end, final, false);
		if (!isUtf8(input.subarray(start, stop))) {
			// Some bytes are not UTF-8. Start over and check each record, to keep the valid ones.
			this.#length = mark.length;
			this.#counts = mark.counts;
			this.#rejects.length = mark.rejects;
			this.#newKeys.clear();
			position.line = line;
			position.skipped = skippedBefore;
			stop = this.#readRecords(input, start, end, final, true);
		}
		if (!this.#newKeys.isEmpty) {
			this.#keys.addAll(this.#newKeys.report());
			this.#newKeys.clear();
		}
		return stop;
	}

	#readRecords(input: Buffer, start: number, end: number, final: boolean, checkUtf8: boolean): number {
		let at = start;
		for (;;) {
			if (this.#position.skipped !== undefined)
				at = this.#skip(input, at, end, final, this.#position.skipped);
			if (this.#position.skipped !== undefined) return end;
			if (!checkUtf8) at = this.#readFast(at, end);
			while (at < end && isSpace(input[at]!)) if (input[at++] === newline) this.#position.line++;
			if (at >= end) return end;

			const next = this.#readSlow(input, at, end, final, checkUtf8);
			if (next === -1) return at;
			at = next;
		}
	}

	/** Reads records on the fast path. @returns The start of the first record that needs the slow path. */
	#readFast(start: number, end: number): number {
		const fast = this.#fast;
		let at = start;
		do {
			const {next, copyText} = fast.read(at);
			this.#reserve(copyText.length);
			this.#output.set(copyText, this.#length);
			this.#length += copyText.length;
			const {file, line} = this.#position;
			for (const {key, records, line: after} of fast.unknown())
				this.#newKeys.addUnknown({key, records, file, line: line + after});
			for (const {column, records, line: after} of fast.missing())
				this.#newKeys.addMissing({key: this.#columns[column]!.key, records, file, line: line + after});
			const counts = this.#counts;
			counts.rows += fast.rows;
			counts.emptyRows += fast.emptyRows;
			counts.times += fast.times;
			counts.earlyTimes += fast.earlyTimes;
			this.#position.line += fast.lines;
			at = next;
		} while (fast.rows > 0 && at < end);
		return at;
	}

	/** Reads one record on the slow path. @returns Its end, or -1 if more bytes are needed. */
	#readSlow(input: Buffer, start: number, end: number, final: boolean, checkUtf8: boolean): number {
		const limit = Math.min(end, start + maxObjectBytes);
		const parsed = parseJson(input, start, limit);
		if ('problem' in parsed) {
			const tooLong = limit < end || limit === start + maxObjectBytes;
			if (parsed.problem === 'incomplete' && !tooLong && !final) return -1;
			// The reason may quote text beyond the end of this chunk.
			if (parsed.problem === 'invalid' && parsed.at + lookaheadBytes > end && !final) return -1;
			return this.#rejectText(input, start, end, final, explainBadText(parsed, input, start, end, tooLong));
		}
		// A number at the end of the chunk may continue in the next one.
		if (parsed.type === 'number' && parsed.end === end && !final) return -1;
		for (let at = start; at < parsed.end; at++) if (input[at] === newline) this.#position.line++;
		const row =
			checkUtf8 && !isUtf8(input.subarray(start, parsed.end))
				? {column: null, reason: 'bytes that are not UTF-8; convert the file to UTF-8'}
				: this.#row(input, parsed);
		if (typeof row === 'string') {
			this.#reserve(row.length * 3);
			this.#length += this.#output.write(row, this.#length);
			this.#counts.rows++;
		} else {
			const {file, line} = this.#position;
			this.#rejects.push({file, line, ...row, raw: rawText(input, start, parsed.end)});
		}
		return parsed.end;
	}

	#row(input: Buffer, {type, entries}: JsonValue): string | Problem {
		if (type === 'array') return {column: null, reason: enclosingArray};
		if (type !== 'object') return {column: null, reason: `a JSON ${type}, not an object`};

		const entryIndexes = new Array<number>(this.#columns.length).fill(-1);
		let listed = 0;
		let unknown: Set<string> | undefined;
		for (const [i, {keyStart, keyEnd}] of entries.entries()) {
			const key = unquote(input.toString('utf8', keyStart, keyEnd));
			const match = this.#match(key);
			if (match === undefined) {
				unknown ??= new Set();
				unknown.add(key);
				continue;
			}
			// A key spelled as listed takes precedence over other cases; among equals, the last one wins.
			const bit = 1 << match.column;
			if (match.isListed) listed |= bit;
			else if ((listed & bit) !== 0) continue;
			entryIndexes[match.column] = i;
		}

		const {file, line} = this.#position;
		for (const key of unknown ?? []) this.#newKeys.addUnknown({key, records: 1, file, line});
		const values = new Array<string | null>(this.#columns.length).fill(null);
		let problem: Problem | undefined;
		for (const [column, {name, key, type: columnType}] of this.#columns.entries()) {
			const entry = entries[entryIndexes[column]!];
			if (entry === undefined) {
				this.#newKeys.addMissing({key, records: 1, file, line});
				continue;
			}
			const typed = typeValue(columnType, entry.type, input.toString('utf8', entry.start, entry.end));
			if ('value' in typed) values[column] = typed.value;
			else problem ??= {column: name, reason: typed.reason};
		}
		if (problem !== undefined) return problem;
		const time = values[this.#time] ?? null;
		if (time !== null) {
			this.#counts.times++;
			if (isEarlyTime(time)) this.#counts.earlyTimes++;
		}
		if (values.every(value => value === null)) this.#counts.emptyRows++;
		return copyRow(values);
	}

	/** Rejects text that is not JSON. @returns Its start, for `#skip`, or -1 if more bytes are needed. */
	#rejectText(input: Buffer, start: number, end: number, final: boolean, reason: string): number {
		const stop = nextRecordLine(input, start, end);
		if (stop === -1 && !final && end - start < maxRawBytes) return -1;
		const {file, line} = this.#position;
		const raw = rawText(input, start, stop === -1 ? end : stop);
		this.#position.skipped = {reject: {file, column: null, reason, raw}, line, atLineStart: false};
		return start;
	}

	/** Skips to the next line that starts with a brace, or to the end. @returns The index reached. */
	#skip(input: Buffer, start: number, end: number, final: boolean, skipped: Skipped): number {
		const finish = () => {
			this.#rejects.push({...skipped.reject, line: skipped.line});
			this.#position.skipped = undefined;
		};
		let at = start;
		while (at < end) {
			if (skipped.atLineStart && input[at] === openBrace) {
				finish();
				return at;
			}
			const next = input.indexOf(newline, at);
			const seen = next !== -1 && next < end;
			const lineEnd = seen ? next : end;
			while (at < lineEnd && isSpace(input[at]!)) at++;
			if (at < lineEnd) skipped.line = this.#position.line;
			skipped.atLineStart = seen;
			if (seen) this.#position.line++;
			at = seen ? lineEnd + 1 : end;
		}
		if (final) finish();
		return end;
	}

	#reserve(bytes: number): void {
		if (this.#length + bytes <= this.#output.length) return;
		const larger = Buffer.allocUnsafe(Math.max(this.#output.length * 2, this.#length + bytes));
		this.#output.copy(larger, 0, 0, this.#length);
		this.#output = larger;
	}
}

function startPosition(file: string): FilePosition {
	return {file, line: 1, fresh: true, refused: false, skipped: undefined};
}

/** Returns the next line after `start` that starts with a brace, or -1. */
function nextRecordLine(input: Buffer, start: number, end: number): number {
	for (let at = input.indexOf(newline, start); at !== -1 && at + 1 < end; at = input.indexOf(newline, at + 1))
		if (input[at + 1] === openBrace) return at + 1;
	return -1;
}

/** Returns the start of a record's text, in the form stored with a reject. */
function rawText(input: Buffer, start: number, end: number): string {
	return input
		.toString('utf8', start, Math.min(end, start + maxRawBytes))
		.slice(0, maxRawCharacters)
		.trimEnd()
		.toWellFormed()
		.replaceAll('\0', '\uFFFD');
}

function hasByteOrderMark(input: Buffer, at: number, end: number): boolean {
	return end - at >= 3 && input[at] === 0xef && input[at + 1] === 0xbb && input[at + 2] === 0xbf;
}
