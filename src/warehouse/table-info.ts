import type {Row, TableInfo} from './warehouse.js';

/**
Tables with their columns and exact row counts.
@param columns Rows of table, column and type, sorted by table and place.
@param count Runs the one statement that counts.
*/
export async function groupCatalog(
	columns: readonly Row[],
	count: (sql: string) => Promise<readonly Row[]>,
): Promise<readonly TableInfo[]> {
	const names = [...new Set(columns.map(([table]) => String(table)))];
	if (names.length === 0) return [];
	// Not nine scalar subqueries: DuckDB took five times as long to find an order to join them in.
	const counts = names.map((name, index) => `SELECT ${index}, count(*) FROM ${quoteIdentifier(name)}`);
	const counted = new Map(
		await count(counts.join(' UNION ALL ')).then(rows =>
			rows.map(([index, rows]) => [Number(index), Number(rows)]),
		),
	);
	return names.map((name, index) => ({
		name,
		columns: columns
			.filter(([table]) => table === name)
			.map(([, column, type]) => ({name: String(column), type: String(type)})),
		rows: counted.get(index) ?? 0,
	}));
}

function quoteIdentifier(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
