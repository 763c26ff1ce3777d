import type {Row, StatementOptions, Warehouse} from '../warehouse/warehouse.js';

/** A small result of the load session, complete: it sees what the open transaction has done. */
export async function readRows(
	warehouse: Pick<Warehouse, 'query'>,
	sql: string,
	options: StatementOptions = {},
): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for await (const batch of (await warehouse.query(sql, options)).rows) rows.push(...batch);
	return rows;
}
