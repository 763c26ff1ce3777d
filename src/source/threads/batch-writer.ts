import {setTimeout as sleep} from 'node:timers/promises';
import type {Transcoder} from '../json/transcoder.js';
import {postMessage} from './post-message.js';
import {controlSlots, maxInFlight, type ReadContext} from './reader-protocol.js';

const batchBytes = 1 << 20;
const maxRejectsHeld = 500;
/** Slow input is sent in smaller batches, so that progress moves several times a second. */
const batchMs = 200;
const pollMs = 5;

/**
Sends the output of a reader thread's transcoder in batches. Waits while the maximum number of batches is in flight,
which bounds memory.
*/
export class BatchWriter {
	/** Input bytes and files to report with the next batch. */
	bytes = 0;
	files = 0;
	readonly #transcoder: Transcoder;
	readonly #context: ReadContext;
	/** Index of this reader's count of batches in flight. */
	readonly #slot: number;
	#sentAt = performance.now();

	constructor(transcoder: Transcoder, context: ReadContext) {
		this.#transcoder = transcoder;
		this.#context = context;
		this.#slot = controlSlots.inFlight + context.reader;
	}

	/** Sends a batch if one is due. Blocks the thread while it waits. */
	flushSync(): void {
		if (this.#isDue()) this.endSync();
	}

	/** Sends the remaining output. Blocks the thread while it waits. */
	endSync(): void {
		const {control} = this.#context;
		for (;;) {
			const inFlight = Atomics.load(control, this.#slot);
			if (inFlight < maxInFlight) break;
			Atomics.wait(control, this.#slot, inFlight);
		}
		this.#send();
	}

	/** Like `flushSync`, but polls instead of blocking, which threads with open connections require. */
	async flush(): Promise<void> {
		while (this.#isDue() && !this.#sendIfFree()) await sleep(pollMs);
	}

	/** Sends the remaining output. */
	async end(): Promise<void> {
		while (!this.#sendIfFree()) await sleep(pollMs);
	}

	#isDue(): boolean {
		const {length, rejects} = this.#transcoder;
		if (length >= batchBytes || rejects >= maxRejectsHeld) return true;
		return length + rejects > 0 && performance.now() - this.#sentAt >= batchMs;
	}

	#sendIfFree(): boolean {
		if (Atomics.load(this.#context.control, this.#slot) >= maxInFlight) return false;
		this.#send();
		return true;
	}

	#send(): void {
		const {control, reader} = this.#context;
		const taken = this.#transcoder.take();
		Atomics.add(control, this.#slot, 1);
		const batch = {...taken, bytes: this.bytes, files: this.files};
		this.bytes = 0;
		this.files = 0;
		this.#sentAt = performance.now();
		postMessage({type: 'batch', reader, batch}, [taken.copyText.buffer]);
	}
}
