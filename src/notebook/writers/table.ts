import {safeText} from '../../format/safe-text.js';
import {padWidth} from '../../format/text-width.js';
import type {Column} from '../../warehouse/warehouse.js';
import {type ColumnSize, columnSize, padFraction} from '../column-size.js';
import {shownText} from '../value-text.js';
import type {Writer} from './writer.js';

/** Number of rows that determine the column widths. */
const measuredRows = 1000;

/** What separates columns, and the header from the rows. */
export type TableRules = {readonly between: string; readonly rule: string; readonly crossing: string};

/**
Writes a table for reading: texts left-aligned, numbers aligned on their decimal points, NULL as `NULL`, control characters
as visible symbols, nothing cut. The first 1,000 rows determine the column widths; a wider text later shifts the rest of its
row to the right.
*/
export const writeTable: Writer = tableWriter({between: ' │ ', rule: '─', crossing: '─┼─'});

/** Like `writeTable`, with other lines. */
export function tableWriter(rules: TableRules): Writer {
	return async function* (columns, rows) {
		if (columns.length === 0) return;
		let measured: string[][] = [];
		let sizes: readonly ColumnSize[] | undefined;
		for await (const batch of rows) {
			const texts = batch.map(row => columns.map((_, index) => shownText(row[index])));
			if (sizes === undefined) {
				measured.push(...texts);
				if (measured.length < measuredRows) continue;
				sizes = measure(columns, measured);
				yield head(columns, sizes, rules) + body(columns, sizes, measured, rules);
				measured = [];
			} else yield body(columns, sizes, texts, rules);
		}
		if (sizes !== undefined) return;
		sizes = measure(columns, measured);
		yield head(columns, sizes, rules) + body(columns, sizes, measured, rules);
	};
}

type Texts = ReadonlyArray<readonly string[]>;

function measure(columns: readonly Column[], rows: Texts): readonly ColumnSize[] {
	return columns.map((column, index) =>
		columnSize(
			column,
			rows.slice(0, measuredRows).map(row => row[index]!),
		),
	);
}

function head(columns: readonly Column[], sizes: readonly ColumnSize[], rules: TableRules): string {
	const names = columns.map(({name}) => safeText(name));
	const ruled = sizes.map(({width}) => rules.rule.repeat(width)).join(rules.crossing);
	return `${line(columns, sizes, names, rules)}${ruled}\n`;
}

function body(
	columns: readonly Column[],
	sizes: readonly ColumnSize[],
	rows: Texts,
	rules: TableRules,
): string {
	return rows
		.map(row =>
			line(
				columns,
				sizes,
				row.map((text, index) => padFraction(text, sizes[index]!.fraction)),
				rules,
			),
		)
		.join('');
}

function line(
	columns: readonly Column[],
	sizes: readonly ColumnSize[],
	texts: readonly string[],
	{between}: TableRules,
): string {
	const cells = texts.map((text, index) => {
		const align = columns[index]!.type === 'number' ? 'right' : 'left';
		return padWidth(text, sizes[index]!.width, align);
	});
	return `${cells.join(between).trimEnd()}\n`;
}
