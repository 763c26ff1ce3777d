import {exitCode, SparkifyError} from '../errors.js';
import {failureOf} from '../load/failure-of.js';
import {terminalSize} from '../notebook/terminal-size.js';
import {plainFailureLines} from '../plain/failure-lines.js';

/** Prints an error that ended the program on standard error. Returns the exit code. */
export function reportError(error: unknown): number {
	const {stderr} = process;
	const failure = failureOf(error);
	const lines = plainFailureLines(
		{...failure, message: `sparkify-tui: ${failure.message}`},
		stderr.isTTY ? terminalSize(stderr).columns : undefined,
	);
	stderr.write(`${lines.join('\n')}\n`);
	return error instanceof SparkifyError ? error.exitCode : exitCode.failed;
}
