import {statement} from '../sql/statements.js';
import type {StatementOptions, Value, Warehouse} from '../warehouse/warehouse.js';
import type {CheckResult} from './checks.js';

/** The checks of `verify`, in the order in which they are shown: `sql/checks/<id>.sql` and `<id>.rows.sql`. */
export const checkIds = [
	'events-accounted',
	'songs-accounted',
	'plays-accounted',
	'plays-matched',
	'users-complete',
	'songs-complete',
	'artists-complete',
	'time-covers-plays',
	'keys-unique',
	'no-orphan-keys',
	'no-null-keys',
] as const;
export type CheckId = (typeof checkIds)[number];

/** The query that makes a check. It answers one row: figures, and last `violations`, which is 0 when the check passes. */
export function checkQuery(id: CheckId): string {
	return statement(`checks/${id}`);
}

/** Runs one check. @throws StatementError, CancelledError; Error when the query does not answer as it has to: a defect */
export async function runCheck(
	warehouse: Pick<Warehouse, 'query'>,
	id: CheckId,
	options: StatementOptions = {},
): Promise<CheckResult> {
	const sql = checkQuery(id);
	const result = await warehouse.query(sql, options);
	const names = result.columns.map(({name}) => name.replaceAll('_', ' '));
	let row: readonly Value[] | undefined;
	for await (const batch of result.rows) row ??= batch[0];
	if (row === undefined || names.at(-1) !== 'violations')
		throw new Error(`sql/checks/${id}.sql gives no violations.`);
	const values = row.map(Number);
	return {
		id,
		title: titleOf(sql),
		ok: values.at(-1) === 0,
		figures: names.slice(0, -1).map((name, index) => [name, values[index]!] as const),
		query: statement(`checks/${id}.rows`),
	};
}

/** The comment in the first line: what holds when the check passes. */
function titleOf(sql: string): string {
	return sql.split('\n', 1)[0]!.replace(/^--\s*/, '');
}
