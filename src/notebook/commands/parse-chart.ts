import {didYouMean, type Problem, withGuess} from '../../config/problems.js';
import {safeText} from '../../format/safe-text.js';
import type {Column, Row} from '../../warehouse/warehouse.js';
import {type ChartSpec, type ChartType, chartTypes, fittingCharts} from '../charts/chart.js';

/** `guess` is the chart that fits best, `off` none. */
export type ChartRequest = ChartSpec | 'guess' | 'off';

const axes = ['x', 'y', 'by'] as const;

/** Parses `TYPE x=COLUMN y=COLUMN,COLUMN by=COLUMN`. Values with blanks are in double quotes. */
export function parseChart(text: string): ChartRequest | Problem {
	const [typed, ...words] = text.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
	if (typed === undefined) return 'guess';
	if (typed === 'off') return words.length === 0 ? 'off' : {message: '\\chart off takes no columns.'};
	const type = chartTypes.find(name => name === typed);
	if (type === undefined)
		return withGuess(
			`There is no chart "${safeText(typed)}"; the charts are ${chartTypes.join(', ')}.`,
			typed,
			chartTypes,
		);
	const values = new Map<string, string>();
	for (const word of words) {
		const [, key = '', value = ''] = /^([^=]*)=(.+)$/s.exec(word) ?? [];
		if (!axes.some(axis => axis === key))
			return {
				message: `"${safeText(word)}" is not x=, y= or by=.`,
				advice: 'Type x=COLUMN y=COLUMN by=COLUMN.',
			};
		if (values.has(key)) return {message: `${key}= is there twice.`};
		values.set(key, value.replaceAll('"', ''));
	}
	const [x, y, by] = axes.map(axis => values.get(axis));
	return {
		type,
		...(x !== undefined && {x}),
		...(y !== undefined && {y: y.split(',')}),
		...(by !== undefined && {by}),
	};
}

/**
Checks a chart against a result. Without columns it gets those of the first guess of its type.
@returns the chart, or undefined for none
*/
export function chartFor(
	request: ChartRequest,
	columns: readonly Column[],
	rows: readonly Row[],
): ChartSpec | undefined | Problem {
	if (request === 'off') return undefined;
	const fitting = fittingCharts(columns, rows);
	if (fitting.length === 0)
		return {
			message: 'No chart fits this result.',
			advice: 'A chart needs at least one row and one column of numbers.',
		};
	if (request === 'guess') return fitting[0];
	const {type, x, y = [], by} = request;
	for (const [axis, name] of [['x', x], ...y.map(name => ['y', name]), ['by', by]] as const) {
		const problem = name === undefined ? undefined : columnProblem(axis!, name, columns, type);
		if (problem !== undefined) return problem;
	}
	if (fitting.some(chart => chart.type === type)) return request;
	// The columns are named, so the chart need not be one of the guesses.
	if (y.length > 0 && (x !== undefined || type === 'histogram' || type === 'sparkline')) return request;
	const types = [...new Set(fitting.map(chart => chart.type))];
	return {
		message: `The result has no columns for the chart ${type}.`,
		advice: `Its charts are ${types.join(', ')}.`,
	};
}

function columnProblem(
	axis: string,
	name: string,
	columns: readonly Column[],
	type: ChartType,
): Problem | undefined {
	const column = columns.find(other => other.name === name);
	const names = columns.map(other => other.name);
	if (column === undefined) {
		const guess = didYouMean(name, names);
		const message = `The result has no column ${safeText(name)}; it has ${safeText(names.join(', '))}.`;
		return {message, ...(guess !== undefined && {advice: safeText(guess)})};
	}
	// A heat map's y is its vertical axis.
	if (axis !== 'y' || type === 'heatmap' || column.type === 'number') return undefined;
	const numbers = columns.filter(other => other.type === 'number').map(other => other.name);
	return {
		message: `y must be a column of numbers; ${safeText(name)} is ${safeText(column.engineType)}.`,
		advice: `The columns of numbers are ${safeText(numbers.join(', '))}.`,
	};
}
