import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {getSystemErrorMap} from 'node:util';

/** Path to write to before renaming to `file`: hidden, in the same folder, one per process. */
export function temporaryPath(file: string): string {
	return join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
}

/** Replaces a file atomically with one that only its owner can read. */
export function replaceFile(file: string, text: string): void {
	withTemporaryFile(file, text, temporary => renameSync(temporary, file));
}

/** Checks that files can be created in the folder of `file`. */
export function requireWritableFolder(file: string): void {
	withTemporaryFile(file, '', temporary => rmSync(temporary));
}

/** @param use Consumes the temporary file. */
function withTemporaryFile(file: string, text: string, use: (temporary: string) => void): void {
	const temporary = temporaryPath(file);
	try {
		// Recreated, because an existing file would keep its mode.
		rmSync(temporary, {force: true});
		writeFileSync(temporary, text, {mode: 0o600, flag: 'wx'});
		use(temporary);
	} catch (error) {
		rmSync(temporary, {force: true});
		throw error;
	}
}

/** Renames what `write` creates at `temporary` to `file`; deletes it if `write` throws. */
export async function writeThenRename<T>(
	temporary: string,
	file: string,
	write: (temporary: string) => Promise<T>,
): Promise<T> {
	try {
		const answer = await write(temporary);
		await rename(temporary, file);
		return answer;
	} catch (error) {
		await rm(temporary, {force: true});
		throw error;
	}
}

/** Reason of a failed system call in words: `no such file or directory`. */
export function systemReason(error: unknown): string {
	const {errno = 0} = error as NodeJS.ErrnoException;
	return getSystemErrorMap().get(errno)?.[1] ?? String(error);
}
