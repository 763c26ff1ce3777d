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
