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
	const counts = names.map(name => `(SELECT count(*) FROM ${quoteIdentifier(name)})`);
	const [row = []] = await count(`SELECT ${counts.join(', ')}`);
	return names.map((name, index) => ({
		name,
		columns: columns
			.filter(([table]) => table === name)
			.map(([, column, type]) => ({name: String(column), type: String(type)})),
		rows: Number(row[index]),
	}));
}

function quoteIdentifier(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
