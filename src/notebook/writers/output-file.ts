import {open, realpath, rename, rm, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {getSystemErrorMap} from 'node:util';
import {CancelledError, SparkifyError, UsageError} from '../../errors.js';

/**
Has `write` make a file under a temporary name beside `file`, and renames it when it is whole. When `write` throws,
nothing is left and an older file stays as it was. What is no regular file (`/dev/null`, a pipe) is written to directly.
@throws UsageError when the file can't be made: no such folder, no permission
*/
export async function wholeFile<T>(file: string, write: (temporary: string) => Promise<T>): Promise<T> {
	const existing = await stat(file).catch(() => undefined);
	if (existing?.isDirectory()) {
		throw new UsageError({message: `${file} is a folder.`, where: file, advice: 'Name a file to write to.'});
	}
	if (existing !== undefined && !existing.isFile()) return write(file);
	// A link stays a link: its target is replaced.
	const target = existing === undefined ? file : await realpath(file);
	const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
	await create(temporary, file);
	try {
		const answer = await write(temporary);
		await rename(temporary, target);
		return answer;
	} catch (error) {
		await rm(temporary, {force: true});
		throw error;
	}
}

/** Writes chunks of text to a file that is there whole or not at all. @throws UsageError, SparkifyError, and what `chunks` throws */
export async function writeTextFile(
	file: string,
	chunks: AsyncIterable<string>,
	{signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<void> {
	await wholeFile(file, async temporary => {
		const handle = await open(temporary, 'w');
		try {
			for await (const chunk of chunks) {
				if (signal?.aborted) throw new CancelledError();
				await handle.appendFile(chunk).catch((error: unknown) => {
					throw cannotWrite(file, error);
				});
			}
		} finally {
			await handle.close();
		}
	});
}

/** Makes the empty file first, so that a wrong folder is known before the query runs. */
async function create(temporary: string, file: string): Promise<void> {
	try {
		await (await open(temporary, 'w')).close();
	} catch (error) {
		throw new UsageError({
			...cannotWrite(file, error).failure,
			advice: 'Check that the folder exists and that you may write to it.',
		});
	}
}

function cannotWrite(file: string, error: unknown): SparkifyError {
	const {errno = 0} = error as NodeJS.ErrnoException;
	const reason = getSystemErrorMap().get(errno)?.[1] ?? String(error);
	return new SparkifyError({message: `${file} cannot be written: ${reason}.`, where: file}, {cause: error});
}
