import {writeCsv} from './csv.js';
import {writeJson, writeNdjson} from './json.js';
import {writeMarkdown} from './markdown.js';
import {writeTable} from './table.js';
import {writeTsv} from './tsv.js';
import type {Writer} from './writer.js';

/** Formats that are written as text, row by row. `parquet` is none of them: the engine writes it (`export-parquet.ts`). */
export const textFormats = ['table', 'csv', 'tsv', 'json', 'ndjson', 'markdown'] as const;
export type TextFormat = (typeof textFormats)[number];

/** Of a statement that returns no columns they write nothing. */
export const writers: Readonly<Record<TextFormat, Writer>> = {
	table: writeTable,
	csv: writeCsv,
	tsv: writeTsv,
	json: writeJson,
	ndjson: writeNdjson,
	markdown: writeMarkdown,
};
