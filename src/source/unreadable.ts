import {DataError, SparkifyError} from '../errors.js';
import {DamagedFileError} from './file-chunks.js';

/** The error to raise for anything that was thrown while a file or an object was read. */
export function unreadable(file: string, error: unknown): SparkifyError {
	if (error instanceof SparkifyError) return error;
	const damaged = error instanceof DamagedFileError;
	return new DataError(
		{
			message: damaged ? `${file} is not a whole compressed file.` : `${file} cannot be read.`,
			where: file,
			advice: damaged
				? 'Fetch or compress the file again, or move it out of the data folder.'
				: 'Check that the file exists and that you may read it, then run the stage again.',
			detail: error instanceof Error ? error.message : String(error),
		},
		{cause: error},
	);
}
