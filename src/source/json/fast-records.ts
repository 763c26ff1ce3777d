import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../../package-root.js';
import {maxTextBytes, type StagingColumn} from '../staging-columns.js';
import {copyValue} from './copy-text.js';
import {maxObjectBytes, typeAt} from './json-value.js';
import {typeValue} from './typing.js';

/** Exports of `assembly/records.ts`, documented there. */
type Exports = {
	readonly memory: {readonly buffer: ArrayBuffer; grow(pages: number): number};
	readonly rows: {readonly value: number};
	readonly lines: {readonly value: number};
	readonly outputEnd: {readonly value: number};
	readonly emptyRows: {readonly value: number};
	readonly times: {readonly value: number};
	readonly earlyTimes: {readonly value: number};
	readonly missing: {readonly value: number};
	readonly unknownCount: {readonly value: number};
	readonly otherForms: {readonly value: number};
	readonly lookups: {readonly value: number};
	prepare(
		table: number,
		count: number,
		keys: number,
		ignoreCase: number,
		maxTextBytes: number,
		maxRecordBytes: number,
	): void;
	unknownEntry(index: number): number;
	read(from: number, end: number, output: number, limit: number): number;
};

declare global {
	// The type definitions of Node 20 lack these.
	namespace WebAssembly {
		class Module {
			constructor(bytes: Uint8Array);
		}
		class Instance {
			readonly exports: unknown;
			constructor(module: Module, imports: Readonly<Record<string, object>>);
		}
	}
}

/** Layout of the module's memory: the column table, the keys of the columns, the key table, the input, the output. */
const tableAt = 1024;
const keyTableBytes = 1 << 15;
/** Bytes after the input that the module may read. They are zero, which can't continue a record. */
const tail = 32;
const pageBytes = 1 << 16;

/** Codes of the column types, and the number of digits that is always in range, so that no value has to be computed. */
const kinds = {text: 0, double: 1, integer: 2, bigint: 2, time: 3} as const;
const digits = {text: 15, integer: 9, bigint: 18, time: 13, double: 30} as const;
/** Layout of a column's entry in the column table, in 32-bit numbers. */
const entry = {length: 8, missing: 4, missingLine: 5} as const;
/** Layout of an entry in the key table. */
const keyEntry = {spelling: 0, spellingLength: 1, records: 5, line: 6} as const;
/** Bytes by which a value may be longer in COPY text than twice its length in JSON. */
const extraBytes = 24;

let compiled: WebAssembly.Module | undefined;

/**
The fast path from JSON to COPY text, in WebAssembly. More than ten times as fast as the slow path, and nearly every
valid record qualifies.
*/
export class FastRecords {
	/** Rows and line ends read by the last `read`. */
	rows = 0;
	lines = 0;
	/** Of the last `read`: rows in which all values are NULL, rows with a time, and rows with a time before 1990. */
	emptyRows = 0;
	times = 0;
	earlyTimes = 0;
	readonly #module: Exports;
	readonly #columns: readonly StagingColumn[];
	readonly #inputAt: number;
	#bytes: Buffer;
	/** Index in the caller's input of the first byte loaded, and the number of bytes loaded. */
	#from = 0;
	#length = 0;
	#conversions = 0;

