import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError} from '../../errors.js';
import {skippedAdvice} from '../inventory-builder.js';
import type {Inventory, ReadOptions, RecordBatch, RecordKind, Source} from '../source.js';
import {recordFolder} from '../staging-columns.js';
import {listInThread, readInThreads} from '../threads/readers.js';
import {errorCode} from '../unreadable.js';

/**
Number of files from which on an earlier listing is worth using. Fewer are listed again in milliseconds, so that a log
that is being written to can be loaded.
*/
const minFilesToReuse = 500;

/** A local data folder with `log_data/` and `song_data/`. */
export class LocalSource implements Source {
	readonly name: string;
	readonly #root: string;
	readonly #folders: Readonly<Record<RecordKind, string>>;
	readonly #version: (() => string) | undefined;

	/**
	@param name The name shown to the user.
	@param folders The subfolder of each kind.
	@param version Identifies the contents of all files, instead of their modification times.
	*/
	constructor(root: string, name: string, folders = recordFolder, version?: () => string) {
		this.#root = root;
		this.name = name;
		this.#folders = folders;
		this.#version = version;
	}

	/** @throws DataError if the folder is missing or contains no loadable file. */
	async inventory(kind: RecordKind, options: ReadOptions = {}): Promise<Inventory> {
		const folder = this.locate(kind);
		const shownAs = this.#folders[kind];
		const isFolder = await stat(folder).then(
			stats => stats.isDirectory(),
			// Listing the folder reports any other problem.
			error => !/^(?:ENOENT|ENOTDIR)$/.test(errorCode(error) ?? ''),
		);
		if (!isFolder) {
			throw new DataError({
				message: `${this.name} has no folder ${shownAs}.`,
				where: folder,
				advice: 'Pass the folder with log_data and song_data as --data, or set each of them in dwh.cfg.',
			});
		}
		const version = this.#version?.();
		const {earlier} = options;
		const names =
			earlier !== undefined && earlier.files.length >= minFilesToReuse ? earlier.names : undefined;
		const task = {type: 'list-folder', folder, shownAs, version, earlier: names} as const;
		const {inventory} = await listInThread(task, options);
		if (inventory.files.length > 0) return inventory;
		throw new DataError({
			message: `${shownAs} in ${this.name} has no .json, .gz or .zst file.`,
			where: folder,
			advice: `Put the files there, or pass another folder as --data. ${skippedAdvice(inventory)}`.trim(),
		});
	}

	records(kind: RecordKind, inventory: Inventory, options: ReadOptions = {}): AsyncIterable<RecordBatch> {
		return readInThreads(kind, {type: 'read-folder', root: this.#root}, inventory, options);
	}

	locate(kind: RecordKind): string {
		return join(this.#root, this.#folders[kind]);
	}
}
