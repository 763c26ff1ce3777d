import {DataError} from '../errors.js';

/** Whether S3 said that an object doesn't exist; where listing is not allowed, it says that access is denied. */
export function isMissingObject(error: unknown): boolean {
	return error instanceof DataError && /NoSuchKey/.test(error.failure.detail ?? '');
}
