import {stat, writeFile} from 'node:fs/promises';
import {StatementError, UsageError} from '../errors.js';
import {createNamedPipe, readNamedPipe} from '../files/named-pipe.js';
import {cannotWrite, writeAtomically, writeTextFile} from '../files/output-file.js';
import {safeText} from '../format/safe-text.js';
import type {Column, QueryOptions, Row, TextCopy, Warehouse} from '../warehouse/warehouse.js';
import {exportParquet} from './writers/export-parquet.js';
import {type ExportFormat, type TextFormat, writers} from './writers/formats.js';
import {countRows, limitRows} from './writers/limit-rows.js';
import {rowsToParquet} from './writers/rows-to-parquet.js';
import {textForms} from './writers/text-forms.js';

/** Bytes in UTF-8 that a UTF-16 unit takes at most. */
const maxBytesPerUnit = 3;
/** How often the size of a file that the engine writes is reported. */
const watchMs = 200;

export type ResultTextOptions = QueryOptions & {
	readonly format: TextFormat;
	/** Rows to write at most; undefined for all. */
	readonly limit?: number | undefined;
	/** Whether the chunks must be strings, which they are not if the engine writes the text. */
	readonly asStrings?: boolean | undefined;
	/** Called with the number of rows so far, or with the bytes if the engine writes the text. */
	readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
};

export type ExportProgress = {readonly rows: number} | {readonly bytes: number};

/** What came of writing a result. `hasMore`: the limit left rows out. */
export type WrittenRows = {readonly rows: number; readonly hasMore: boolean};

/** A result as text in chunks, or the command tag of a statement without one. */
export type ResultText =
	| {readonly tag: string}
	/** `written` is valid once the chunks have been read. */
	| {readonly chunks: AsyncIterable<string | Uint8Array>; readonly written: () => WrittenRows};

/**
Runs a statement in the notebook's session. Its rows are read as the chunks are. The engine writes the text itself if it can.
@throws StatementError, CancelledError
*/
export async function resultText(
	warehouse: Warehouse,
	sql: string,
	options: ResultTextOptions,
): Promise<ResultText> {
	const copy = await prepareCopy(warehouse, sql, options);
	return copy === undefined
		? writtenText(warehouse, sql, options)
		: copiedText(copy, options, async () => writtenText(warehouse, sql, options));
}

async function prepareCopy(
	{notebook}: Warehouse,
	sql: string,
	{format, limit, asStrings = false, signal}: ResultTextOptions,
): Promise<TextCopy | undefined> {
	const form = textForms[format];
	// Whether a limit leaves rows out is known from the row after it.
	return form === undefined || limit !== undefined || asStrings
		? undefined
		: notebook.prepareCopy?.(sql, form, {signal});
}

async function writtenText(
	warehouse: Warehouse,
	sql: string,
	{format, limit, onProgress, asStrings: _, ...options}: ResultTextOptions,
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
		onProgress?.({rows: total});
	});
	return {chunks: writers[format](columns, counted), written: () => ({rows: read, hasMore})};
}

/** @param write Has this program write the text, where the engine's can't be read. */
function copiedText(
	copy: TextCopy,
	{onProgress, signal, isReadOnly}: ResultTextOptions,
	write: () => Promise<ResultText>,
): ResultText {
	let rows = 0;
	let written = (): WrittenRows => ({rows, hasMore: false});
	async function* chunks(): AsyncGenerator<string | Uint8Array> {
		if ('chunks' in copy) {
			yield* copy.chunks({
				signal,
				isReadOnly,
				onRows: total => {
					rows = total;
					onProgress?.({rows});
				},
			});
			return;
		}
		const pipe = await createNamedPipe();
		if (pipe === undefined) {
			const text = await write();
			if ('tag' in text) return;
			written = text.written;
			yield* text.chunks;
			return;
		}
		const copied = readNamedPipe(pipe, async path => {
			rows = await copy.toFile(path, {signal, isReadOnly});
		});
		yield* replaceIfEmpty(copied, copy.ifEmpty, () => rows === 0);
	}
	return {chunks: chunks(), written: () => written()};
}

/** Replaces the text of a result without rows. @param isEmpty Called when all has been read. */
async function* replaceIfEmpty(
	chunks: AsyncIterable<Uint8Array>,
	{written, text}: {readonly written: string; readonly text: string},
	isEmpty: () => boolean,
): AsyncGenerator<string | Uint8Array> {
	const held: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of chunks) {
		bytes += chunk.length;
		if (bytes <= written.length * maxBytesPerUnit) held.push(chunk);
		else {
			yield* held.splice(0);
			yield chunk;
		}
	}
	if (isEmpty()) yield text;
	else yield* held;
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
	const existing = await stat(file).catch(() => undefined);
	if (!overwrites && existing !== undefined)
		throw new UsageError({
			message: `${safeText(file)} exists already.`,
			where: file,
			advice: 'Name another file, or delete that one.',
		});
	if (format === 'parquet') {
		const onRows = (rows: number) => options.onProgress?.({rows});
		const rows = await exportParquet(warehouse, sql, file, {...options, onRows});
		return typeof rows === 'string' ? {tag: rows} : {rows, hasMore: false};
	}
	const textOptions = {format, ...options};
	const copy = await prepareCopy(warehouse, sql, textOptions);
	// A special file may be a pipe whose reader must not see the text of an empty result twice.
	if (copy !== undefined && 'toFile' in copy && (existing?.isFile() ?? true))
		return {rows: await copyToFile(copy, file, textOptions), hasMore: false};
	const write = async () => writtenText(warehouse, sql, textOptions);
	const text = copy === undefined ? await write() : copiedText(copy, textOptions, write);
	if ('tag' in text) return text;
	await writeTextFile(file, text.chunks, {signal: options.signal});
	return text.written();
}

/** Has the engine write a file atomically. Returns the number of rows. */
async function copyToFile(
	{toFile, ifEmpty}: Extract<TextCopy, {toFile: unknown}>,
	file: string,
	{signal, isReadOnly, onProgress}: ResultTextOptions,
): Promise<number> {
	return writeAtomically(file, async temporary => {
		const watch = setInterval(async () => {
			const found = await stat(temporary).catch(() => undefined);
			if (found !== undefined) onProgress?.({bytes: found.size});
		}, watchMs);
		try {
			const rows = await toFile(temporary, {signal, isReadOnly});
			if (rows === 0) await writeFile(temporary, ifEmpty.text);
			return rows;
		} catch (error) {
			throw writeError(error, temporary, file);
		} finally {
			clearInterval(watch);
		}
	});
}

/** The error of an engine that could not write to a file, with the name of that file; any other error as it is. */
function writeError(error: unknown, temporary: string, file: string): unknown {
	if (!(error instanceof StatementError)) return error;
	const {message} = error.failure;
	const reason = /: ([^:"]+)$/.exec(message)?.[1];
	if (reason === undefined || !message.startsWith('IO error:') || !message.includes(temporary)) return error;
	return cannotWrite(file, `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`, error);
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
