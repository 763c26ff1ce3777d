import {type FileHandle, open} from 'node:fs/promises';

/** Bytes to buffer before a write: a few milliseconds' work. */
const chunk = 256 * 1024;
/** Maximum number of UTF-8 bytes per UTF-16 unit. */
const maxBytesPerUnit = 3;

/** A UTF-8 text file written in chunks. */
export class ChunkedFile {
	readonly #handle: FileHandle;
	#gathered = Buffer.allocUnsafe(chunk + chunk / 4);
	#size = 0;

	private constructor(handle: FileHandle) {
		this.#handle = handle;
	}

	/** Creates a file. Fails if it exists. */
	static async create(path: string): Promise<ChunkedFile> {
		return new ChunkedFile(await open(path, 'wx'));
	}

	/** Encodes text immediately: beyond Latin-1, concatenated strings take twice as long to encode. */
	add(text: string): void {
		if (this.#gathered.length - this.#size < text.length * maxBytesPerUnit)
			this.#grow(text.length * maxBytesPerUnit);
		this.#size += this.#gathered.write(text, this.#size);
	}

	/** Enough is buffered for a write. */
	get full(): boolean {
		return this.#size >= chunk;
	}

	/** Writes the buffered bytes. @returns bytes written */
	async flush(): Promise<number> {
		const bytes = this.#gathered.subarray(0, this.#size);
		await this.#handle.writeFile(bytes);
		this.#size = 0;
		return bytes.length;
	}

	/** Discards bytes buffered since the last flush. */
	async close(): Promise<void> {
		await this.#handle.close();
	}

	#grow(bytes: number): void {
		const larger = Buffer.allocUnsafe(this.#gathered.length * 2 + bytes);
		this.#gathered.copy(larger, 0, 0, this.#size);
		this.#gathered = larger;
	}
}
