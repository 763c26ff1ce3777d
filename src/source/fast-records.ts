import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../package-root.js';
import {maxTextBytes, type StagingColumn} from './staging-columns.js';

/** What `assembly/records.ts` exports; what every function means is told there. */
type Exports = {
	readonly memory: {readonly buffer: ArrayBuffer; grow(pages: number): number};
	readonly rows: {readonly value: number};
	readonly lines: {readonly value: number};
	readonly outputEnd: {readonly value: number};
	readonly emptyRows: {readonly value: number};
	readonly times: {readonly value: number};
	readonly earlyTimes: {readonly value: number};
	readonly missing: {readonly value: number};
	prepare(table: number, count: number, maxTextBytes: number): void;
	read(from: number, end: number, output: number, limit: number): number;
};

declare global {
	// The types of Node 20 leave these to those of browsers.
	namespace WebAssembly {
		class Module {
			constructor(bytes: Uint8Array);
		}
		class Instance {
			readonly exports: unknown;
			constructor(module: Module);
		}
	}
}

/** Where things lie in the module's memory: the columns, the input, and behind it the output. */
const tableAt = 1024;
const inputAt = 1 << 16;
/** Bytes that may be looked at behind the input: zeros, which no record goes on with. */
const tail = 32;
const pageBytes = 1 << 16;

/** Numbers of the kinds of columns, and the most digits that can't be out of range, so that nothing has to be computed. */
const kinds = {text: 0, double: 1, integer: 2, bigint: 2, time: 3} as const;
const digits = {text: 15, integer: 9, bigint: 18, time: 13, double: 30} as const;
/** Numbers of 32 bits that the module keeps of a column. */
const entry = {length: 8, missing: 4, missingLine: 5} as const;

let compiled: WebAssembly.Module | undefined;

/**
Reads records written the usual way from JSON to COPY text, in WebAssembly: some ten times as fast as taking each value
apart, and nearly every record of a real file is one.
*/
export class FastRecords {
	/** Rows and line ends passed by the last `read`. */
	rows = 0;
	lines = 0;
	/** Rows of the last `read` without any value, those with a time, and those of them with one before 1990. */
	emptyRows = 0;
	times = 0;
	earlyTimes = 0;
	readonly #module: Exports;
	#bytes: Uint8Array;
	/** What was loaded: its first byte's index there, and its length. */
	#from = 0;
	#length = 0;

	constructor(columns: readonly StagingColumn[]) {
		compiled ??= new WebAssembly.Module(readFileSync(join(packageRoot, 'dist', 'records.wasm')));
		this.#module = new WebAssembly.Instance(compiled).exports as Exports;
		this.#module.memory.grow(1);
		this.#bytes = new Uint8Array(this.#module.memory.buffer);
		const table = new Int32Array(this.#module.memory.buffer, tableAt, columns.length * entry.length);
		let keyAt = tableAt + table.byteLength;
		for (const [index, {key, type}] of columns.entries()) {
			const text = Buffer.from(`"${key}":`);
			table.set([keyAt, text.length, kinds[type], digits[type]], index * entry.length);
			this.#bytes.set(text, keyAt);
			// Keys are compared eight bytes at a time.
			keyAt += (text.length + 15) & ~7;
		}
		this.#module.prepare(tableAt, columns.length, maxTextBytes);
	}

	/** Takes the bytes between two indexes, for `read` to start at any of them. */
	load(input: Uint8Array, from: number, end: number): void {
		this.#from = from;
		this.#length = end - from;
		this.#reserve(this.#limit());
		this.#bytes.set(input.subarray(from, end), inputAt);
		this.#bytes.fill(0, inputAt + this.#length, inputAt + this.#length + tail);
	}

	/**
	Reads from an index of what was loaded, as far as records are usual.
	@returns Where it stopped, and the rows up to there, good until the next call. Without rows the record there needs the
	careful way, or more bytes; with rows it may not.
	*/
	read(at: number): {readonly next: number; readonly copyText: Uint8Array} {
		const module = this.#module;
		const shift = inputAt - this.#from;
		const output = inputAt + this.#length + tail;
		const next = module.read(at + shift, inputAt + this.#length, output, this.#limit() - tail) - shift;
		this.rows = module.rows.value;
		this.lines = module.lines.value;
		this.emptyRows = module.emptyRows.value;
		this.times = module.times.value;
		this.earlyTimes = module.earlyTimes.value;
		return {next, copyText: this.#bytes.subarray(output, module.outputEnd.value)};
	}

	/** Columns whose keys were missing in records of the last `read`: in how many, and after how many line ends first. */
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

	/** The end of the memory that is needed: rows are twice as long as their records at most, bar the shortest. */
	#limit(): number {
		return inputAt + this.#length + 2 * tail + 2 * this.#length + pageBytes;
	}

	#reserve(end: number): void {
		const {memory} = this.#module;
		const missing = end - memory.buffer.byteLength;
		if (missing <= 0) return;
		memory.grow(Math.ceil(missing / pageBytes));
		this.#bytes = new Uint8Array(memory.buffer);
	}
}
