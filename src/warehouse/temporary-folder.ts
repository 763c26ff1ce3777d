import {lstat, mkdtemp, readdir, rm, statfs, writeFile} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {DataError} from '../errors.js';
import {bytes} from '../format/figures.js';

/** Includes the host name, since another machine or container may share the folder and reuse process ids. */
const prefix = `sparkify-tui-${hostname().replaceAll(/[^\w.]/g, '_')}-`;

/** The variable that names the temporary folder. */
const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';

/** Folders of this process. After a container restart, an earlier process may have had the same id. */
const own = new Set<string>();

/** Creates a folder for files that are needed only while this process runs. @throws DataError */
export async function createTemporaryFolder(): Promise<string> {
	try {
		const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
		own.add(folder);
		return folder;
	} catch (error) {
		throw temporaryFolderError(error);
	}
}

/** Removes a folder made by `createTemporaryFolder`. Never throws; a later start tries again. */
export async function removeTemporaryFolder(folder: string): Promise<void> {
	await rm(folder, {recursive: true, force: true}).catch(() => {});
	own.delete(folder);
}

/**
Checks that the temporary folder is writable and has space, before the warehouse is changed.
@param needed Maximum number of bytes that the load stores there at a time.
@throws DataError
*/
export async function checkTemporaryFolder(needed: number): Promise<void> {
	const folder = await createTemporaryFolder();
	try {
		await writeFile(join(folder, 'check'), Buffer.alloc(4096));
		const {bavail, bsize} = await statfs(folder);
		const free = bavail * bsize;
		if (free >= needed) return;
		throw new DataError({
			message: `The temporary folder ${tmpdir()} has ${bytes(free)} free; the load needs about ${bytes(needed)}.`,
			where: tmpdir(),
			advice: `Free some space there, or set ${variable} to a folder on a larger disk.`,
		});
	} catch (error) {
		throw temporaryFolderError(error);
	} finally {
		await removeTemporaryFolder(folder);
	}
}

/** Removes folders left by killed processes of this user. Never throws. */
export async function removeAbandonedFolders(): Promise<void> {
	const names = await readdir(tmpdir()).catch(() => []);
	await Promise.all(
		names.map(async name => {
			const id = name.startsWith(prefix) ? /^(\d+)-\w{6}$/.exec(name.slice(prefix.length))?.[1] : undefined;
			if (id === undefined) return;
			const folder = join(tmpdir(), name);
			const isAlive = Number(id) === process.pid ? own.has(folder) : isRunning(Number(id));
			if (isAlive || !(await isOwnFolder(folder))) return;
			await removeTemporaryFolder(folder);
		}),
	);
}

/** Converts anything thrown while a temporary file was written. */
export function temporaryFolderError(error: unknown): unknown {
	const folder = tmpdir();
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const problem = problems[code];
	if (problem === undefined) return error;
	return new DataError(
		{
			message: `The temporary folder ${folder} ${problem}.`,
			where: folder,
			advice: problem.startsWith('is full')
				? `Free some space there, or set ${variable} to a folder on a larger disk.`
				: `Set ${variable} to a folder that exists and that you can write to.`,
			detail: (error as Error).message,
		},
		{cause: error},
	);
}

const problems: Readonly<Record<string, string>> = {
	ENOSPC: 'is full',
	EDQUOT: 'is full: your quota is used up',
	EFBIG: 'is full: files there have reached their size limit',
	ENOENT: "doesn't exist",
	ENOTDIR: "isn't a folder",
	EROFS: 'is read-only',
	EACCES: "can't be written to",
	EPERM: "can't be written to",
	EIO: "can't be written to",
	ENAMETOOLONG: 'has too long a path',
};

function isRunning(id: number): boolean {
	try {
		process.kill(id, 0);
		return true;
	} catch (error) {
		// Another user's process exists, although it can't be signalled.
		return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
	}
}

async function isOwnFolder(folder: string): Promise<boolean> {
	const stats = await lstat(folder).catch(() => undefined);
	return stats?.isDirectory() === true && stats.uid === (process.getuid?.() ?? stats.uid);
}
