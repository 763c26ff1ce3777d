import {closeSync, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {parentPort, workerData} from 'node:worker_threads';
import {decompressedChunks, isCompressed} from './file-chunks.js';
import {listFiles} from './list-files.js';
import {maxFlight, type ReaderMessage, type ReaderTask, shared} from './reader-protocol.js';
import type {SourceFile} from './source.js';
import {Transcoder} from './transcoder.js';

const chunkBytes = 1 << 20;
const batchBytes = 1 << 20;
const maxRejectsHeld = 500;

/** A reader thread: lists the files of a folder, or reads them, so that the terminal stays live meanwhile. */
async function work(task: ReaderTask): Promise<void> {
	if (task.type === 'list') post({type: 'listed', inventory: listFiles(task.folder, task.shownAs)});
	else await new FileReader(task).run();
}

class FileReader {
	readonly #task: Extract<ReaderTask, {type: 'read'}>;
	readonly #transcoder: Transcoder;
	#buffer = Buffer.allocUnsafe(chunkBytes);
	#filled = 0;
	#bytes = 0;
	#files = 0;

	constructor(task: Extract<ReaderTask, {type: 'read'}>) {
		this.#task = task;
		this.#transcoder = new Transcoder(task.kind);
	}

	async run(): Promise<void> {
		const {files, control} = this.#task;
		for (;;) {
			const index = Atomics.add(control, shared.nextFile, 1);
			const file = files[index];
			if (file === undefined) break;
			try {
				await this.#read(file);
			} catch (error) {
				post({
					type: 'failed',
					file: file.path,
					message: error instanceof Error ? error.message : String(error),
				});
				return;
			}
		}
		this.#post();
		post({type: 'finished'});
	}

	async #read(file: SourceFile): Promise<void> {
		const path = join(this.#task.root, file.path);
		this.#transcoder.open(file.path);
		this.#filled = 0;
		if (isCompressed(path)) {
			for await (const chunk of decompressedChunks(path)) this.#append(chunk);
			this.#bytes += file.bytes;
		} else this.#readPlain(path);
		this.#transcode(true);
		this.#files++;
		this.#flush();
	}

	/** Synchronous: opening 100,000 tiny files one after the other is ten times as slow with promises. */
	#readPlain(path: string): void {
		const descriptor = openSync(path, 'r');
		try {
			for (;;) {
				this.#makeRoom(1);
				const read = readSync(
					descriptor,
					this.#buffer,
					this.#filled,
					this.#buffer.length - this.#filled,
					null,
				);
				if (read === 0) return;
				this.#filled += read;
				this.#bytes += read;
				if (this.#filled < this.#buffer.length) continue;
				this.#transcode(false);
				this.#flush();
			}
		} finally {
			closeSync(descriptor);
		}
	}

	#append(chunk: Uint8Array): void {
		this.#makeRoom(chunk.length);
		this.#buffer.set(chunk, this.#filled);
		this.#filled += chunk.length;
		if (this.#filled < chunkBytes / 2) return;
		this.#transcode(false);
		this.#flush();
	}

	/** The buffer grows only for a record that does not fit; the transcoder bounds a record's length. */
	#makeRoom(bytes: number): void {
		if (this.#buffer.length - this.#filled >= bytes) return;
		const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#filled + bytes));
		this.#buffer.copy(larger, 0, 0, this.#filled);
		this.#buffer = larger;
	}

	#transcode(final: boolean): void {
		const stop = this.#transcoder.read(this.#buffer, 0, this.#filled, final);
		this.#buffer.copy(this.#buffer, 0, stop, this.#filled);
		this.#filled -= stop;
	}

	#flush(): void {
		if (this.#transcoder.length >= batchBytes || this.#transcoder.rejects >= maxRejectsHeld) this.#post();
	}

	#post(): void {
		const {control, reader} = this.#task;
		const {copyText, rows, rejects} = this.#transcoder.take();
		// Waits while as many batches as may be are on their way: that is what bounds the memory.
		const slot = shared.inFlight + reader;
		for (;;) {
			const inFlight = Atomics.load(control, slot);
			if (inFlight < maxFlight) break;
			Atomics.wait(control, slot, inFlight);
		}
		Atomics.add(control, slot, 1);
		const batch = {copyText, rows, rejects, bytes: this.#bytes, files: this.#files};
		this.#bytes = 0;
		this.#files = 0;
		post({type: 'batch', reader, batch}, [copyText.buffer]);
	}
}

function post(message: ReaderMessage, transfer: ArrayBuffer[] = []): void {
	parentPort?.postMessage(message, transfer);
}

await work(workerData as ReaderTask);
