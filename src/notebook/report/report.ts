import {SparkifyError} from '../../errors.js';
import {count, duration, plural} from '../../format/figures.js';
import type {ChartSpec} from '../charts/chart.js';
import type {ChartData} from '../charts/chart-data.js';
import {chartData} from '../charts/chart-data.js';
import type {CellOutput, CellRun} from '../document/cell.js';

/** What a report shows, in the order of the notebook. */
export type ReportPart =
	| {readonly type: 'prose'; readonly markdown: string}
	| {
			readonly type: 'cell';
			readonly name: string | undefined;
			readonly sql: string;
			readonly chart: ChartSpec | undefined;
			/** Undefined if the run stopped before this cell. */
			readonly run: CellRun | undefined;
	  };

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
export function outputCaption(output: CellOutput, shown = Number.POSITIVE_INFINITY): string {
	const time = duration(output.ms);
	switch (output.type) {
		case 'message':
			return `${output.tag} · ${time}`;
		case 'error':
			return `Failed · ${time}`;
		case 'result': {
			const {rows, isComplete} = output;
			const held = isComplete ? plural(rows.length, 'row') : `more than ${count(rows.length)} rows`;
			return `${held}${rows.length > shown ? ` · the first ${count(shown)} are shown` : ''} · ${time}`;
		}
	}
}

/** The chart of an output, and why there is none if the result does not fit the cell's chart. */
export function outputChart(
	output: CellOutput,
	chart: ChartSpec | undefined,
): {readonly data?: ChartData; readonly problem?: string} {
	if (chart === undefined || output.type !== 'result') return {};
	try {
		return {data: chartData(chart, output.columns, output.rows)};
	} catch (error) {
		if (error instanceof SparkifyError) return {problem: `No chart: ${error.message}`};
		throw error;
	}
}
