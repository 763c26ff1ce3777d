import {exitCode} from '../errors.js';
import {count, duration, plural} from '../format/figures.js';
import type {RunTally} from '../load/run-stages.js';
import {ownedTables} from '../star/tables.js';

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

/** The exit code of a load or a dry run. */
export function tallyExitCode({end, failed}: Pick<RunTally, 'end' | 'failed'>): number {
	switch (end) {
		case 'completed':
			return failed > 0 ? exitCode.failed : exitCode.done;
		case 'no-connection':
			return exitCode.connection;
		case 'stopped':
		case 'interrupted':
			return exitCode.interrupted;
	}
}

/** The row counts as text for standard output, one line per table, with right-aligned figures; empty without tables. */
export function countsTable(counts: Readonly<Record<string, number>>): string {
	const tables = ownedTables.filter(table => counts[table] !== undefined);
	if (tables.length === 0) return '';
	const rows = [['table', 'rows'], ...tables.map(table => [table, String(counts[table])])];
	const [names, figures] = [0, 1].map(column => Math.max(...rows.map(row => row[column]!.length)));
	return rows.map(([name, figure]) => `${name!.padEnd(names!)}  ${figure!.padStart(figures!)}\n`).join('');
}
