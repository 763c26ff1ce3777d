import type {Inventory, RecordKind, Source} from '../source/source.js';

/** Lists the files of both kinds at once, while the load waits for something else. */
export class FilesAhead {
	readonly #controller = new AbortController();
	readonly #inventories: Readonly<Record<RecordKind, Promise<Inventory>>>;

	constructor(source: Source) {
		this.#inventories = {events: this.#list(source, 'events'), songs: this.#list(source, 'songs')};
	}

	/** Waits for a listing. @throws whatever the listing threw; CancelledError */
	async get(kind: RecordKind, signal?: AbortSignal): Promise<Inventory> {
		const cancel = () => this.cancel();
		if (signal?.aborted) cancel();
		signal?.addEventListener('abort', cancel);
		try {
			return await this.#inventories[kind];
		} finally {
			signal?.removeEventListener('abort', cancel);
		}
	}

	/** Ends the listings that are still running. */
	cancel(): void {
		this.#controller.abort();
	}

	#list(source: Source, kind: RecordKind): Promise<Inventory> {
		const inventory = source.inventory(kind, {signal: this.#controller.signal});
		// Errors are thrown by `get`; until then they must not count as unhandled.
		inventory.catch(() => {});
		return inventory;
	}
}
