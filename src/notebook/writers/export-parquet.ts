import {UsageError} from '../../errors.js';
import {writeAtomically} from '../../files/output-file.js';
import {splitStatements} from '../../sql/split-statements.js';
import type {QueryOptions, Warehouse} from '../../warehouse/warehouse.js';
import {countRows, limitRows} from './limit-rows.js';
import {rowsToParquet} from './rows-to-parquet.js';

/** The query whose result is exported. @throws UsageError unless `sql` is one statement */
export function exportedQuery(sql: string, limit?: number): string {
	const [query, ...others] = splitStatements(sql);
	if (query === undefined || others.length > 0) {
		throw new UsageError({
			message: `A Parquet file holds the result of one query; the SQL has ${query === undefined ? 'none' : others.length + 1}.`,
			advice: 'Write a single SELECT.',
		});
	}
	return limit === undefined ? query.text : `SELECT * FROM (${query.text}\n) LIMIT ${limit}`;
}

type ParquetOptions = QueryOptions & {
	readonly limit?: number | undefined;
	/** Called with the number of rows so far, unless the engine writes the file. */
	readonly onRows?: ((rows: number) => void) | undefined;
};

/**
Writes the result of one query to a Parquet file atomically.
@returns the number of rows, or the command tag of a statement that returns no rows and creates no file
*/
export async function exportParquet(
	warehouse: Warehouse,
	sql: string,
	file: string,
	{limit, onRows = () => {}, ...options}: ParquetOptions = {},
): Promise<number | string> {
	if (warehouse.exportParquet === undefined) {
		const {columns, command, rows} = await warehouse.notebook.query(sql, options);
		if (command !== null) return command;
		const limited = limit === undefined ? rows : limitRows(rows, limit);
		return rowsToParquet(columns, countRows(limited, onRows), file, options);
	}
	const query = exportedQuery(sql, limit);
	return writeAtomically(file, async temporary => warehouse.exportParquet!(query, temporary, options));
}
