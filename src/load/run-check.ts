import {statement} from '../sql/statements.js';
import {type CheckId, checkNote} from '../star/checks.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import type {CheckResult} from './checks.js';

/**
The query of a check. It returns one row: figures, then `note_…` columns used only by the note, then optionally
`warnings`, and last `violations`. The last two are 0 if all is well.
*/
export function checkQuery(id: CheckId): string {
	return statement(`checks/${id}`);
}

/** Runs one check. @throws StatementError, CancelledError; Error when the query's result has the wrong shape: a bug */
export async function runCheck(
	warehouse: Pick<Warehouse, 'read'>,
	id: CheckId,
	options: StatementOptions = {},
): Promise<CheckResult> {
	const sql = checkQuery(id);
	const {
		columns,
		rows: [row],
	} = await warehouse.read(sql, options);
	if (row === undefined || columns.at(-1) !== 'violations')
		throw new Error(`sql/checks/${id}.sql returns no violations column.`);
	const values = new Map(columns.map((column, index) => [column, Number(row[index])]));
	const value = (column: string) => values.get(column) ?? 0;
	const ok = value('violations') === 0;
	const note = checkNote(id, value);
	return {
		id,
		title: titleOf(sql),
		ok,
		...(ok && value('warnings') > 0 && {warning: true}),
		...(note !== undefined && {note}),
		figures: [...values]
			.filter(([column]) => !/^(?:note_.*|warnings|violations)$/.test(column))
			.map(([column, figure]) => [column.replaceAll('_', ' '), figure] as const),
		query: statement(`checks/${id}.rows`),
	};
}

/** The comment in the first line, which states the condition checked. */
function titleOf(sql: string): string {
	return sql.split('\n', 1)[0]!.replace(/^--\s*/, '');
}
