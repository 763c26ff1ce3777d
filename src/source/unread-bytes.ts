import {Buffer} from 'node:buffer';
import type {Transcoder} from './json/transcoder.js';

/** Buffers the bytes of a file that have not been transcoded yet. */
export class UnreadBytes {
	#buffer: Buffer;
	#filled = 0;
	/** Bytes left by the last pass: the beginning of a record. */
	#leftover = 0;
	readonly #due: number;

	/** @param due Number of bytes worth a pass. The buffer grows only for a record that does not fit. */
	constructor(due: number) {
		this.#due = due;
		this.#buffer = Buffer.allocUnsafe(due);
	}

	/** Discards the bytes of the previous file. */
	clear(): void {
		this.#filled = 0;
		this.#leftover = 0;
	}

	append(chunk: Uint8Array): void {
		this.#makeRoom(chunk.length);
		this.#buffer.set(chunk, this.#filled);
		this.#filled += chunk.length;
	}

	/** Lets `read` append bytes to the buffer. @returns The number of bytes appended. */
	fill(read: (buffer: Uint8Array, offset: number, length: number) => number): number {
		this.#makeRoom(1);
		const bytes = read(this.#buffer, this.#filled, this.#buffer.length - this.#filled);
		this.#filled += bytes;
		return bytes;
	}

	/** Enough bytes for a pass: at least twice the leftover, so that a long record is not reparsed over and over. */
	get isDue(): boolean {
		return this.#filled >= Math.max(this.#due, 2 * this.#leftover);
	}

	/** Transcodes the complete records; keeps the rest. @param final No more bytes of the file follow. */
	pass(transcoder: Transcoder, final: boolean): void {
		const stop = transcoder.read(this.#buffer, 0, this.#filled, final);
		this.#buffer.copy(this.#buffer, 0, stop, this.#filled);
		this.#filled -= stop;
		this.#leftover = this.#filled;
	}

	#makeRoom(bytes: number): void {
		if (this.#buffer.length - this.#filled >= bytes) return;
		const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#filled + bytes));
		this.#buffer.copy(larger, 0, 0, this.#filled);
		this.#buffer = larger;
	}
}
