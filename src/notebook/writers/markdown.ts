import {safeText} from '../../format/safe-text.js';
import {valueText} from '../value-text.js';
import type {Writer} from './writer.js';

/** Characters that Markdown treats as markup: an underscore only at the edge of a word, an ampersand only at the start of an entity. */
const markup = /[\\|`*<~[\]]|&(?=[#\w])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** Writes a GitHub Markdown table: numbers right-aligned, line ends as `<br>`, NULL as `NULL`. */
export const writeMarkdown: Writer = async function* (columns, rows) {
	if (columns.length === 0) return;
	yield line(columns.map(({name}) => cell(name)));
	yield line(columns.map(({type}) => (type === 'number' ? '---:' : '---')));
	for await (const batch of rows) {
		yield batch
			.map(row => line(columns.map((_, index) => cell(valueText(row[index] ?? null) ?? 'NULL'))))
			.join('');
	}
};

function cell(text: string): string {
	return text
		.split(/\r?\n/)
		.map(part => safeText(part.replaceAll(markup, '\\$&')))
		.join('<br>');
}

function line(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |\n`;
}
