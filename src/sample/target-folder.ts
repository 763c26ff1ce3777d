import {mkdir, readdir, rename, rm, rmdir} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError, UsageError} from '../errors.js';

/** Subfolder for files until all are written. Then they are moved out of it. */
const unfinishedName = 'unfinished';

/** The folder for the data. Until `finish` it contains only the subfolder `unfinished`. */
export class TargetFolder {
	/** Folder to write to until `finish`. */
	readonly unfinishedFolder: string;
	readonly #path: string;
	readonly #created: boolean;

	private constructor(path: string, created: boolean) {
		this.#path = path;
		this.#created = created;
		this.unfinishedFolder = join(path, unfinishedName);
	}

	/**
	Creates the folder, or uses it if it is empty.
	@throws UsageError if it is not empty
	*/
	static async prepare(path: string): Promise<TargetFolder> {
		const entries = await contents(path);
		if (entries?.includes(unfinishedName))
			throw new UsageError({
				message: `${path} contains data from an unfinished or running generator.`,
				where: join(path, unfinishedName),
				advice: 'If no other run is in progress, remove that folder, or choose another folder.',
			});
		if (entries !== undefined && entries.length > 0)
			throw new UsageError({
				message: `${path} is not empty.`,
				where: path,
				advice: 'Choose a folder that does not exist yet, or empty this one. Nothing is overwritten.',
			});
		const target = new TargetFolder(path, entries === undefined);
		await mkdir(target.unfinishedFolder, {recursive: true});
		return target;
	}

	/** Moves everything to its final place. */
	async finish(): Promise<void> {
		for (const entry of await readdir(this.unfinishedFolder))
			await rename(join(this.unfinishedFolder, entry), join(this.#path, entry));
		await rmdir(this.unfinishedFolder);
	}

	/** Removes everything written, and the folder if it was created by this run. */
	async discard(): Promise<void> {
		await rm(this.unfinishedFolder, {recursive: true, force: true});
		// Keep anything that others have put there.
		if (this.#created) await rmdir(this.#path).catch(() => undefined);
	}
}

/** Returns the names in a folder; undefined if it does not exist. */
async function contents(path: string): Promise<readonly string[] | undefined> {
	try {
		return await readdir(path);
	} catch (error) {
		if (!isSystemError(error)) throw error;
		if (error.code === 'ENOENT') return undefined;
		if (error.code === 'ENOTDIR')
			throw new UsageError({
				message: `${path} can't be a folder: it or part of its path is a file.`,
				where: path,
				advice: 'Choose a folder that does not exist yet.',
			});
		throw error;
	}
}

/** Converts a failed system call while writing to an error for the user. Returns other errors unchanged. */
export function writeFailure(error: unknown, directory: string): unknown {
	if (!isSystemError(error)) return error;
	const advice =
		error.code === 'ENOSPC' || error.code === 'EDQUOT'
			? 'Free some space, or choose a folder on another disk. A million events take about 450 MB.'
			: 'Choose a folder that you can write to.';
	return new DataError(
		{
			message: `The data can't be written to ${directory}.`,
			where: error.path ?? directory,
			advice,
			detail: error.message,
		},
		{cause: error},
	);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
	return error instanceof Error && 'syscall' in error;
}
