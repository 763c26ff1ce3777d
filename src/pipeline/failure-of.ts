import {type Failure, SparkifyError, toFailure} from '../errors.js';

/**
What to tell a person of anything thrown. An error that was raised on purpose has its own text, and one with a code
comes from a driver or the operating system; whatever else there is, the program itself is at fault.
*/
export function failureOf(error: unknown): Failure {
	if (error instanceof SparkifyError || isForeign(error)) return toFailure(error);
	const {message} = toFailure(error);
	return {
		message: `The program has made a mistake: ${message}`,
		advice: 'This is a bug in sparkify-tui, not in your data. The text below says where it happened.',
		...(error instanceof Error && error.stack !== undefined && {detail: error.stack}),
	};
}

/** Drivers and the operating system give a code (`ECONNRESET`, `42P01`); Node's own codes (`ERR_…`) tell of wrong calls. */
function isForeign(error: unknown): boolean {
	return (
		error instanceof Error &&
		'code' in error &&
		typeof error.code === 'string' &&
		!error.code.startsWith('ERR_')
	);
}
