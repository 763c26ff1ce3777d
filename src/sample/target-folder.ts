import {mkdir, readdir, rename, rm, rmdir} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError, UsageError} from '../errors.js';

/** Files are made in here, in the folder asked for, and moved out of it when all are there. */
const workshopName = 'unfinished';

/** The folder that is to hold the data. Until `finish` it holds nothing but a folder `unfinished`. */
export class TargetFolder {
	/** Where to write meanwhile. */
	readonly workshop: string;
	readonly #path: string;
	readonly #made: boolean;

	private constructor(path: string, made: boolean) {
		this.#path = path;
		this.#made = made;
		this.workshop = join(path, workshopName);
	}

	/**
	Makes the folder, or takes an empty one.
	@throws UsageError where there is something already
	*/
	static async prepare(path: string): Promise<TargetFolder> {
		const entries = await contents(path);
		if (entries?.includes(workshopName))
			throw new UsageError({
				message: `${path} holds data that were never finished, or are being made right now.`,
				where: join(path, workshopName),
				advice: 'Unless another run is making them, remove that folder; or name another folder.',
			});
		if (entries !== undefined && entries.length > 0)
			throw new UsageError({
				message: `${path} is not empty.`,
				where: path,
				advice: 'Name a folder that does not exist yet, or empty this one first: nothing is overwritten.',
			});
		const target = new TargetFolder(path, entries === undefined);
		await mkdir(target.workshop, {recursive: true});
		return target;
	}

	/** Moves everything to where it belongs. */
	async finish(): Promise<void> {
		for (const entry of await readdir(this.workshop))
			await rename(join(this.workshop, entry), join(this.#path, entry));
		await rmdir(this.workshop);
	}

	/** Removes everything, and the folder too if it was not there before. */
	async discard(): Promise<void> {
		await rm(this.workshop, {recursive: true, force: true});
		// Somebody may have put something there meanwhile: that stays.
		if (this.#made) await rmdir(this.#path).catch(() => undefined);
	}
}

/** Names in a folder; undefined when there is no such folder. */
async function contents(path: string): Promise<readonly string[] | undefined> {
	try {
		return await readdir(path);
	} catch (error) {
		if (!isSystemError(error)) throw error;
		if (error.code === 'ENOENT') return undefined;
		if (error.code === 'ENOTDIR')
			throw new UsageError({
				message: `${path} can't be a folder: it is a file, or a part of its path is one.`,
				where: path,
				advice: 'Name a folder that does not exist yet.',
			});
		throw error;
	}
}

/** What to tell of a system call that failed while data were written to a folder. Other errors stay as they are. */
export function writeFailure(error: unknown, directory: string): unknown {
	if (!isSystemError(error)) return error;
	const advice =
		error.code === 'ENOSPC' || error.code === 'EDQUOT'
			? 'Free some space there, or name a folder on another disk. A million events take some 450 MB.'
			: 'Name a folder in which you may write.';
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
