import {UsageError} from '../../errors.js';
import {safeText} from '../../format/safe-text.js';
import type {Column, Row, Value} from '../../warehouse/warehouse.js';
import {shownText} from '../value-text.js';
import {type ChartSpec, type ChartType, columnKind, fittingCharts, toNumber, toTime} from './chart.js';
import {numberScale} from './scales.js';

export type Bar = {readonly label: string; readonly value: number | null};
export type Point = {readonly x: number; readonly y: number | null};
export type Bin = {readonly from: number; readonly to: number; readonly count: number};
/** A heat map's cell: undefined if no row has its two values, null if the row's value is NULL. */
export type HeatCell = number | null | undefined;
export type Series<T> = {readonly name: string; readonly values: readonly T[]};

/** The figures of a chart, as both the terminal and the report draw them. Texts are safe for a terminal. */
export type ChartData = {
	/** What the caption has to say, in clauses: rows left out, values added up. */
	readonly notes: readonly string[];
} & (
	| {readonly type: 'bar' | 'column'; readonly name: string; readonly bars: readonly Bar[]}
	| {
			readonly type: 'line';
			readonly x: string;
			readonly isTime: boolean;
			readonly series: readonly Series<Point>[];
	  }
	| {
			readonly type: 'histogram';
			readonly name: string;
			readonly bins: readonly Bin[];
			readonly bounds: readonly string[];
	  }
	| {
			readonly type: 'heatmap';
			readonly name: string;
			readonly across: readonly string[];
			readonly down: readonly string[];
			/** Rows of cells, from top to bottom. */
			readonly cells: readonly (readonly HeatCell[])[];
	  }
	| {readonly type: 'sparkline'; readonly series: readonly Series<number | null>[]}
);

/** Number of bins that a histogram has at most. */
const maxBins = 20;
/** Number of series that a reader can distinguish in a line chart. */
const maxSeries = 6;
/** Longest run of whole numbers that an axis of a heat map shows without gaps, e.g. the hours of a day. */
const maxRun = 62;

/**
The figures of a chart of a result.
@throws UsageError if a column is missing, or the chart does not fit
*/
export function chartData(spec: ChartSpec, columns: readonly Column[], rows: readonly Row[]): ChartData {
	const result = {columns, rows};
	const chosen = complete(spec, result);
	switch (chosen.type) {
		case 'bar':
		case 'column':
			return barData(chosen.type, chosen, result);
		case 'line':
			return lineData(chosen, result);
		case 'histogram':
			return histogramData(chosen, result);
		case 'heatmap':
			return heatmapData(chosen, result);
		case 'sparkline':
			return {
				type: 'sparkline',
				notes: [],
				series: (chosen.y ?? []).map(name => ({name: safeText(name), values: numbersOf(name, result)})),
			};
	}
}

type Result = {readonly columns: readonly Column[]; readonly rows: readonly Row[]};

/** Fills in the columns that the chart leaves open, as the first guess of its type has them. */
function complete(spec: ChartSpec, {columns, rows}: Result): ChartSpec {
	for (const name of [spec.x, ...(spec.y ?? []), spec.by]) if (name !== undefined) indexOf(name, columns);
	const guess = fittingCharts(columns, rows).find(({type}) => type === spec.type);
	const full = {...guess, ...spec};
	const needsX = spec.type !== 'histogram' && spec.type !== 'sparkline';
	if ((full.y?.length ?? 0) > 0 && (full.x !== undefined || !needsX)) return full;
	throw new UsageError({
		message: `The result has no columns for a ${chartNames[spec.type]}.`,
		advice: chartNeeds[spec.type],
	});
}

export const chartNames: Readonly<Record<ChartType, string>> = {
	bar: 'bar chart',
	column: 'column chart',
	line: 'line chart',
	histogram: 'histogram',
	heatmap: 'heat map',
	sparkline: 'sparkline',
};

const chartNeeds: Readonly<Record<ChartType, string>> = {
	bar: 'It needs a column of labels and a column of numbers.',
	column: 'It needs a column of labels or times, and a column of numbers.',
	line: 'It needs a column of times or ordered numbers, and a column of numbers.',
	histogram: 'It needs a column of numbers.',
	heatmap: 'It needs two columns of labels and a column of numbers.',
	sparkline: 'It needs a column of numbers.',
};

function indexOf(name: string, columns: readonly Column[]): number {
	const index = columns.findIndex(column => column.name === name);
	if (index !== -1) return index;
	throw new UsageError({
		message: `The result has no column ${name}.`,
		advice: `It has ${columns.map(column => column.name).join(', ')}.`,
	});
}

function numbersOf(name: string, {columns, rows}: Result): readonly (number | null)[] {
	const index = indexOf(name, columns);
	return rows.map(row => toNumber(row[index]));
}

function labelsOf(name: string, {columns, rows}: Result): readonly string[] {
	const index = indexOf(name, columns);
	const isTime = columnKind(columns[index]!) === 'time';
	return rows.map(row => (isTime ? shortTime(row[index]) : shownText(row[index])));
}

/** A time without the parts that are zero in `YYYY-MM-DD HH:MM:SS.mmm`. */
function shortTime(value: Value | undefined): string {
	return shownText(value).replace(/(?: 00:00(?::00(?:\.0+)?)?|:00(?:\.0+)?|\.0+)$/, '');
}

