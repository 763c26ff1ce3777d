import {dayMs, firstDay} from './load-curve.js';

/** Path below the data folder of the log file of a day, from 0 on: `log_data/2018/11/2018-11-01-events.json`. */
export function logFile(day: number): {readonly folder: string; readonly name: string} {
	const date = new Date(firstDay + day * dayMs).toISOString().slice(0, 10);
	const [year, month] = date.split('-');
	return {folder: `log_data/${year}/${month}`, name: `${date}-events.json`};
}

/** The day, from 0 on, on which a moment falls. */
export function dayOf(at: number): number {
	return Math.floor((at - firstDay) / dayMs);
}

/** Format of a day's file. */
export type LineStyle = {
	/** A byte-order mark, or nothing. */
	readonly head: string;
	readonly separator: string;
	/** Number of lines between blank lines; 0 for none. */
	readonly blankAfter: number;
	readonly tail: string;
};

const byteOrderMark = '\ufeff';
const usual: LineStyle = {head: '', separator: '\n', blankAfter: 0, tail: ''};

/** Untidy files: blank lines every seventh day, the second day with CRLF, the third with a byte-order mark; none ends with a newline. */
export function lineStyle(day: number, fileQuirks: boolean): LineStyle {
	if (!fileQuirks) return {...usual, tail: '\n'};
	if (day % 7 === 0) return {...usual, blankAfter: 50};
	if (day === 1) return {...usual, separator: '\r\n'};
	if (day === 2) return {...usual, head: byteOrderMark};
	return usual;
}
