import {writeCsv} from './csv.js';
import {writeJson, writeNdjson} from './json.js';
import {writeMarkdown} from './markdown.js';
import {writeTable} from './table.js';
import {writeTsv} from './tsv.js';
import type {Writer} from './writer.js';

/** Formats written as text, row by row. The engine writes `parquet` (see `export-parquet.ts`). */
export const textFormats = ['table', 'csv', 'tsv', 'json', 'ndjson', 'markdown'] as const;
export type TextFormat = (typeof textFormats)[number];

/** They write nothing for a statement that returns no columns. */
export const writers: Readonly<Record<TextFormat, Writer>> = {
	table: writeTable,
	csv: writeCsv,
	tsv: writeTsv,
	json: writeJson,
	ndjson: writeNdjson,
	markdown: writeMarkdown,
};

export type ExportFormat = TextFormat | 'parquet';

const formatsBySuffix: ReadonlyMap<string, ExportFormat> = new Map([
	['.csv', 'csv'],
	['.tsv', 'tsv'],
	['.json', 'json'],
	['.ndjson', 'ndjson'],
	['.md', 'markdown'],
	['.parquet', 'parquet'],
]);
/** The suffixes of files that name a format. */
export const exportSuffixes = [...formatsBySuffix.keys()];

/** The format that the suffix of a file names, in any case; undefined if it names none. */
export function exportFormatOf(file: string): ExportFormat | undefined {
	const [suffix = ''] = /\.[a-z]+$/i.exec(file) ?? [];
	return formatsBySuffix.get(suffix.toLowerCase());
}
