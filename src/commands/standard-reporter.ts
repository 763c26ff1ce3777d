import {terminalSize} from '../notebook/terminal-size.js';
import {LoadReporter} from '../plain/load-reporter.js';
import type {StageId} from '../star/stages.js';

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
	return new LoadReporter(stages, stream, quiet);
}

/** Whether a line can be redrawn, which needs a terminal that can move its cursor. */
export function canRewrite({isTTY}: {readonly isTTY: boolean}): boolean {
	return isTTY && process.env.TERM !== 'dumb';
}
