import type {Inventory, PassedOver, SourceFile} from './source.js';

/** An inventory in the thread that made it. */
export type Listing = Inventory & {readonly files: readonly SourceFile[]};

const maxListed = 100;

/** Gathers what a listing finds. */
export class InventoryBuilder {
	readonly #files: SourceFile[] = [];
	readonly #passedOver: PassedOver[] = [];
	#passedOverCount = 0;

	add(path: string, bytes: number): void {
		this.#files.push({path, bytes});
	}

	passOver(path: string, reason: string): void {
		this.#passedOverCount++;
		if (this.#passedOver.length < maxListed) this.#passedOver.push({path, reason});
	}

	/** All of it, the files sorted by path. */
	build(): Listing {
		const files = this.#files.sort((a, b) => (a.path < b.path ? -1 : 1));
		const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
		return {files, bytes, passedOver: this.#passedOver, passedOverCount: this.#passedOverCount};
	}
}
