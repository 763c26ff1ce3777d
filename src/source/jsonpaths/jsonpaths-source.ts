import {DataError, SparkifyError} from '../../errors.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind, Source} from '../source.js';
import {jsonPathsKeys} from './jsonpaths-shape.js';
import {readJsonPaths} from './jsonpaths-text.js';

/** A source that maps event keys to columns with a jsonpaths file, as COPY does. */
export class JsonPathsSource implements Source {
	readonly name: string;
	readonly #source: Source;
	readonly #file: string;
	readonly #region: string | undefined;

	/** @param file A path or an `s3://` address. */
	constructor(source: Source, file: string, region: string | undefined) {
		this.name = source.name;
		this.#source = source;
		this.#file = file;
		this.#region = region;
	}

	/** @throws DataError when the jsonpaths file can't be used, or as the source does */
	async inventory(kind: RecordKind, options?: ReadOptions): Promise<Inventory> {
		await this.#keys(kind);
		return this.#source.inventory(kind, options);
	}

	async *records(
		kind: RecordKind,
		inventory: Inventory,
		options: ReadOptions = {},
	): AsyncGenerator<RecordBatch> {
		yield* this.#source.records(kind, inventory, {...options, keys: await this.#keys(kind)});
	}

	locate(kind: RecordKind): string {
		return this.#source.locate(kind);
	}

	async #keys(kind: RecordKind): Promise<readonly string[] | undefined> {
		if (kind === 'songs') return undefined;
		const keys = jsonPathsKeys(await this.#text());
		if (typeof keys !== 'string') return keys;
		throw new DataError({
			message: `The jsonpaths file can't be used. ${keys}`,
			where: this.#file,
			advice:
				"List one path per column of staging_events, in column order, each to a top-level key such as $['artist']. Or set LOG_JSONPATH to auto to match keys by name.",
		});
	}

	async #text(): Promise<string> {
		try {
			return await readJsonPaths(this.#file, this.#region);
		} catch (cause) {
			if (cause instanceof SparkifyError) throw cause;
			throw new DataError(
				{
					message: `Couldn't read the jsonpaths file ${this.#file}.`,
					where: this.#file,
					advice: 'Check LOG_JSONPATH in dwh.cfg, or set it to auto to match keys by name.',
					detail: cause instanceof Error ? cause.message : String(cause),
				},
				{cause},
			);
		}
	}
}
