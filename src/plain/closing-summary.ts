import {count} from '../format/figures.js';
import {safeText} from '../format/safe-text.js';
import type {PipelineState} from '../load/state.js';
import {stageIds} from '../star/stages.js';
import {starTables} from '../star/tables.js';

/** The text left in the terminal after the notebook: stages done and rows in the star schema. Lines end with a line feed. */
export function closingSummary({stages, counts}: PipelineState, warehouse: string): string {
	const number = (type: string) => stageIds.filter(id => stages[id].type === type).length;
	const [done, failed] = [number('done'), number('failed')];
	if (done + failed === 0) return 'Nothing was run.\n';
	const tables = starTables.filter(table => counts[table] !== undefined);
	return [
		`${safeText(warehouse)}: ${done} of ${stageIds.length} stages done${failed > 0 ? `, ${failed} failed` : ''}.\n`,
		...(tables.length > 0
			? [`Rows: ${tables.map(table => `${table} ${count(counts[table]!)}`).join(', ')}.\n`]
			: []),
	].join('');
}
