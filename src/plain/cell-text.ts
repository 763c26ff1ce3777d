import {count, plural} from '../format/figures.js';
import {safeJson, safeText} from '../format/safe-text.js';
import {chartText, drawChart} from '../notebook/charts/draw-chart.js';
import type {CellOutput, CellRun} from '../notebook/document/cell.js';
import {outputCaption, type ShownOutput, shownOutputs} from '../notebook/report/report.js';
import type {NotebookCell} from '../notebook/run/run-notebook.js';
import {jsonLiteral} from '../notebook/writers/json.js';
import {writeTable} from '../notebook/writers/table.js';
import {writtenText} from '../notebook/writers/writer.js';

/** Rows of a result that are printed. */
const printedRows = 20;
const chartHeight = 24;

export type CellTextOptions = {
	/** Width of the charts. */
	readonly columns: number;
	/** Whether more than ASCII can be shown. */
	readonly isUnicode: boolean;
};

/** A cell's outputs for reading: its name, its tables or chart, and a line below each. Errors are left to the caller. */
export async function cellText(
	{number, name, chart}: NotebookCell,
	run: CellRun,
	options: CellTextOptions,
): Promise<string> {
	const title = `[${number}]${name === undefined ? '' : ` ${name}`}`;
	const shown = shownOutputs(run, chart).filter(({output}) => output.type !== 'error');
	const texts = await Promise.all(shown.map(async output => outputText(output, options)));
	return `${title}\n${texts.join('')}\n`;
}

async function outputText(
	{output, data, notes}: ShownOutput,
	{columns, isUnicode}: CellTextOptions,
): Promise<string> {
	const notices = output.notices.map(notice => `${safeText(notice)}\n`).join('');
	if (data !== undefined) {
		const drawn = drawChart(data, {width: columns, height: chartHeight, isUnicode});
		const caption = [outputCaption(output), ...notes, ...drawn.notes].join(' · ');
		return `${notices}${chartText(drawn)}\n${caption}\n`;
	}
	const table =
		output.type === 'result'
			? await writtenText(writeTable, output.columns, output.rows.slice(0, printedRows))
			: '';
	return `${notices}${table}${[outputCaption(output, printedRows), ...notes].join(' · ')}\n`;
}

/** A cell's run as a line of JSON. */
export function cellJson({number, name}: NotebookCell, {state, ms, startedAt, outputs}: CellRun): string {
	const at = new Date(startedAt).toISOString();
	const fields = JSON.stringify({type: 'cell-finished', cell: number, name, state, ms: Math.round(ms), at});
	return `${safeJson(`${fields.slice(0, -1)},"outputs":[${outputs.map(outputJson).join(',')}]}`)}\n`;
}

function outputJson(output: CellOutput): string {
	const {type, notices} = output;
	const common = {type, ms: Math.round(output.ms), ...(notices.length > 0 && {notices})};
	switch (output.type) {
		case 'result': {
			const {columns, isComplete} = output;
			const rows = output.rows.map(
				row => `[${columns.map((column, index) => jsonLiteral(row[index] ?? null, column)).join(',')}]`,
			);
			const fields = {...common, columns: columns.map(({name}) => name), complete: isComplete};
			return `${JSON.stringify(fields).slice(0, -1)},"rows":[${rows.join(',')}]}`;
		}
		case 'message':
			return JSON.stringify({...common, tag: output.tag});
		case 'error': {
			const {message, where, advice, detail} = output.failure;
			return JSON.stringify({...common, message, where, advice, detail});
		}
	}
}

/** `9 cells done, 1 failed, 2 not run` */
export function runSummary(runs: readonly CellRun[], total: number): string {
	const of = (state: CellRun['state']) => runs.filter(run => run.state === state).length;
	const parts = [
		`${plural(of('done'), 'cell')} done`,
		...(of('failed') > 0 ? [`${count(of('failed'))} failed`] : []),
		...(of('cancelled') > 0 ? [`${count(of('cancelled'))} cancelled`] : []),
		...(runs.length < total ? [`${count(total - runs.length)} not run`] : []),
	];
	return parts.join(', ');
}
