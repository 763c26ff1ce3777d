import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {UsageError} from '../errors.js';

/** Writes a configuration file atomically, readable only by its owner. @throws UsageError when it can't be written */
export function writeConfig(path: string, text: string): void {
	withTemporaryFile(path, text, temporary => renameSync(temporary, path));
}

/** Checks that a configuration file can be written. @throws UsageError when it can't */
export function requireWritable(path: string): void {
	withTemporaryFile(path, '', temporary => rmSync(temporary));
}

/** @param use Consumes the temporary file. */
function withTemporaryFile(path: string, text: string, use: (temporary: string) => void): void {
	const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
	try {
		// Recreated, because an existing file would keep its mode.
		rmSync(temporary, {force: true});
		writeFileSync(temporary, text, {mode: 0o600, flag: 'wx'});
		use(temporary);
	} catch (error) {
		rmSync(temporary, {force: true});
		const {code = String(error)} = error as NodeJS.ErrnoException;
		throw new UsageError(
			{
				message: `${path} cannot be written: ${code}.`,
				advice: 'Check that the folder exists and that you may write to it.',
			},
			{cause: error},
		);
	}
}
