import {closeSync, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {decompressed, fileChunks, isCompressed} from './file-chunks.js';
import {Outbox} from './outbox.js';
import {type FolderPlace, nextFile, type Shares} from './reader-protocol.js';
import type {SourceFile} from './source.js';
import {Transcoder} from './transcoder.js';
import {UnreadBytes} from './unread-bytes.js';
import {sizeChanged, unreadable} from './unreadable.js';

const chunkBytes = 1 << 20;

/** Reads files of a folder until none is left. For a reader thread: it blocks. @throws DataError */
export async function readLocal(task: Shares & FolderPlace): Promise<void> {
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
	readonly #outbox: Outbox;
	readonly #unread = new UnreadBytes(chunkBytes);

	constructor(task: Shares & FolderPlace) {
		this.#root = task.root;
		this.#transcoder = new Transcoder(task.kind, task.keys);
		this.#outbox = new Outbox(this.#transcoder, task);
	}

	async read(file: SourceFile): Promise<void> {
		const path = join(this.#root, file.path);
		this.#transcoder.open(file.path);
		this.#unread.clear();
		if (isCompressed(path)) {
			for await (const chunk of decompressed(path, ofListedSize(file, fileChunks(path)))) {
				this.#unread.append(chunk);
				if (this.#unread.isDue) this.#pass();
			}
			this.#outbox.bytes += file.bytes;
		} else this.#readPlain(path, file);
		this.#unread.pass(this.#transcoder, true);
		this.#outbox.files++;
		this.#outbox.flushSync();
	}

	end(): void {
		this.#outbox.endSync();
	}

	/** Synchronous: opening 100,000 tiny files one after the other is ten times as slow with promises. */
	#readPlain(path: string, file: SourceFile): void {
		const descriptor = openSync(path, 'r');
		try {
			let size = 0;
			for (;;) {
				const bytes = this.#unread.fill((buffer, offset, length) =>
					readSync(descriptor, buffer, offset, length, null),
				);
				size += bytes;
				if (bytes === 0 ? size < file.bytes : size > file.bytes) throw sizeChanged(file, size);
				if (bytes === 0) return;
				this.#outbox.bytes += bytes;
				if (this.#unread.isDue) this.#pass();
			}
		} finally {
			closeSync(descriptor);
		}
	}

	#pass(): void {
		this.#unread.pass(this.#transcoder, false);
		this.#outbox.flushSync();
	}
}

/** Passes chunks on. @throws DataError when they are fewer or more bytes than listed. */
async function* ofListedSize(
	file: SourceFile,
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	let size = 0;
	for await (const chunk of chunks) {
		size += chunk.length;
		if (size > file.bytes) break;
		yield chunk;
	}
	if (size !== file.bytes) throw sizeChanged(file, size);
}
