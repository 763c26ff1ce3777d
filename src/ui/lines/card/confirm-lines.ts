import {count, plural} from '../../../format/figures.js';
import type {Loss} from '../../../load/losses.js';
import type {PendingRun} from '../../state/mode.js';
import {flowParts, type Line, paragraph, span} from '../line.js';

/** `14 rows` */
export function totalRows(destroys: readonly Loss[]): string {
	return plural(
		destroys.reduce((sum, loss) => sum + loss.rows, 0),
		'row',
	);
}

/** The question before data is destroyed: what runs, and the rows that each table loses. */
export function confirmLines(
	{stages, destroys, isChain}: PendingRun,
	width: number,
	height: number,
): readonly Line[] {
	const runs =
		isChain && stages.length > 1 ? `Running these ${stages.length} stages` : `Running ${stages[0]}`;
	const about = paragraph(
		`${runs} destroys ${totalRows(destroys)}. They can't be restored afterwards:`,
		width,
	);
	const style = {color: 'red', bold: true} as const;
	const nameWidth = Math.max(...destroys.map(({table}) => table.length)) + 2;
	const table = destroys.map(
		(loss): Line => [span(`  ${loss.table.padEnd(nameWidth)}${count(loss.rows).padStart(12)}`, style)],
	);
	if (about.length + 1 + table.length <= height) return [...about, [], ...table];
	const parts = destroys.map(loss => `${loss.table} ${count(loss.rows)}`);
	return [...about, ...flowParts(parts, width).map((text): Line => [span(text, style)])];
}
