import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError} from '../errors.js';
import {skippedAdvice} from './inventory-builder.js';
import {listInThread, readInThreads} from './readers.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind, Source} from './source.js';
import {recordFolder} from './staging-columns.js';
import {errorCode} from './unreadable.js';

/** A data folder on this machine: `log_data/` and `song_data/`. */
export class LocalSource implements Source {
	readonly name: string;
	readonly #root: string;
	readonly #folders: Readonly<Record<RecordKind, string>>;
	readonly #version: (() => string) | undefined;

	/**
	@param name The name shown to the user.
	@param folders The folder of each kind in it.
	@param version Identifies the contents of all files, where their modification times don't.
	*/
	constructor(root: string, name: string, folders = recordFolder, version?: () => string) {
		this.#root = root;
		this.name = name;
		this.#folders = folders;
		this.#version = version;
	}

	/** @throws DataError when the folder is missing or holds no file of records. */
	async inventory(kind: RecordKind, options: ReadOptions = {}): Promise<Inventory> {
		const folder = this.locate(kind);
		const shownAs = this.#folders[kind];
		const isFolder = await stat(folder).then(
			stats => stats.isDirectory(),
			// What else is wrong with it, listing it shows.
			error => !/^(?:ENOENT|ENOTDIR)$/.test(errorCode(error) ?? ''),
		);
		if (!isFolder) {
			throw new DataError({
				message: `There is no folder ${shownAs} in ${this.name}.`,
				where: folder,
				advice: 'Name the folder that holds log_data and song_data with --data, or each of them in dwh.cfg.',
			});
		}
		const version = this.#version?.();
		const {inventory} = await listInThread({type: 'list-folder', folder, shownAs, version}, options);
		if (inventory.files.length > 0) return inventory;
		throw new DataError({
			message: `${shownAs} in ${this.name} holds no .json, .gz or .zst file.`,
			where: folder,
			advice: `Put the files there, or name another folder with --data. ${skippedAdvice(inventory)}`.trim(),
		});
	}

	records(kind: RecordKind, inventory: Inventory, options: ReadOptions = {}): AsyncIterable<RecordBatch> {
		return readInThreads(kind, {type: 'read-folder', root: this.#root}, inventory, options);
	}

	locate(kind: RecordKind): string {
		return join(this.#root, this.#folders[kind]);
	}
}
