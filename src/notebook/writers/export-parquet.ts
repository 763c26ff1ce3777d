import {UsageError} from '../../errors.js';
import {literal} from '../../sql/statements.js';
import type {StatementOptions, Warehouse} from '../../warehouse/warehouse.js';
import {splitStatements} from '../statements.js';
import {wholeFile} from './output-file.js';

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

/** Writes the result of one query to a Parquet file, whole or not at all; answers the rows. @throws UsageError on other engines than DuckDB */
export async function exportParquet(
	warehouse: Warehouse,
	sql: string,
	file: string,
	{signal, limit}: StatementOptions & {readonly limit?: number | undefined} = {},
): Promise<number> {
	if (warehouse.engine !== 'duckdb') {
		throw new UsageError({
			message: 'Parquet files are written by DuckDB only.',
			advice: 'Use --format csv, or --engine duckdb.',
		});
	}
	parquetStatement(sql, file, limit);
	return wholeFile(file, temporary => warehouse.run(parquetStatement(sql, temporary, limit), {signal}));
}