	/** @param ignoreCase Whether keys in another case match columns, too. */
	constructor(columns: readonly StagingColumn[], ignoreCase: boolean) {
		compiled ??= new WebAssembly.Module(readFileSync(join(packageRoot, 'dist', 'records.wasm')));
		const convert = (column: number, start: number, end: number, output: number) =>
			this.#convert(column, start, end, output);
		this.#module = new WebAssembly.Instance(compiled, {'slow-path': {convert}}).exports as Exports;
		this.#columns = columns;
		const keys = columns.map(({key}) => Buffer.from(`"${key}":`));
		const keysAt = tableAt + columns.length * entry.length * Int32Array.BYTES_PER_ELEMENT;
		const keyTableAt = keys.reduce((end, key) => end + padded(key.length), keysAt);
		this.#inputAt = keyTableAt + keyTableBytes;
		this.#bytes = this.#reserve(this.#inputAt);
		let keyAt = keysAt;
		for (const [index, {type}] of columns.entries()) {
			const key = keys[index]!;
			const table = new Int32Array(this.#module.memory.buffer, tableAt);
			table.set([keyAt, key.length, kinds[type], digits[type]], index * entry.length);
			this.#bytes.set(key, keyAt);
			keyAt += padded(key.length);
		}
		const {length} = columns;
		this.#module.prepare(tableAt, length, keyTableAt, Number(ignoreCase), maxTextBytes, maxObjectBytes);
	}

	/** Copies the bytes between two indexes into the module. `read` can then start at any of them. */
	load(input: Uint8Array, from: number, end: number): void {
		this.#from = from;
		this.#length = end - from;
		this.#bytes = this.#reserve(this.#limit());
		this.#bytes.set(input.subarray(from, end), this.#inputAt);
		this.#bytes.fill(0, this.#inputAt + this.#length, this.#inputAt + this.#length + tail);
	}

	/**
	Reads records from `at` until one needs the slow path.
	@returns The index where it stopped, and the rows read, valid until the next call. Without rows, the record at
	`next` needs the slow path or more bytes; otherwise call again.
	*/
	read(at: number): {readonly next: number; readonly copyText: Uint8Array} {
		const module = this.#module;
		this.#conversions = 0;
		const shift = this.#inputAt - this.#from;
		const inputEnd = this.#inputAt + this.#length;
		const output = inputEnd + tail;
		const next = module.read(at + shift, inputEnd, output, this.#limit() - tail) - shift;
		this.rows = module.rows.value;
		this.lines = module.lines.value;
		this.emptyRows = module.emptyRows.value;
		this.times = module.times.value;
		this.earlyTimes = module.earlyTimes.value;
		return {next, copyText: this.#bytes.subarray(output, module.outputEnd.value)};
	}

	/** Columns whose keys were missing in the last `read`: the number of records, and the line ends before the first of them. */
	*missing(): Generator<{readonly column: number; readonly records: number; readonly line: number}> {
		const mask = this.#module.missing.value;
		if (mask === 0) return;
		const table = new Int32Array(this.#module.memory.buffer, tableAt);
		for (let column = 0; mask >>> column !== 0; column++) {
			const at = column * entry.length;
			if (((mask >>> column) & 1) === 1)
				yield {column, records: table[at + entry.missing]!, line: table[at + entry.missingLine]!};
		}
	}

	/**
	Keys in the last `read` that match no column, in order of appearance: the number of records, and the line ends before
	the end of the first of them.
	*/
	*unknown(): Generator<{readonly key: string; readonly records: number; readonly line: number}> {
		const count = this.#module.unknownCount.value;
		for (let index = 0; index < count; index++) {
			const found = new Int32Array(this.#module.memory.buffer, this.#module.unknownEntry(index));
			// Without its quotation marks. It has no escapes.
			const start = found[keyEntry.spelling]! + 1;
			const key = this.#bytes.toString('utf8', start, start + found[keyEntry.spellingLength]! - 2);
			yield {key, records: found[keyEntry.records]!, line: found[keyEntry.line]!};
		}
	}

	/**
	Of the last `read`: rows not in the usual form, keys that were not where the previous record had them, and values
	converted outside the module. For tests, which guard against slow paths.
	*/
	get work(): {readonly otherForms: number; readonly lookups: number; readonly conversions: number} {
		const {otherForms, lookups} = this.#module;
		return {otherForms: otherForms.value, lookups: lookups.value, conversions: this.#conversions};
	}

	/** Converts one unusual value for the module. @returns The end of the output, or 0 if the column can't hold it. */
	#convert(column: number, start: number, end: number, output: number): number {
		this.#conversions++;
		const type = typeAt(this.#bytes[start]!)!;
		const typed = typeValue(this.#columns[column]!.type, type, this.#bytes.toString('utf8', start, end));
		if (!('value' in typed)) return 0;
		const text = Buffer.from(copyValue(typed.value));
		if (text.length > 2 * (end - start) + extraBytes) return 0;
		this.#bytes.set(text, output);
		return output + text.length;
	}

	/** The end of the memory needed. Except for very short records, a row is at most twice as long as its record. */
	#limit(): number {
		return this.#inputAt + this.#length + 2 * tail + 2 * this.#length + pageBytes;
	}

	/** Returns the memory, grown to at least that many bytes. */
	#reserve(end: number): Buffer {
		const {memory} = this.#module;
		const missing = end - memory.buffer.byteLength;
		if (missing <= 0) return this.#bytes;
		memory.grow(Math.ceil(missing / pageBytes));
		return Buffer.from(memory.buffer);
	}
}

/** The space for a key, which is compared eight bytes at a time. Keeps the table after the keys aligned. */
function padded(length: number): number {
	return (length + 15) & ~7;
}
