import {quoteIdentifier} from '../sql/statements.js';
import type {CatalogTable, Row, TableInfo} from './warehouse.js';

/** Groups columns by table. @param columns Rows of table, column and type, sorted by table and position. */
export function groupColumns(columns: readonly Row[]): readonly CatalogTable[] {
	const tables = new Map<string, CatalogTable & {columns: Array<CatalogTable['columns'][number]>}>();
	for (const [table, column, type] of columns) {
		const name = String(table);
		const entry = tables.get(name) ?? {name, columns: []};
		entry.columns.push({name: String(column), type: String(type)});
		tables.set(name, entry);
	}
	return [...tables.values()];
}

/**
Adds the exact row count of each table.
@param known Rows of tables that need not be counted: for a large table, that takes seconds.
@param schema Qualifies the names; undefined on an engine that needs no schema.
@param count Runs the one statement that counts.
*/
export async function countRows(
	tables: readonly CatalogTable[],
	schema: string | undefined,
	known: Readonly<Partial<Record<string, number>>>,
	count: (sql: string) => Promise<readonly Row[]>,
): Promise<readonly TableInfo[]> {
	const uncounted = tables.filter(({name}) => known[name] === undefined);
	const qualifier = schema === undefined ? '' : `${quoteIdentifier(schema)}.`;
	// Not a scalar subquery per table: DuckDB took five times as long to order the joins.
	const counts = uncounted.map(
		({name}, index) => `SELECT ${index}, count(*) FROM ${qualifier}${quoteIdentifier(name)}`,
	);
	const rows = counts.length === 0 ? [] : await count(counts.join(' UNION ALL '));
	const counted = new Map(rows.map(([index, found]) => [uncounted[Number(index)]!.name, Number(found)]));
	return tables.map(table => ({...table, rows: known[table.name] ?? counted.get(table.name) ?? 0}));
}
