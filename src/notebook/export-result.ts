import {stat} from 'node:fs/promises';
import {UsageError} from '../errors.js';
import {writeTextFile} from '../files/output-file.js';
import {safeText} from '../format/safe-text.js';
import type {Column, QueryOptions, Row, Warehouse} from '../warehouse/warehouse.js';
import {exportParquet} from './writers/export-parquet.js';
import {type ExportFormat, type TextFormat, writers} from './writers/formats.js';
import {countRows, limitRows} from './writers/limit-rows.js';
import {rowsToParquet} from './writers/rows-to-parquet.js';

export type ResultTextOptions = QueryOptions & {
	readonly format: TextFormat;
	/** Rows to write at most; undefined for all. */
	readonly limit?: number | undefined;
	/** Called with the number of rows so far. */
	readonly onRows?: ((rows: number) => void) | undefined;
};

/** What came of writing a result. `hasMore`: the limit left rows out. */
export type WrittenRows = {readonly rows: number; readonly hasMore: boolean};

/** A result as text in chunks, or the command tag of a statement without one. */
export type ResultText =
	| {readonly tag: string}
	/** `written` is valid once the chunks have been read. */
	| {readonly chunks: AsyncIterable<string>; readonly written: () => WrittenRows};

/** Runs a statement in the notebook's session. Its rows are read as the chunks are. @throws StatementError, CancelledError */
export async function resultText(
	warehouse: Warehouse,
	sql: string,
	{format, limit, onRows, ...options}: ResultTextOptions,
): Promise<ResultText> {
	const {columns, command, rows} = await warehouse.notebook.query(sql, options);
	if (command !== null) return {tag: command};
	let read = 0;
	let hasMore = false;
	const limited =
		limit === undefined
			? rows
			: limitRows(rows, limit, () => {
					hasMore = true;
				});
	const counted = countRows(limited, total => {
		read = total;
		onRows?.(total);
	});
	return {chunks: writers[format](columns, counted), written: () => ({rows: read, hasMore})};
}

export type ExportOptions = Omit<ResultTextOptions, 'format'> & {
	readonly format: ExportFormat;
	/** Whether an existing file is replaced. */
	readonly overwrites: boolean;
};

/**
Runs a query in the notebook's session and writes its rows to a file as they arrive: completely, or not at all. DuckDB writes
Parquet itself, without reporting rows in between.
@returns the rows written, or the command tag of a statement that returns no rows and creates no file
@throws UsageError if the file exists or can't be created; StatementError; CancelledError
*/
export async function exportResult(
	warehouse: Warehouse,
	sql: string,
	file: string,
	{format, overwrites, ...options}: ExportOptions,
): Promise<WrittenRows | {readonly tag: string}> {
	if (!overwrites && (await stat(file).catch(() => undefined)) !== undefined)
		throw new UsageError({
			message: `${safeText(file)} exists already.`,
			where: file,
			advice: 'Name another file, or delete that one.',
		});
	if (format === 'parquet') {
		const rows = await exportParquet(warehouse, sql, file, options);
		return typeof rows === 'string' ? {tag: rows} : {rows, hasMore: false};
	}
	const text = await resultText(warehouse, sql, {format, ...options});
	if ('tag' in text) return text;
	await writeTextFile(file, text.chunks, {signal: options.signal});
	return text.written();
}

/** Writes the rows of a complete result, without running anything. Replaces an existing file. @throws UsageError */
export async function exportRows(
	columns: readonly Column[],
	rows: readonly Row[],
	file: string,
	format: ExportFormat,
): Promise<void> {
	async function* all() {
		yield rows;
	}
	if (format === 'parquet') await rowsToParquet(columns, all(), file);
	else await writeTextFile(file, writers[format](columns, all()));
}
