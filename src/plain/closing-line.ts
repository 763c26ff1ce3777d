import {count, duration, plural} from '../format/figures.js';
import type {RunTally} from './run-stages.js';

/** The last line of a load: `Done. 11 stages, 3.2 s.`, or a tally if it is incomplete. */
export function closingLine(tally: RunTally, ms: number): string {
	const {done, failed, skipped, notRun} = tally;
	if (isCompleteRun(tally)) return `Done. ${plural(done, 'stage')}, ${duration(ms)}.`;
	const parts = [
		`${plural(done, 'stage')} done`,
		...(failed > 0 ? [`${count(failed)} failed`] : []),
		...(skipped > 0 ? [`${count(skipped)} skipped`] : []),
		...(notRun > 0 ? [`${count(notRun)} not run`] : []),
	];
	return `${opening(tally)} ${parts.join(', ')}, ${duration(ms)}.`;
}

/** Whether every requested stage is done. */
export function isCompleteRun({failed, skipped, notRun}: RunTally): boolean {
	return failed + skipped + notRun === 0;
}

function opening({end, failed}: RunTally): string {
	switch (end) {
		case 'completed':
			return failed > 0 ? 'Not done.' : 'Ended.';
		case 'no-connection':
			return 'No connection.';
		case 'stopped':
			return 'Stopped.';
		case 'interrupted':
			return 'Interrupted.';
	}
}
