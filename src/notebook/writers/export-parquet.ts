import {UsageError} from '../../errors.js';
import {literal} from '../../sql/statements.js';
import type {StatementOptions, Warehouse} from '../../warehouse/warehouse.js';
import {splitStatements} from '../statements.js';
import {limitRows} from './limit-rows.js';
import {writeAtomically} from './output-file.js';
import {rowsToParquet} from './rows-to-parquet.js';

/** The DuckDB statement that writes a query's result to a Parquet file. @throws UsageError unless `sql` is one statement */
export function parquetStatement(sql: string, file: string, limit?: number): string {
	const [query, ...others] = splitStatements(sql);
	if (query === undefined || others.length > 0) {
		throw new UsageError({
			message: `A Parquet file holds the result of one query; the SQL has ${query === undefined ? 'none' : others.length + 1}.`,
			advice: 'Write a single SELECT.',
		});
	}
	const limited = limit === undefined ? query.text : `SELECT * FROM (${query.text}\n) LIMIT ${limit}`;
	// No line break before the query, so that errors name the user's line. The line break after it ends a trailing comment.
	// A cancel would leave behind the temporary file that DuckDB creates when the target exists.
	return `COPY (${limited}\n) TO ${literal(file)} (FORMAT parquet, USE_TMP_FILE false)`;
}

/**
Writes the result of one query to a Parquet file atomically.
@returns the number of rows, or the command tag of a statement that returns no rows and creates no file
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
	return writeAtomically(file, temporary =>
		warehouse.notebook.run(parquetStatement(sql, temporary, limit), {signal}),
	);
}
