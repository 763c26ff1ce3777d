import {createHash} from 'node:crypto';
import {count} from '../format/figures.js';
import {compressionOf} from './file-chunks.js';
import type {Inventory, Skipped, SourceFile} from './source.js';

/** An inventory in the listing thread, with an array of files. */
export type Listing = Inventory & {
	readonly files: readonly SourceFile[];
	/** The version of each file when it was listed: its modification time or ETag; '' if unknown. */
	readonly versions: readonly string[];
};

type FoundFile = SourceFile & {readonly version: string; readonly content: string};

const maxListed = 100;

/** Collects the results of a listing. */
export class InventoryBuilder {
	/** Prefix of all paths; the rest is relative to the source. */
	readonly #root: string;
	readonly #files: FoundFile[] = [];
	readonly #skipped: Skipped[] = [];
	#skippedCount = 0;
	#unopenable: Skipped | undefined;
	#unopenableCount = 0;

	constructor(root: string) {
		this.#root = root;
	}

	/**
	@param version The file's modification time or ETag, which reading compares; '' if unknown.
	@param content Identifies the file's content in the fingerprint, by default with the version.
	*/
	add(path: string, bytes: number, version: string, content = version): void {
		this.#files.push({path, bytes, version, content});
	}

	/** @param unopenable The file may hold records but can't be opened because of its name. Adds a note. */
	skip(path: string, reason: string, unopenable = false): void {
		this.#skippedCount++;
		if (this.#skipped.length < maxListed) this.#skipped.push({path, reason});
		if (!unopenable) return;
		this.#unopenableCount++;
		this.#unopenable ??= {path, reason};
	}

	/** Returns the inventory, its files sorted by path. */
	build(): Listing {
		const found = this.#files.sort((a, b) => (a.path < b.path ? -1 : 1));
		const bytes = found.reduce((sum, file) => sum + file.bytes, 0);
		return {
			files: found.map(file => ({path: file.path, bytes: file.bytes})),
			versions: found.map(({version}) => version),
			bytes,
			fingerprint: `${found.length}:${bytes}:${this.#hash(found)}`,
			skipped: this.#skipped,
			skippedCount: this.#skippedCount,
			compressions: compressionsOf(found),
			...(this.#unopenable !== undefined && {notes: [this.#unopenableNote(this.#unopenable)]}),
		};
	}

	#unopenableNote({path, reason}: Skipped): string {
		const others = this.#unopenableCount - 1;
		const more = others === 0 ? '' : ` and ${count(others)} more`;
		return `Can't open ${path} (${reason})${more}. Rename it to load it.`;
	}

	#hash(files: readonly FoundFile[]): string {
		const hash = createHash('sha256');
		for (const file of files) {
			// A name can contain any character except NUL.
			hash.update(`${file.path.slice(this.#root.length)}\0${file.bytes}\0${file.content}\0`);
		}
		return hash.digest('hex').slice(0, 32);
	}
}

function compressionsOf(files: readonly SourceFile[]): NonNullable<Inventory['compressions']> {
	const found: Record<string, {files: number; readonly first: string}> = {};
	for (const {path} of files) {
		const compression = compressionOf(path);
		const known = found[compression];
		if (known === undefined) found[compression] = {files: 1, first: path};
		else known.files++;
	}
	return found;
}

/** Names the first skipped file, for an error about an empty inventory. Returns '' if nothing was skipped. */
export function skippedAdvice({skipped: [first], skippedCount}: Inventory): string {
	if (first === undefined) return '';
	const more = skippedCount > 1 ? ` and ${count(skippedCount - 1)} more` : '';
	return `Skipped: ${first.path} (${first.reason})${more}.`;
}
