import {terminalSize} from '../notebook/terminal-size.js';
import {LoadReporter} from '../plain/load-reporter.js';
import type {StageId} from '../star/stages.js';

/** Time between lines of progress on a terminal that can't rewrite a line. */
const terminalProgressMs = 5000;
/** The same in a log, often enough for a runner that ends jobs which are silent. */
const logProgressMs = 60_000;

/**
Reports stages on standard error.
@param quiet Report only failures.
*/
export function standardReporter(stages: readonly StageId[], quiet: boolean): LoadReporter {
	const {stderr} = process;
	const stream = {
		isTTY: canRewrite(stderr),
		get columns() {
			return terminalSize(stderr).columns;
		},
		write: (text: string) => stderr.write(text),
	};
	return new LoadReporter(stages, stream, {
		quiet,
		progressMs: stderr.isTTY ? terminalProgressMs : logProgressMs,
	});
}

/** Whether a line can be redrawn, which needs a terminal that can move its cursor. */
export function canRewrite({isTTY}: {readonly isTTY: boolean}): boolean {
	return isTTY && process.env.TERM !== 'dumb';
}
