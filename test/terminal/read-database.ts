import {join} from 'node:path';
import {DuckDBInstance, type Json} from '@duckdb/node-api';
import {type OwnedTable, ownedTables} from '../../src/star/tables.js';

/**
Runs a query on the database that the program created in a folder. No process may have it open.
Integers beyond 32 bits are returned as text.
*/
export async function rowsOf(folder: string, sql: string): Promise<readonly (readonly Json[])[]> {
	const instance = await DuckDBInstance.create(join(folder, 'sparkify.duckdb'), {access_mode: 'READ_ONLY'});
	const connection = await instance.connect();
	try {
		return (await connection.runAndReadAll(sql)).getRowsJson();
	} finally {
		// Close both, or the file stays locked.
		connection.closeSync();
		instance.closeSync();
	}
}

type Counts = Readonly<Record<OwnedTable, number>>;

/** The row counts of the load's tables. */
export async function countsOf(folder: string): Promise<Counts> {
	const counts = ownedTables.map(table => `(SELECT count(*)::INTEGER FROM "${table}")`).join(', ');
	const [row = []] = await rowsOf(folder, `SELECT ${counts}`);
	return Object.fromEntries(ownedTables.map((table, i) => [table, Number(row[i])])) as Counts;
}

/** The names of all tables, sorted. */
export async function tablesOf(folder: string): Promise<readonly string[]> {
	return (await rowsOf(folder, 'SELECT table_name FROM duckdb_tables() ORDER BY ALL')).map(([name]) =>
		String(name),
	);
}
