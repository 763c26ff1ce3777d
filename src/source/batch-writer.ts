import {setTimeout as sleep} from 'node:timers/promises';
import {postMessage} from './post-message.js';
import {controlSlots, maxInFlight, type ReadContext} from './reader-protocol.js';
import type {Transcoder} from './transcoder.js';

const batchBytes = 1 << 20;
const maxRejectsHeld = 500;
/** Where little comes in, batches are smaller: the progress is to move several times a second. */
const batchMs = 200;
const pollMs = 5;

/**
Sends what the transcoder of a reader thread holds, as soon as it is enough for a batch. Waits while as many batches as
may be are on their way: that is what bounds the memory.
*/
export class BatchWriter {
	/** Bytes of input and files that the next batch accounts for. */
	bytes = 0;
	files = 0;
	readonly #transcoder: Transcoder;
	readonly #context: ReadContext;
	/** Index of this reader's count of batches under way. */
	readonly #slot: number;
	#sentAt = performance.now();

	constructor(transcoder: Transcoder, context: ReadContext) {
		this.#transcoder = transcoder;
		this.#context = context;
		this.#slot = controlSlots.inFlight + context.reader;
	}

	/** Blocks the thread while it waits. */
	flushSync(): void {
		if (this.#isEnough()) this.endSync();
	}

	/** Sends the rest. */
	endSync(): void {
		const {control} = this.#context;
		for (;;) {
			const inFlight = Atomics.load(control, this.#slot);
			if (inFlight < maxInFlight) break;
			Atomics.wait(control, this.#slot, inFlight);
		}
		this.#send();
	}

	/** For a thread with open connections, which must not be blocked: whoever waits looks again every few milliseconds. */
	async flush(): Promise<void> {
		while (this.#isEnough() && !this.#sendIfFree()) await sleep(pollMs);
	}

	/** Sends the rest. */
	async end(): Promise<void> {
		while (!this.#sendIfFree()) await sleep(pollMs);
	}

	#isEnough(): boolean {
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
