import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError} from '../errors.js';
import {listFolder, readFiles} from './readers.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind, Source} from './source.js';
import {recordFolder} from './staging-columns.js';

/** A data folder on this machine: `log_data/` and `song_data/`. */
export class LocalSource implements Source {
	readonly name: string;
	readonly #root: string;

	/** @param name What a person calls the folder. */
	constructor(root: string, name: string) {
		this.#root = root;
		this.name = name;
	}

	/** @throws DataError when the folder is missing or holds no file of records. */
	async inventory(kind: RecordKind, {signal}: ReadOptions = {}): Promise<Inventory> {
		signal?.throwIfAborted();
		const folder = this.locate(kind);
		const stats = await stat(folder).catch(() => undefined);
		if (!stats?.isDirectory()) {
			throw new DataError({
				message: `There is no folder ${recordFolder[kind]} in ${this.name}.`,
				where: folder,
				advice: 'Name the folder that holds log_data and song_data with --data.',
			});
		}
		const inventory = await listFolder(folder, recordFolder[kind]);
		if (inventory.files.length > 0) return inventory;
		throw new DataError({
			message: `${recordFolder[kind]} in ${this.name} holds no .json, .gz or .zst file.`,
			where: folder,
			advice: 'Put the files there, or name another folder with --data.',
		});
	}

	records(kind: RecordKind, inventory: Inventory, options: ReadOptions = {}): AsyncIterable<RecordBatch> {
		return readFiles(kind, this.#root, inventory, options);
	}

	locate(kind: RecordKind): string {
		return join(this.#root, recordFolder[kind]);
	}
}
