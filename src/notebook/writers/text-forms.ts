import {safeJson} from '../../format/safe-text.js';
import type {TextForm} from '../../warehouse/warehouse.js';
import {csvField} from './csv.js';
import type {TextFormat} from './formats.js';
import {uniqueKeys} from './json.js';
import {tsvField} from './tsv.js';

/** The formats that an engine may write itself, exactly as the writers do. */
export const textForms: Partial<Readonly<Record<TextFormat, TextForm>>> = {
	csv: {format: 'csv', names: columns => columns.map(({name}) => csvField(name))},
	tsv: {format: 'tsv', names: columns => columns.map(({name}) => tsvField(name))},
	json: {format: 'json', names: columns => uniqueKeys(columns).map(safeJson)},
	ndjson: {format: 'ndjson', names: columns => uniqueKeys(columns).map(safeJson)},
};
