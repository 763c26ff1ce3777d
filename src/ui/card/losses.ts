import {count} from '../../format/figures.js';
import type {Loss, StageId} from '../../pipeline/stage.js';

/** What agreeing means, e.g. `drop 9 tables with 41,203 rows`, `replace the 97 rows of users`. */
export function lossText(stage: StageId, destroys: readonly Loss[]): string {
	const rows = destroys.reduce((sum, loss) => sum + loss.rows, 0);
	const rowsText = `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`;
	if (stage === 'drop-tables') {
		return `drop ${count(destroys.length)} ${destroys.length === 1 ? 'table' : 'tables'} with ${rowsText}`;
	}
	const [only] = destroys;
	if (only !== undefined && destroys.length === 1) return `replace the ${rowsText} of ${only.table}`;
	return `replace ${count(destroys.length)} tables with ${rowsText}`;
}
