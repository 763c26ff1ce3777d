import {count} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import {stageIds} from '../pipeline/stage.js';
import type {PipelineState} from '../pipeline/state.js';

/** What stays on the terminal after the notebook has closed: where the load stands, a line or two. */
export function closingSummary({stages, counts}: PipelineState, warehouse: string): string {
	const done = stageIds.filter(id => stages[id].type === 'done');
	const failed = stageIds.filter(id => stages[id].type === 'failed');
	const tables = ['songplays', 'users', 'songs', 'artists', 'time'].flatMap(table => {
		const rows = counts[table];
		return rows === undefined ? [] : [`${table} ${count(rows)}`];
	});
	const lines = [
		`${done.length} of ${stageIds.length} stages done in ${safeText(warehouse)}.`,
		...(failed.length > 0 ? [`Failed: ${failed.join(', ')}.`] : []),
		...(tables.length > 0 ? [`Rows: ${tables.join(', ')}.`] : []),
	];
	return `${lines.join('\n')}\n`;
}
