import {Buffer} from 'node:buffer';
import type {Transcoder} from './transcoder.js';

/** The bytes of a file that have come in and are no rows yet. */
export class UnreadBytes {
	#buffer: Buffer;
	#filled = 0;
	/** How much of it the last pass has left: the beginning of a record. */
	#rest = 0;
	readonly #due: number;

	/** @param due So many are worth a pass. The room for them grows only for a record that does not fit. */
	constructor(due: number) {
		this.#due = due;
		this.#buffer = Buffer.allocUnsafe(due);
	}

	/** Forgets what the file before has left. */
	clear(): void {
		this.#filled = 0;
		this.#rest = 0;
	}

	append(chunk: Uint8Array): void {
		this.#makeRoom(chunk.length);
		this.#buffer.set(chunk, this.#filled);
		this.#filled += chunk.length;
	}

	/** Has `read` put bytes behind those that are here. @returns What it returned: how many. */
	fill(read: (buffer: Uint8Array, offset: number, length: number) => number): number {
		this.#makeRoom(1);
		const bytes = read(this.#buffer, this.#filled, this.#buffer.length - this.#filled);
		this.#filled += bytes;
		return bytes;
	}

	/** Enough has come in for a pass: twice what was left, so that a long record is not begun over and over again. */
	get isDue(): boolean {
		return this.#filled >= Math.max(this.#due, 2 * this.#rest);
	}

	/** Has the whole records read; the beginning of one more stays. @param final No more bytes of the file follow. */
	pass(transcoder: Transcoder, final: boolean): void {
		const stop = transcoder.read(this.#buffer, 0, this.#filled, final);
		this.#buffer.copy(this.#buffer, 0, stop, this.#filled);
		this.#filled -= stop;
		this.#rest = this.#filled;
	}

	#makeRoom(bytes: number): void {
		if (this.#buffer.length - this.#filled >= bytes) return;
		const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#filled + bytes));
		this.#buffer.copy(larger, 0, 0, this.#filled);
		this.#buffer = larger;
	}
}
