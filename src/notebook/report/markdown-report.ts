import {safeLines} from '../../format/safe-text.js';
import {chartText, drawChart} from '../charts/draw-chart.js';
import {newCell} from '../markdown/notebook-file.js';
import {writeMarkdown} from '../writers/markdown.js';
import {writtenText} from '../writers/writer.js';
import {
	failureText,
	outputCaption,
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

async function* partText(part: ReportPart): AsyncGenerator<string> {
	if (part.type === 'prose') {
		const text = part.markdown.trim();
		if (text !== '') yield `${text}\n\n`;
		return;
	}
	const {cell, run} = part;
	yield `${newCell(cell, '\n').source}\n`;
	if (run === undefined) yield '*Not run.*\n\n';
	else for (const output of shownOutputs(run, cell.info.chart)) yield await outputText(output);
}

async function outputText({output, data, notes}: ShownOutput): Promise<string> {
	const notices = output.notices.length > 0 ? `${fenced(output.notices.map(safeLines).join('\n'))}\n` : '';
	const drawn = data && drawChart(data, {width: chartWidth, height: 24, isUnicode: true});
	const caption = [
		outputCaption(output, drawn === undefined ? reportRows : undefined),
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
