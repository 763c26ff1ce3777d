import {count, duration, plural} from '../../format/figures.js';
import {safeText} from '../../format/safe-text.js';
import {displayWidth, padWidth} from '../../format/text-width.js';
import type {CellOutput} from '../../notebook/document/cell.js';
import type {ShownOutput} from '../../notebook/report/report.js';
import {valueText} from '../../notebook/value-text.js';
import {tableWriter} from '../../notebook/writers/table.js';
import {writtenText} from '../../notebook/writers/writer.js';
import type {Display} from '../../ui/state/display.js';
import type {Column, Row} from '../../warehouse/warehouse.js';
import {plainFailureLines} from '../failure-lines.js';
import {describeChart} from './describe-chart.js';

/** Rows of a result that are printed at a time. */
export const printedRows = 20;

export type OutputOptions = {
	readonly display: Display;
	/** Width of the terminal. */
	readonly columns: number;
};

/** Columns are separated by blanks: a screen reader would read every line that is drawn. */
const writePlainTable = tableWriter({between: '  ', rule: '-', crossing: '  '});

/** An output for reading line by line. A chart is described, and its rows follow. */
export async function outputText(
	{output, data, notes}: ShownOutput,
	options: OutputOptions,
): Promise<string> {
	const notices = output.notices.map(notice => `${safeText(notice)}\n`).join('');
	switch (output.type) {
		case 'error':
			return `${notices}${plainFailureLines(output.failure, options.columns).join('\n')}\n`;
		case 'message':
			return `${notices}${[safeText(output.tag), ...time(output, options), ...notes].join(', ')}\n`;
		case 'result': {
			const described =
				data === undefined
					? ''
					: describeChart(data)
							.map(line => `${line}\n`)
							.join('');
			const rows = await rowsText(output.columns, output.rows.slice(0, printedRows), 0, options);
			return `${notices}${described}${rows}${[...caption(output), ...time(output, options), ...notes].join(', ')}\n`;
		}
	}
}

/** Rows as a table or, as `\x` says, as records. @param first Index of the first row in the result. */
export async function rowsText(
	columns: readonly Column[],
	rows: readonly Row[],
	first: number,
	{display: {expanded}, columns: width}: OutputOptions,
): Promise<string> {
	const table = await writtenText(writePlainTable, columns, rows);
	const isTooWide = () => table.split('\n').some(line => displayWidth(line) > width);
	if (expanded === 'off' || (expanded === 'auto' && !isTooWide())) return table;
	return rows.map((row, index) => recordText(columns, row, first + index)).join('');
}

/** A row, a line for each column, with its complete values. @param index From 0. */
export function recordText(columns: readonly Column[], row: Row, index: number): string {
	const names = columns.map(({name}) => safeText(name));
	const width = Math.max(0, ...names.map(displayWidth));
	const lines = names.map((name, column) => {
		const [start = '', ...more] = (valueText(row[column] ?? null) ?? 'NULL').split('\n').map(safeText);
		const indentation = ' '.repeat(width + 4);
		return [`  ${padWidth(name, width)}  ${start}`, ...more.map(line => indentation + line)];
	});
	return [`Row ${count(index + 1)}`, ...lines.flat()].map(line => `${line.trimEnd()}\n`).join('');
}

/** `6 rows`, or which of them are printed. */
function caption(output: Extract<CellOutput, {readonly type: 'result'}>): readonly string[] {
	const {rows, isComplete} = output;
	const held = isComplete ? plural(rows.length, 'row') : `more than ${count(rows.length)} rows`;
	if (rows.length <= printedRows && isComplete) return [held];
	return [held, `the first ${Math.min(printedRows, rows.length)} are printed`, '\\more prints more'];
}

function time({ms}: CellOutput, {display}: OutputOptions): readonly string[] {
	return display.hasTimes ? [duration(ms)] : [];
}
