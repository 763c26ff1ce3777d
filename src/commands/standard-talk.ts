import type {StageId} from '../pipeline/stage.js';
import {LoadTalk} from '../plain/load-talk.js';

/** The talk about stages, on standard error. */
export function standardTalk(stages: readonly StageId[]): LoadTalk {
	const {stderr} = process;
	return new LoadTalk(stages, {
		// The line of a running stage is written over and over, which takes a terminal that can move its cursor.
		isTTY: stderr.isTTY && process.env.TERM !== 'dumb',
		get columns() {
			return stderr.columns;
		},
		write: text => stderr.write(text),
	});
}
