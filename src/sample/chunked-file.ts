import {type FileHandle, open} from 'node:fs/promises';

/** Bytes to gather before they are written: a few milliseconds' work. */
const chunk = 256 * 1024;
/** UTF-8 takes no more bytes than this for a UTF-16 unit. */
const mostBytes = 3;

/** A text file that is written in chunks, UTF-8. */
export class ChunkedFile {
	readonly #handle: FileHandle;
	#gathered = Buffer.allocUnsafe(chunk + chunk / 4);
	#size = 0;

	private constructor(handle: FileHandle) {
		this.#handle = handle;
	}

	/** Makes a file that is not there yet. */
	static async create(path: string): Promise<ChunkedFile> {
		return new ChunkedFile(await open(path, 'wx'));
	}

	/** Each text is encoded at once: long strings of many parts cost twice as much to encode, once they hold more than Latin-1. */
	add(text: string): void {
		if (this.#gathered.length - this.#size < text.length * mostBytes) this.#grow(text.length * mostBytes);
		this.#size += this.#gathered.write(text, this.#size);
	}

	/** There is enough to be worth a write. */
	get full(): boolean {
		return this.#size >= chunk;
	}

	/** Writes what was gathered. @returns bytes written */
	async flush(): Promise<number> {
		const bytes = this.#gathered.subarray(0, this.#size);
		await this.#handle.writeFile(bytes);
		this.#size = 0;
		return bytes.length;
	}

	/** What was gathered since the last flush is lost. */
	async close(): Promise<void> {
		await this.#handle.close();
	}

	#grow(bytes: number): void {
		const larger = Buffer.allocUnsafe(this.#gathered.length * 2 + bytes);
		this.#gathered.copy(larger, 0, 0, this.#size);
		this.#gathered = larger;
	}
}
