import {exitCode, SparkifyError} from '../errors.js';
import {failureOf} from '../pipeline/failure-of.js';
import {failureLines} from '../plain/failure-lines.js';

/** Tells a person on standard error what ended the program. Answers the exit code. */
export function reportError(error: unknown): number {
	const {isTTY, columns} = process.stderr;
	const failure = failureOf(error);
	const lines = failureLines(
		{...failure, message: `sparkify-tui: ${failure.message}`},
		isTTY ? columns : undefined,
	);
	process.stderr.write(`${lines.join('\n')}\n`);
	return error instanceof SparkifyError ? error.exitCode : exitCode.failed;
}
