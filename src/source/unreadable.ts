import {DataError, SparkifyError} from '../errors.js';
import {count} from '../format/figures.js';
import {DamagedFileError} from './file-chunks.js';
import type {SourceFile} from './source.js';

/**
The error for a file or object whose size isn't the listed one. An incomplete file must never be loaded as if it were
complete.
@param bytes The number of bytes read, or the object's current size.
*/
export function sizeChanged({path, bytes: listed}: SourceFile, bytes: number): DataError {
	const difference = bytes < listed ? 'shorter' : 'longer';
	return new DataError({
		message: `${path} is ${difference} than listed: ${count(bytes)} instead of ${count(listed)} bytes.`,
		where: path,
		advice:
			'The file changed while the stage ran, or its disk or server delivered only part of it. Wait until nothing writes to it, then run the stage again.',
	});
}

/** The error for a file or object that was written to after it was listed, with the same size. */
export function contentChanged({path}: SourceFile): DataError {
	return new DataError({
		message: `${path} has changed since it was listed.`,
		where: path,
		advice: 'Wait until nothing writes to it, then run the stage again.',
	});
}

/** The error for a folder or file that can't be listed or opened for reading. */
export function unlistable(shown: string, error: unknown): DataError {
	const code = errorCode(error);
	const denied = code === 'EACCES' || code === 'EPERM';
	return new DataError(
		{
			message: denied ? `You don't have permission to read ${shown}.` : `${shown} can't be listed.`,
			where: shown,
			advice: denied
				? 'Give yourself access (`chmod -R u+rX`, or ask its owner), or move it out of the data folder.'
				: 'Check the disk or network share that holds it, then try again.',
			detail: error instanceof Error ? error.message : String(error),
		},
		{cause: error},
	);
}

/** Returns the code of an operating system error, e.g. `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Converts anything thrown while reading a file or object to an error for the user. */
export function unreadable(file: string, error: unknown): SparkifyError {
	if (error instanceof SparkifyError) return error;
	const damaged = error instanceof DamagedFileError;
	return new DataError(
		{
			message: damaged ? `${file} is not a complete compressed file.` : `${file} cannot be read.`,
			where: file,
			advice: damaged
				? 'Fetch or compress the file again, or move it out of the data folder.'
				: 'Check that the file exists and that you may read it, then run the stage again.',
			detail: error instanceof Error ? error.message : String(error),
		},
		{cause: error},
	);
}