function barData(type: 'bar' | 'column', {x, y}: ChartSpec, result: Result): ChartData {
	const [name = ''] = y ?? [];
	const [labels, values] = [labelsOf(x ?? '', result), numbersOf(name, result)];
	const bars = labels.map((label, index) => ({label, value: values[index] ?? null}));
	return {type, name: safeText(name), bars, notes: []};
}

function lineData({x = '', y = [], by}: ChartSpec, result: Result): ChartData {
	const index = indexOf(x, result.columns);
	const isTime = columnKind(result.columns[index]!) === 'time';
	const at = result.rows.map(row => (isTime ? toTime(row[index]) : toNumber(row[index])));
	const groups = by === undefined ? undefined : labelsOf(by, result);
	const series = new Map<string, Point[]>();
	let withoutX = 0;
	for (const name of y) {
		const values = numbersOf(name, result);
		for (const [row, place] of at.entries()) {
			if (place === null) {
				withoutX++;
				continue;
			}
			const group = groups?.[row];
			const key = group === undefined ? safeText(name) : y.length > 1 ? `${group} ${safeText(name)}` : group;
			const points = series.get(key) ?? [];
			points.push({x: place, y: values[row] ?? null});
			series.set(key, points);
		}
	}
	const all = [...series].map(([name, values]) => ({name, values: values.sort((a, b) => a.x - b.x)}));
	return {
		type: 'line',
		x: safeText(x),
		isTime,
		series: all.slice(0, maxSeries),
		notes: [
			...(all.length > maxSeries ? [`first ${maxSeries} of ${all.length} series`] : []),
			...(withoutX > 0 ? [`${withoutX} without ${safeText(x)}`] : []),
		],
	};
}

function histogramData({y}: ChartSpec, result: Result): ChartData {
	const [name = ''] = y ?? [];
	const all = numbersOf(name, result);
	const values = all.filter(value => value !== null);
	const nulls = all.length - values.length;
	const notes = nulls > 0 ? [`${nulls} NULL`] : [];
	if (values.length === 0) return {type: 'histogram', name: safeText(name), bins: [], bounds: [], notes};
	const [min, max] = extent(values);
	// Rice's rule; a bin of whole numbers is not narrower than 1.
	const bins = Math.min(maxBins, Math.max(5, Math.ceil(2 * Math.cbrt(values.length))));
	const most = values.every(Number.isInteger) ? Math.min(bins, Math.max(1, max - min)) : bins;
	const {ticks, label} = numberScale(min, max, most + 1);
	const counts = new Array<number>(ticks.length - 1).fill(0);
	const width = ticks[1]! - ticks[0]!;
	// The last bin includes its upper end.
	for (const value of values) {
		const bin = Math.min(counts.length - 1, Math.floor((value - ticks[0]!) / width + 1e-9));
		counts[bin]!++;
	}
	return {
		type: 'histogram',
		name: safeText(name),
		bins: counts.map((count, index) => ({from: ticks[index]!, to: ticks[index + 1]!, count})),
		bounds: ticks.map(label),
		notes,
	};
}

function heatmapData({x = '', y}: ChartSpec, result: Result): ChartData {
	const [downName = ''] = y ?? [];
	const measure = result.columns.findLast(
		({name, type}) => type === 'number' && name !== x && name !== downName,
	);
	if (measure === undefined)
		throw new UsageError({
			message: 'The result has no columns for a heat map.',
			advice: chartNeeds.heatmap,
		});
	const [acrossLabels, downLabels] = [labelsOf(x, result), labelsOf(downName, result)];
	const [across, down] = [axisOf(x, acrossLabels, result), axisOf(downName, downLabels, result)];
	const cells = down.map(() => new Array<HeatCell>(across.length).fill(undefined));
	const [columnOf, rowOf] = [across, down].map(axis => new Map(axis.map((label, index) => [label, index])));
	let added = 0;
	for (const [row, value] of numbersOf(measure.name, result).entries()) {
		const line = cells[rowOf!.get(downLabels[row]!)!]!;
		const column = columnOf!.get(acrossLabels[row]!)!;
		const before = line[column];
		if (typeof before === 'number') added++;
		line[column] = typeof before === 'number' ? before + (value ?? 0) : value;
	}
	const notes = added > 0 ? ['rows with the same labels are added up'] : [];
	return {type: 'heatmap', name: safeText(measure.name), across, down, cells, notes};
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The labels of an axis in order: numbers and times rise, weekdays begin on Monday, others stay as they came. */
function axisOf(name: string, labels: readonly string[], {columns}: Result): readonly string[] {
	const distinct = [...new Set(labels)];
	const weekday = (label: string) => weekdays.indexOf(label.slice(0, 3).toLowerCase());
	if (distinct.every(label => weekday(label) !== -1)) return distinct.sort((a, b) => weekday(a) - weekday(b));
	const kind = columnKind(columns[indexOf(name, columns)]!);
	if (kind === 'time') return distinct.sort();
	if (kind === 'category') return distinct;
	const numbers = distinct.filter(label => label !== 'NULL').map(Number);
	const rest = distinct.filter(label => label === 'NULL');
	const [min, max] = extent(numbers);
	if (numbers.every(Number.isInteger) && max - min < maxRun)
		return [...Array.from({length: max - min + 1}, (_, index) => String(min + index)), ...rest];
	return [...numbers.sort((a, b) => a - b).map(String), ...rest];
}

/** The least and the greatest of some numbers; 0 and 0 if there are none. */
export function extent(values: Iterable<number>): readonly [number, number] {
	let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		if (value < min) min = value;
		if (value > max) max = value;
	}
	return min > max ? [0, 0] : [min, max];
}
