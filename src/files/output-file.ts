import {chmod, open, realpath, stat} from 'node:fs/promises';
import {CancelledError, SparkifyError, UsageError} from '../errors.js';
import {systemReason, temporaryPath, writeThenRename} from './replace-file.js';

/**
Creates a file atomically: `write` fills a temporary file in the same folder, which is then renamed. If `write` throws, the
temporary file is deleted and an existing file is unchanged. Its mode stays. Special files (`/dev/null`, a pipe) are written directly.
@throws UsageError when the file can't be created: no such folder, no permission
@throws SparkifyError when it can't be replaced
*/
export async function writeAtomically<T>(file: string, write: (temporary: string) => Promise<T>): Promise<T> {
	const existing = await stat(file).catch(() => undefined);
	if (existing?.isDirectory()) {
		throw new UsageError({message: `${file} is a folder.`, where: file, advice: 'Name a file to write to.'});
	}
	if (existing !== undefined && !existing.isFile()) return write(file);
	// Replace the target of a link, not the link.
	const target = existing === undefined ? file : await realpath(file);
	const temporary = temporaryPath(target);
	await create(temporary, file, existing === undefined ? 0o666 : 0o600);
	return writeThenRename(temporary, target, async path => {
		const result = await write(path);
		if (existing !== undefined) await chmod(path, existing.mode);
		return result;
	}).catch((error: unknown) => {
		const {syscall} = error as NodeJS.ErrnoException;
		if (syscall !== 'rename') throw error;
		// Windows replaces no file that a program has open.
		throw new SparkifyError(
			{
				...cannotWrite(file, systemReason(error), error).failure,
				advice: 'Close it in other programs, or write to another file.',
			},
			{cause: error},
		);
	});
}

/** Writes chunks of text, or of its bytes, to a file atomically. @throws UsageError, SparkifyError, and what `chunks` throws */
export async function writeTextFile(
	file: string,
	chunks: AsyncIterable<string | Uint8Array>,
	{signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<void> {
	await writeAtomically(file, async temporary => {
		const handle = await open(temporary, 'w');
		try {
			for await (const chunk of chunks) {
				if (signal?.aborted) throw new CancelledError();
				await handle.appendFile(chunk).catch((error: unknown) => {
					throw cannotWrite(file, systemReason(error), error);
				});
			}
		} finally {
			await handle.close();
		}
	});
}

/** Creates an empty file, so that a wrong folder is reported before the query runs. */
async function create(temporary: string, file: string, mode: number): Promise<void> {
	try {
		await (await open(temporary, 'w', mode)).close();
	} catch (error) {
		throw new UsageError({
			...cannotWrite(file, systemReason(error), error).failure,
			advice: 'Check that the folder exists and that you may write to it.',
		});
	}
}

/** The error for a file that could not be written. @param reason In words: `no space left on device`. */
export function cannotWrite(file: string, reason: string, cause: unknown): SparkifyError {
	return new SparkifyError({message: `${file} cannot be written: ${reason}.`, where: file}, {cause});
}
