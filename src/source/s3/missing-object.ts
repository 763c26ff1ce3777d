import {DataError} from '../../errors.js';

/** Whether S3 reported that an object doesn't exist. Without permission to list, S3 reports that access is denied. */
export function isMissingObject(error: unknown): boolean {
	return error instanceof DataError && /NoSuchKey/.test(error.failure.detail ?? '');
}
