import {Buffer} from 'node:buffer';
import {type FileHandle, open, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {CopyTarget} from '../stage-records.js';
import {
	checkTemporaryFolder,
	createTemporaryFolder,
	removeTemporaryFolder,
	temporaryFolderError,
} from '../temporary-folder.js';

/**
Size of the COPY text that DuckDB loads in one statement. It limits the temporary disk space, which is two such files.
Smaller batches are slower: several inserts in one transaction write their rows twice, and eight of 32 MB took twice as
long as one of 256 MB.
*/
const batchBytes = 256 << 20;

/**
Checks that the batch files of a load fit into the temporary folder.
@param bytes Size of the source files. COPY text is rarely larger, unless they are compressed.
@throws DataError
*/
export async function checkBatchSpace(bytes: number): Promise<void> {
	await checkTemporaryFolder(Math.min(2 * batchBytes, 2 * bytes));
}

/** @param hasEscapes Whether values in the file have escapes. */
type LoadFile = (file: string, hasEscapes: boolean) => Promise<void>;

/**
Writes COPY text to files of about 256 MB; DuckDB loads each one while the next is being written. DuckDB cannot read
rows from a stream, but reads files in parallel.
*/
export class BatchFiles implements CopyTarget {
	readonly #load: LoadFile;
	#folder: string | undefined;
	#current:
		| {readonly file: string; readonly handle: FileHandle; bytes: number; hasEscapes: boolean}
		| undefined;
	#loading: Promise<void> = Promise.resolve();
	#count = 0;

	/** @param load Loads one file. Calls never overlap. */
	constructor(load: LoadFile) {
		this.#load = load;
	}

	async write(copyText: Uint8Array): Promise<void> {
		const current = this.#current ?? (await this.#create());
		current.bytes += copyText.length;
		current.hasEscapes ||= hasBackslash(copyText);
		await written(current.handle.appendFile(copyText));
		if (current.bytes >= batchBytes) await this.#handOver();
	}

	/** Loads the remaining rows. @throws whatever `load` threw */
	async end(): Promise<void> {
		await this.#handOver();
		await this.#loading;
	}

	/** Waits for the running load and removes the files. Never throws; errors were thrown earlier. */
	async close(): Promise<void> {
		await this.#current?.handle.close().catch(() => {});
		await this.#loading.catch(() => {});
		if (this.#folder !== undefined) await removeTemporaryFolder(this.#folder);
	}

	async #create() {
		this.#folder ??= await createTemporaryFolder();
		const file = join(this.#folder, `${this.#count++}.copy`);
		const handle = await written(open(file, 'w'));
		const current = {file, handle, bytes: 0, hasEscapes: false};
		this.#current = current;
		// DuckDB strips one byte order mark from a file. Without this one, a mark in the first value would be lost.
		await written(handle.appendFile('\ufeff'));
		return current;
	}

	async #handOver(): Promise<void> {
		const current = this.#current;
		if (current === undefined) return;
		this.#current = undefined;
		await current.handle.close();
		await this.#loading;
		this.#loading = this.#load(current.file, current.hasEscapes).then(async () => rm(current.file));
		// Errors are thrown where the promise is awaited; until then they must not count as unhandled.
		this.#loading.catch(() => {});
	}
}

function hasBackslash({buffer, byteOffset, length}: Uint8Array): boolean {
	return Buffer.from(buffer, byteOffset, length).includes(0x5c);
}

async function written<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw temporaryFolderError(error);
	}
}
