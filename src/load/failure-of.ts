import {type Failure, SparkifyError, toFailure} from '../errors.js';

/**
Describes anything thrown. Our own errors carry their text, and errors with a code come from a driver or the operating
system; anything else is reported as a bug in the program.
*/
export function failureOf(error: unknown): Failure {
	if (error instanceof SparkifyError || isForeign(error)) return toFailure(error);
	const {message} = toFailure(error);
	return {
		message: `Internal error: ${message}`,
		advice: 'This is a bug in sparkify-tui, not in your data. The stack trace below shows where it happened.',
		...(error instanceof Error && error.stack !== undefined && {detail: error.stack}),
	};
}

/** Drivers and the operating system set a code (`ECONNRESET`, `42P01`); Node's own codes (`ERR_…`) mean a wrong call. */
function isForeign(error: unknown): boolean {
	return (
		error instanceof Error &&
		'code' in error &&
		typeof error.code === 'string' &&
		!error.code.startsWith('ERR_')
	);
}
