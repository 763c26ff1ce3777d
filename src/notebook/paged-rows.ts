import type {Row} from '../warehouse/warehouse.js';

/** Reads a result page by page. Buffers at most the remainder of one batch. */
export class PagedRows {
	readonly #batches: AsyncIterator<readonly Row[]>;
	#batch: readonly Row[] = [];
	#from = 0;

	constructor(rows: AsyncIterable<readonly Row[]>) {
		this.#batches = rows[Symbol.asyncIterator]();
	}

	/** Returns up to `limit` rows, and whether they are the last. @throws what the result throws */
	async take(limit: number): Promise<{readonly rows: readonly Row[]; readonly complete: boolean}> {
		const rows: Row[] = [];
		while (rows.length < limit && (await this.#hasNext())) {
			const part = this.#batch.slice(this.#from, this.#from + limit - rows.length);
			this.#from += part.length;
			rows.push(...part);
		}
		return {rows, complete: !(await this.#hasNext())};
	}

	/** Closes the result. Never rejects: an error while closing does not affect the rows already read. */
	async close(): Promise<void> {
		this.#batch = [];
		this.#from = 0;
		try {
			await this.#batches.return?.();
		} catch {}
	}

	async #hasNext(): Promise<boolean> {
		while (this.#from >= this.#batch.length) {
			const next = await this.#batches.next();
			if (next.done === true) return false;
			this.#batch = next.value;
			this.#from = 0;
		}
		return true;
	}
}
