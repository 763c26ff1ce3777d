import {count, duration, plural} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import type {QueryState, ResultState, Step} from './query-state.js';

/**
Summarizes a state: `20 rows · 12 ms`, `first 1,000 rows · 12 ms · m for more`, `INSERT 0 8056 · 0.4 s`,
`Running · 3.2 s`, `Statement 2 of 3 failed · 5 ms`. Empty when idle.
@param now Milliseconds since the epoch.
*/
export function statusLine(state: QueryState, now: number): string {
	switch (state.type) {
		case 'idle':
			return '';
		case 'running': {
			const what = state.purpose === 'more' ? 'Fetching more rows' : named(state.step, 'running');
			return `${what} · ${duration(now - state.startedAt)}`;
		}
		case 'result': {
			const {step} = state;
			const ran = step.total > 1 ? [`${count(step.total)} statements run`] : [];
			const more = state.open ? ['m for more'] : [];
			const {closedAfterMs: idleMs} = state;
			const closed = idleMs === undefined ? [] : [`closed after ${Math.round(idleMs / 1000)} s without use`];
			// With a table on screen, notices have no other place.
			const notices = state.columns.length > 0 ? state.notices.map(safeText) : [];
			return [...ran, rowsText(state), duration(state.ms), ...more, ...closed, ...notices].join(' · ');
		}
		case 'failed':
			return `${named(state.step, 'failed')} · ${duration(state.ms)}`;
		case 'cancelled':
			return `${named(state.step, 'cancelled')} · ${duration(state.ms)}`;
	}
}

function rowsText({command, rows, complete}: ResultState): string {
	if (command !== null) return command;
	return complete ? plural(rows.length, 'row') : `first ${count(rows.length)} rows`;
}

/** Numbers the statement if there are several. */
function named({number, total}: Step, what: string): string {
	return total > 1 ? `Statement ${number} of ${total} ${what}` : what[0]!.toUpperCase() + what.slice(1);
}
