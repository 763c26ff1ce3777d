import {createHash} from 'node:crypto';
import type {Inventory, Skipped, SourceFile} from './source.js';

/** An inventory in the thread that made it. */
export type Listing = Inventory & {readonly files: readonly SourceFile[]};

type FoundFile = SourceFile & {readonly version: string};

const maxListed = 100;

/** Collects what a listing finds. */
export class InventoryBuilder {
	/** What the paths start with, up to the names relative to the source. */
	readonly #root: string;
	readonly #files: FoundFile[] = [];
	readonly #skipped: Skipped[] = [];
	#skippedCount = 0;

	constructor(root: string) {
		this.#root = root;
	}

	/** @param version Identifies the file's content: modification time, ETag or release. */
	add(path: string, bytes: number, version: string): void {
		this.#files.push({path, bytes, version});
	}

	skip(path: string, reason: string): void {
		this.#skippedCount++;
		if (this.#skipped.length < maxListed) this.#skipped.push({path, reason});
	}

	/** Returns the inventory, its files sorted by path. */
	build(): Listing {
		const found = this.#files.sort((a, b) => (a.path < b.path ? -1 : 1));
		const bytes = found.reduce((sum, file) => sum + file.bytes, 0);
		return {
			files: found.map(file => ({path: file.path, bytes: file.bytes})),
			bytes,
			fingerprint: `${found.length}:${bytes}:${this.#hash(found)}`,
			skipped: this.#skipped,
			skippedCount: this.#skippedCount,
		};
	}

	#hash(files: readonly FoundFile[]): string {
		const hash = createHash('sha256');
		for (const file of files) {
			// A name can hold any character but NUL.
			hash.update(`${file.path.slice(this.#root.length)}\0${file.bytes}\0${file.version}\0`);
		}
		return hash.digest('hex').slice(0, 32);
	}
}
