import {terminalSize} from '../notebook/terminal-size.js';
import type {StageId} from '../pipeline/stage.js';
import {LoadTalk} from '../plain/load-talk.js';

/** The talk about stages, on standard error. */
export function standardTalk(stages: readonly StageId[]): LoadTalk {
	const {stderr} = process;
	return new LoadTalk(stages, {
		isTTY: canRewrite(stderr),
		get columns() {
			return terminalSize(stderr).columns;
		},
		write: text => stderr.write(text),
	});
}

/** Whether a line can be written over and over, which takes a terminal that can move its cursor. */
export function canRewrite({isTTY}: {readonly isTTY: boolean}): boolean {
	return isTTY && process.env.TERM !== 'dumb';
}
