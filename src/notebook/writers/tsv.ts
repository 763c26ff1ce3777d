import type {Row} from '../../warehouse/warehouse.js';
import {valueText} from '../value-text.js';
import type {Writer} from './writer.js';

const escapes: Readonly<Record<string, string>> = {
	'\\': '\\\\',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\v': '\\v',
};

/** Writes PostgreSQL's COPY text with a header line: tab-separated, `\N` for NULL, an empty text is empty, `\t` `\n` `\\` escaped. */
export const writeTsv: Writer = async function* (columns, rows) {
	if (columns.length === 0) return;
	yield line(columns.map(({name}) => name));
	for await (const batch of rows) {
		yield batch.map(tsvRow).join('');
	}
};

/** A row as a line of the same format. */
export function tsvRow(row: Row): string {
	return line(row.map(valueText));
}

function line(fields: ReadonlyArray<string | null>): string {
	return `${fields.map(field => (field === null ? '\\N' : tsvField(field))).join('\t')}\n`;
}

/** A text as a field of a line. */
export function tsvField(text: string): string {
	return text.replaceAll(/[\\\b\f\n\r\t\v]/g, character => escapes[character]!);
}
