import {safeLines} from '../../format/safe-text.js';
import type {ChartSpec} from '../charts/chart.js';
import {chartText, drawChart} from '../charts/draw-chart.js';
import type {CellOutput, CellRun} from '../document/cell.js';
import {newCell} from '../markdown/notebook-file.js';
import {writeMarkdown} from '../writers/markdown.js';
import {writtenText} from '../writers/writer.js';
import {
	failureText,
	outputCaption,
	outputSummary,
	type Report,
	type ReportPart,
	reportRows,
	type ShownOutput,
	shownOutputs,
} from './report.js';

/** Width of the charts, in characters. */
const chartWidth = 80;

/** Writes a report as Markdown: the notebook with its results, tables as tables and charts as text. */
export async function* markdownReport({facts, parts}: Report): AsyncGenerator<string> {
	yield `${facts.map(fact => `> ${fact}`).join('  \n')}\n\n`;
	for (const part of parts) yield* partText(part);
}

/** The outputs of a run as they are saved in a notebook. Runs with equal results give equal texts. */
export async function savedOutputs(run: CellRun, chart: ChartSpec | undefined): Promise<string> {
	const texts = shownOutputs(run, chart).map(async output => outputText(output, outputSummary));
	return (await Promise.all(texts)).join('');
}

async function* partText(part: ReportPart): AsyncGenerator<string> {
	if (part.type === 'prose') {
		const text = part.markdown.trim();
		if (text !== '') yield `${text}\n\n`;
		return;
	}
	const {cell, run} = part;
	yield `${newCell(cell, '\n').source}\n`;
	if (run === undefined) yield '*Not run.*\n\n';
	else for (const output of shownOutputs(run, cell.info.chart)) yield await outputText(output, outputCaption);
}

/** An output as Markdown: notices, a table or chart, and a caption. */
async function outputText(
	{output, data, notes}: ShownOutput,
	captionOf: (output: CellOutput, shown?: number) => string,
): Promise<string> {
	const notices = output.notices.length > 0 ? `${fenced(output.notices.map(safeLines).join('\n'))}\n` : '';
	const drawn = data && drawChart(data, {width: chartWidth, height: 24, isUnicode: true});
	const caption = [
		captionOf(output, drawn === undefined ? reportRows : undefined),
		...notes,
		...(drawn?.notes ?? []),
	];
	let body = '';
	if (drawn !== undefined) body = `${fenced(chartText(drawn))}\n`;
	else if (output.type === 'error') body = `${fenced(failureText(output.failure))}\n`;
	else if (output.type === 'result' && output.columns.length > 0)
		body = `${await writtenText(writeMarkdown, output.columns, output.rows.slice(0, reportRows))}\n`;
	return `${notices}${body}*${caption.join(' · ')}*\n\n`;
}

function fenced(text: string): string {
	const longest = Math.max(0, ...(text.match(/^`{3,}/gm) ?? []).map(run => run.length));
	const fence = '`'.repeat(Math.max(3, longest + 1));
	return `${fence}text\n${text}\n${fence}\n`;
}
