import type {Row, StatementOptions, Warehouse} from '../warehouse/warehouse.js';

/** Reads a complete, small result on the load session, where it sees the open transaction's changes. */
export async function readRows(
	warehouse: Pick<Warehouse, 'query'>,
	sql: string,
	options: StatementOptions = {},
): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for await (const batch of (await warehouse.query(sql, options)).rows) rows.push(...batch);
	return rows;
}
