import {closeSync, fstatSync, openSync, readSync, type Stats, statSync} from 'node:fs';
import {join} from 'node:path';
import {decompressed, fileChunks, isCompressed} from '../file-chunks.js';
import {Transcoder} from '../json/transcoder.js';
import type {ListedFile} from '../source.js';
import {BatchWriter} from '../threads/batch-writer.js';
import {type FolderLocation, nextFile, type ReadContext} from '../threads/reader-protocol.js';
import {UnreadBytes} from '../unread-bytes.js';
import {contentChanged, sizeChanged, unreadable} from '../unreadable.js';
import {versionOf} from './list-files.js';

const chunkBytes = 1 << 20;

/** Reads files of a folder until none is left. Blocks, so use it in reader threads only. @throws DataError */
export async function readLocal(task: ReadContext & FolderLocation): Promise<void> {
	const reader = new LocalReader(task);
	for (let file = nextFile(task); file !== undefined; file = nextFile(task)) {
		try {
			await reader.read(file);
		} catch (error) {
			throw unreadable(file.path, error);
		}
	}
	reader.end();
}

class LocalReader {
	readonly #root: string;
	readonly #transcoder: Transcoder;
	readonly #writer: BatchWriter;
	readonly #unread = new UnreadBytes(chunkBytes);

	constructor(task: ReadContext & FolderLocation) {
		this.#root = task.root;
		this.#transcoder = new Transcoder(task.kind, task.keys);
		this.#writer = new BatchWriter(this.#transcoder, task);
	}

	async read(file: ListedFile): Promise<void> {
		const path = join(this.#root, file.path);
		this.#transcoder.open(file.path);
		this.#unread.clear();
		if (isCompressed(path)) {
			for await (const chunk of decompressed(path, checkedChunks(file, path))) {
				this.#unread.append(chunk);
				if (this.#unread.isDue) this.#pass();
			}
			this.#writer.bytes += file.bytes;
		} else this.#readPlain(path, file);
		this.#unread.pass(this.#transcoder, true);
		this.#writer.files++;
		this.#writer.flushSync();
	}

	end(): void {
		this.#writer.endSync();
	}

	/** Synchronous: with promises, opening 100,000 tiny files takes ten times as long. */
	#readPlain(path: string, file: ListedFile): void {
		const descriptor = openSync(path, 'r');
		try {
			let size = 0;
			for (;;) {
				const bytes = this.#unread.fill((buffer, offset, length) =>
					readSync(descriptor, buffer, offset, length, null),
				);
				size += bytes;
				if (bytes === 0 ? size < file.bytes : size > file.bytes) throw sizeChanged(file, size);
				this.#writer.bytes += bytes;
				if (size === file.bytes) {
					const stats = fstatSync(descriptor);
					// Saves the read that finds the end of each tiny file. In a file that has grown, it finds more.
					if (bytes === 0 || stats.size === size) {
						requireVersion(file, stats);
						return;
					}
				}
				if (this.#unread.isDue) this.#pass();
			}
		} finally {
			closeSync(descriptor);
		}
	}

	#pass(): void {
		this.#unread.pass(this.#transcoder, false);
		this.#writer.flushSync();
	}
}

/** Reads the bytes of a file. @throws DataError if it isn't the listed one. */
async function* checkedChunks(file: ListedFile, path: string): AsyncGenerator<Uint8Array> {
	let size = 0;
	for await (const chunk of fileChunks(path)) {
		size += chunk.length;
		if (size > file.bytes) break;
		yield chunk;
	}
	if (size !== file.bytes) throw sizeChanged(file, size);
	requireVersion(file, statSync(path));
}

/** @throws DataError if the file was written to after it was listed */
function requireVersion(file: ListedFile, stats: Stats): void {
	if (file.version !== '' && versionOf(stats) !== file.version) throw contentChanged(file);
}
