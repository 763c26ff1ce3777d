import {safeLines} from '../../format/safe-text.js';
import {drawChart} from '../charts/draw-chart.js';
import type {CellOutput} from '../document/cell.js';
import {newCell} from '../markdown/notebook-file.js';
import {writeMarkdown} from '../writers/markdown.js';
import {outputCaption, outputChart, type Report, type ReportPart, reportRows} from './report.js';

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
	const {name, sql, chart, run} = part;
	yield `${newCell({sql, info: {...(name !== undefined && {name}), ...(chart !== undefined && {chart})}}, '\n').source}\n`;
	if (run === undefined) yield '*Not run.*\n\n';
	const last = run?.outputs.findLast(({type}) => type === 'result');
	for (const output of run?.outputs ?? []) yield* outputText(output, output === last ? chart : undefined);
}

async function* outputText(
	output: CellOutput,
	chart: Extract<ReportPart, {type: 'cell'}>['chart'],
): AsyncGenerator<string> {
	const notices = output.notices.map(safeLines);
	if (notices.length > 0) yield `${fenced(notices.join('\n'))}\n`;
	if (output.type === 'error') {
		const {message, where, advice} = output.failure;
		yield `${fenced(safeLines([`Error: ${message}`, where, advice].filter(line => line !== undefined).join('\n')))}\n`;
	}
	const {data, problem} = outputChart(output, chart);
	const notes = problem === undefined ? [] : [problem];
	if (data !== undefined) {
		const {lines, notes: captions} = drawChart(data, {width: chartWidth, height: 24, isUnicode: true});
		notes.push(...captions);
		yield `${fenced(lines.map(line => line.map(({text}) => text).join('')).join('\n'))}\n`;
	} else if (output.type === 'result' && output.columns.length > 0) {
		for await (const text of writeMarkdown(output.columns, pages(output.rows.slice(0, reportRows))))
			yield text;
		yield '\n';
	}
	yield `*${[outputCaption(output, data === undefined ? reportRows : undefined), ...notes].join(' · ')}*\n\n`;
}

async function* pages<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
	yield rows;
}

function fenced(text: string): string {
	const longest = Math.max(0, ...(text.match(/^`{3,}/gm) ?? []).map(run => run.length));
	const fence = '`'.repeat(Math.max(3, longest + 1));
	return `${fence}text\n${text}\n${fence}\n`;
}
