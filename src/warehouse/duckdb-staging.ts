import {type FileHandle, open, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {CopyTarget} from './stage-records.js';
import {
	checkTemporaryFolder,
	createTemporaryFolder,
	removeTemporaryFolder,
	temporaryFolderError,
} from './temporary-folder.js';

/**
COPY text that goes to DuckDB in one statement. It bounds the disk space that is needed for a moment (two such files).
Smaller is dearer: several inserts in one transaction write their rows twice, and eight of 32 MB took twice the time of
one of 256 MB.
*/
const batchBytes = 256 << 20;

/**
Proves that the batch files of a load fit into the temporary folder.
@param bytes The size of the source files; COPY text is seldom larger, unless they are compressed.
@throws DataError
*/
export async function checkBatchSpace(bytes: number): Promise<void> {
	await checkTemporaryFolder(Math.min(2 * batchBytes, 2 * bytes));
}

/**
Gathers COPY text in files of some 256 MB and hands each to DuckDB while the next one is being written.
DuckDB takes no rows from a stream, and reads files in parallel.
*/
export class BatchFiles implements CopyTarget {
	readonly #load: (file: string) => Promise<void>;
	#folder: string | undefined;
	#current: {readonly file: string; readonly handle: FileHandle; bytes: number} | undefined;
	#loading: Promise<void> = Promise.resolve();
	#count = 0;

	/** @param load Loads one file; at most one call is under way. */
	constructor(load: (file: string) => Promise<void>) {
		this.#load = load;
	}

	async write(copyText: Uint8Array): Promise<void> {
		const current = this.#current ?? (await this.#create());
		current.bytes += copyText.length;
		await written(current.handle.appendFile(copyText));
		if (current.bytes >= batchBytes) await this.#handOver();
	}

	/** Loads what is left. @throws what `load` threw. */
	async end(): Promise<void> {
		await this.#handOver();
		await this.#loading;
	}

	/** Waits for what is under way and removes the files. Never throws: what failed was thrown before. */
	async close(): Promise<void> {
		await this.#current?.handle.close().catch(() => {});
		await this.#loading.catch(() => {});
		if (this.#folder !== undefined) await removeTemporaryFolder(this.#folder);
	}

	async #create() {
		this.#folder ??= await createTemporaryFolder();
		const file = join(this.#folder, `${this.#count++}.copy`);
		const handle = await written(open(file, 'w'));
		const current = {file, handle, bytes: 0};
		this.#current = current;
		// DuckDB takes one mark off the start of a file: the first text may begin with one of its own.
		await written(handle.appendFile('\ufeff'));
		return current;
	}

	async #handOver(): Promise<void> {
		const current = this.#current;
		if (current === undefined) return;
		this.#current = undefined;
		await current.handle.close();
		await this.#loading;
		this.#loading = this.#load(current.file).then(async () => rm(current.file));
		// Its error is thrown where it is awaited; until then it must not count as unhandled.
		this.#loading.catch(() => {});
	}
}

async function written<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw temporaryFolderError(error);
	}
}
