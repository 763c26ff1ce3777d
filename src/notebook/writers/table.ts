import {safeText} from '../../format/safe-text.js';
import {displayWidth, padWidth} from '../../format/text-width.js';
import type {Column} from '../../warehouse/warehouse.js';
import {shownText} from '../value-text.js';
import type {Writer} from './writer.js';

/** Rows that settle how wide the columns are. */
const measuredRows = 1000;

/**
A table for a person: texts to the left, numbers to the right, NULL as `NULL`, controls as visible symbols, nothing cut.
The columns are as wide as the first 1,000 rows need; a later text that is wider moves the rest of its row to the right.
*/
export const writeTable: Writer = async function* (columns, rows) {
	if (columns.length === 0) return;
	let measured: string[][] = [];
	let widths: readonly number[] | undefined;
	for await (const batch of rows) {
		const texts = batch.map(row => columns.map((column, index) => shownText(row[index], column)));
		if (widths === undefined) {
			measured.push(...texts);
			if (measured.length < measuredRows) continue;
			widths = measure(columns, measured);
			yield head(columns, widths) + body(columns, widths, measured);
			measured = [];
		} else yield body(columns, widths, texts);
	}
	if (widths !== undefined) return;
	widths = measure(columns, measured);
	yield head(columns, widths) + body(columns, widths, measured);
};

type Texts = ReadonlyArray<readonly string[]>;

function measure(columns: readonly Column[], rows: Texts): readonly number[] {
	return columns.map(({name}, index) =>
		rows
			.slice(0, measuredRows)
			.reduce((widest, row) => Math.max(widest, displayWidth(row[index]!)), displayWidth(safeText(name))),
	);
}

function head(columns: readonly Column[], widths: readonly number[]): string {
	const names = columns.map(({name}) => safeText(name));
	return `${line(columns, widths, names)}${widths.map(width => '─'.repeat(width)).join('─┼─')}\n`;
}

function body(columns: readonly Column[], widths: readonly number[], rows: Texts): string {
	return rows.map(row => line(columns, widths, row)).join('');
}

function line(columns: readonly Column[], widths: readonly number[], texts: readonly string[]): string {
	const cells = texts.map((text, index) => {
		const align = columns[index]!.type === 'number' ? 'right' : 'left';
		return padWidth(text, widths[index]!, align);
	});
	return `${cells.join(' │ ').trimEnd()}\n`;
}
