import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {UsageError} from '../errors.js';

/** Writes a configuration file whole or not at all, for its owner's eyes only. @throws UsageError when it can't be written */
export function writeConfig(path: string, text: string): void {
	writeBeside(path, text, temporary => renameSync(temporary, path));
}

/** Finds out whether a configuration file could be written. @throws UsageError when not */
export function requireWritable(path: string): void {
	writeBeside(path, '', temporary => rmSync(temporary));
}

/** @param use What becomes of the new file. */
function writeBeside(path: string, text: string, use: (temporary: string) => void): void {
	const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
	try {
		// Made anew: the mode of a file that is there already would stay as it is.
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
