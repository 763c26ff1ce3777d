import type {Inventory, ReadOptions, RecordBatch, RecordKind, Source} from './source.js';

/** Events from one source, songs from another. */
export class SourcePerKind implements Source {
	readonly name: string;
	readonly #sources: Readonly<Record<RecordKind, Source>>;

	constructor(sources: Readonly<Record<RecordKind, Source>>, name: string) {
		this.#sources = sources;
		this.name = name;
	}

	async inventory(kind: RecordKind, options?: ReadOptions): Promise<Inventory> {
		return this.#sources[kind].inventory(kind, options);
	}

	records(kind: RecordKind, inventory: Inventory, options?: ReadOptions): AsyncIterable<RecordBatch> {
		return this.#sources[kind].records(kind, inventory, options);
	}

	locate(kind: RecordKind): string {
		return this.#sources[kind].locate(kind);
	}
}
