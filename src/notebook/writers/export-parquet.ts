import {UsageError} from '../../errors.js';
import {literal} from '../../sql/statements.js';
import type {StatementOptions, Warehouse} from '../../warehouse/warehouse.js';
import {splitStatements} from '../statements.js';
import {limitRows} from './limit-rows.js';
import {wholeFile} from './output-file.js';
import {rowsToParquet} from './rows-to-parquet.js';

/** The statement that has DuckDB write a query's result to a Parquet file. @throws UsageError unless `sql` is one statement */
export function parquetStatement(sql: string, file: string, limit?: number): string {
	const [query, ...others] = splitStatements(sql);
	if (query === undefined || others.length > 0) {
		throw new UsageError({
			message: `A Parquet file holds the result of one query; here are ${query === undefined ? 'none' : others.length + 1}.`,
			advice: 'Name a single SELECT.',
		});
	}
	const limited = limit === undefined ? query.text : `SELECT * FROM (${query.text}\n) LIMIT ${limit}`;
	// Nothing before the query takes a line: an error names the line the person wrote. A line end after it ends a comment.
	// DuckDB's own temporary file beside an existing one would be left behind by a cancel.
	return `COPY (${limited}\n) TO ${literal(file)} (FORMAT parquet, USE_TMP_FILE false)`;
}

/**
Writes the result of one query to a Parquet file, all of it or nothing.
@returns the number of rows, or the command tag of a statement that returns no rows and so makes no file
*/
export async function exportParquet(
	warehouse: Warehouse,
	sql: string,
	file: string,
	{signal, limit}: StatementOptions & {readonly limit?: number | undefined} = {},
): Promise<number | string> {
	if (warehouse.engine !== 'duckdb') {
		const {columns, command, rows} = await warehouse.query(sql, {signal});
		if (command !== null) return command;
		const limited = limit === undefined ? rows : limitRows(rows, limit);
		return rowsToParquet(columns, limited, file, {signal});
	}
	parquetStatement(sql, file, limit);
	return wholeFile(file, temporary =>
		warehouse.notebook.run(parquetStatement(sql, temporary, limit), {signal}),
	);
}
