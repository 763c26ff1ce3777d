import {type Failure, SparkifyError} from '../../errors.js';
import {count, duration, plural} from '../../format/figures.js';
import type {ChartSpec} from '../charts/chart.js';
import {type ChartData, chartData} from '../charts/chart-data.js';
import type {CellOutput, CellRun} from '../document/cell.js';
import {errorLines} from '../error-lines.js';
import {type NotebookFile, type SqlCell, withoutFrontMatter} from '../markdown/notebook-file.js';

/** What a report shows, in the order of the notebook. */
export type ReportPart =
	| {readonly type: 'prose'; readonly markdown: string}
	/** `run` is undefined if the run stopped before this cell. */
	| {readonly type: 'cell'; readonly cell: SqlCell; readonly run: CellRun | undefined};

export type Report = {
	/** The first heading, or else the name of the file. */
	readonly title: string;
	/** Where and when it ran, one fact a line. */
	readonly facts: readonly string[];
	readonly parts: readonly ReportPart[];
};

/** Number of rows of a result that a report shows. */
export const reportRows = 100;

/**
A line below an output: the rows, the time, and how many rows are shown if not all are.
@param shown Number of rows shown; by default all that are held.
*/
export function outputCaption(output: CellOutput, shown?: number): string {
	return `${outputSummary(output, shown)} · ${duration(output.ms)}`;
}

/** The caption without the time, which differs between runs. */
export function outputSummary(output: CellOutput, shown = Number.POSITIVE_INFINITY): string {
	switch (output.type) {
		case 'message':
			return output.tag;
		case 'error':
			return 'Failed';
		case 'result': {
			const {rows, isComplete} = output;
			const held = isComplete ? plural(rows.length, 'row') : `more than ${count(rows.length)} rows`;
			return `${held}${rows.length > shown ? ` · the first ${count(shown)} are shown` : ''}`;
		}
	}
}

/** An output with the chart that is drawn of it. */
export type ShownOutput = {
	readonly output: CellOutput;
	readonly data?: ChartData;
	/** What the caption says besides: why there is no chart, or what it leaves out. */
	readonly notes: readonly string[];
};

/** The outputs of a cell. Its chart is of the last result. */
export function shownOutputs(
	{outputs}: Pick<CellRun, 'outputs'>,
	chart: ChartSpec | undefined,
): readonly ShownOutput[] {
	const last = outputs.findLast(({type}) => type === 'result');
	return outputs.map(output =>
		chart !== undefined && output === last ? withChart(output, chart) : {output, notes: []},
	);
}

function withChart(output: CellOutput, chart: ChartSpec): ShownOutput {
	if (output.type !== 'result') return {output, notes: []};
	const {columns, rows, isComplete} = output;
	try {
		const data = chartData(chart, columns, rows);
		return {output, data, notes: isComplete ? [] : [`the chart shows the first ${count(rows.length)}`]};
	} catch (error) {
		if (error instanceof SparkifyError) return {output, notes: [`No chart: ${error.message}`]};
		throw error;
	}
}

/** A failure as text: the message, the place with its line of SQL, and the advice. */
export function failureText(failure: Failure): string {
	return `Error: ${errorLines(failure)
		.map(({text}) => text)
		.join('\n')}`;
}

/** The report of a notebook whose cells have run in order, perhaps not all. @param name Of the file. */
export function reportOf(
	{parts}: NotebookFile,
	{
		name,
		facts,
		runs,
	}: {readonly name: string; readonly facts: readonly string[]; readonly runs: readonly CellRun[]},
): Report {
	const prose = parts.filter(({type}) => type === 'prose').map(({source}) => source);
	const title = /^#\s+(.+?)\s*#*\s*$/m.exec(prose.join('\n'))?.[1] ?? name;
	let cells = 0;
	return {
		title,
		facts,
		parts: parts.flatMap((part): readonly ReportPart[] => {
			if (part.type === 'prose') return [{type: 'prose', markdown: withoutFrontMatter(part.source)}];
			return part.type === 'sql' ? [{type: 'cell', cell: part.cell, run: runs[cells++]}] : [];
		}),
	};
}
