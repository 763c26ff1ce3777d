import type {Column, Row, Value} from '../../warehouse/warehouse.js';

export const chartTypes = ['bar', 'column', 'line', 'histogram', 'heatmap', 'sparkline'] as const;
export type ChartType = (typeof chartTypes)[number];

/** What to draw of a result. Columns are named; a name that occurs twice means the first. */
export type ChartSpec = {
	readonly type: ChartType;
	/** The column along the horizontal axis; of a bar chart, the labels. */
	readonly x?: string;
	/** The columns drawn; of a heat map, the column down the vertical axis. */
	readonly y?: readonly string[];
	/** The column that divides the rows into series. */
	readonly by?: string;
};

type Kind = 'category' | 'ordinal' | 'time' | 'number';

/** Numbers with these names are categories in an order: hours, weekdays, and the like. */
const ordinalName = /(^|_)(hour|weekday|dow|day_of_week|day|week|month|quarter|year)(_|$|s$)/i;

/** A column's role in a chart. */
export function columnKind({name, type}: Column): Kind {
	if (type === 'timestamp' || type === 'date') return 'time';
	if (type === 'number') return ordinalName.test(name) ? 'ordinal' : 'number';
	return 'category';
}

/** The charts that fit a result, the most informative first; none if it has no rows or no numbers. */
export function fittingCharts(columns: readonly Column[], rows: readonly Row[]): readonly ChartSpec[] {
	const named = (kinds: readonly Kind[]) =>
		columns.filter(column => kinds.includes(columnKind(column))).map(({name}) => name);
	const [categories, ordinals, times] = [named(['category']), named(['ordinal']), named(['time'])];
	const measures = named(['number']);
	// `SELECT hour, weekday` has no other number to draw.
	const numbers = measures.length > 0 ? measures : ordinals.slice(-1);
	const axes = [...categories, ...ordinals, ...times].filter(name => !numbers.includes(name));
	const [first] = numbers;
	if (rows.length === 0 || first === undefined) return [];
	const [category] = categories;
	const x = times[0] ?? axes.find(name => ordinals.includes(name));
	const charts: ChartSpec[] = [];
	const add = (chart: ChartSpec) => charts.push(chart);
	const heatmap = () => {
		const [down, across] = heatmapAxes(axes, ordinals, times);
		if (down !== undefined && across !== undefined) add({type: 'heatmap', x: across, y: [down]});
	};
	if (axes.length === 2 && times.length === 0) heatmap();
	if (x !== undefined) {
		add({type: 'line', x, y: numbers, ...(category !== undefined && {by: category})});
		add({type: 'column', x, y: [first]});
	}
	if (category !== undefined) add({type: 'bar', x: category, y: [first]});
	if (category !== undefined && x === undefined) add({type: 'column', x: category, y: [first]});
	if (x === undefined && numbers.length > 1 && isIncreasing(columns, rows, first))
		add({type: 'line', x: first, y: numbers.slice(1)});
	if (axes.length > 2 || times.length > 0) heatmap();
	add({type: 'histogram', y: [first]});
	if (rows.length > 1) add({type: 'sparkline', y: numbers});
	return charts;
}

/** The vertical and the horizontal axis of a heat map: hours and other ordered values go across. */
function heatmapAxes(
	axes: readonly string[],
	ordinals: readonly string[],
	times: readonly string[],
): readonly (string | undefined)[] {
	const across =
		axes.find(name => /hour/i.test(name)) ??
		axes.findLast(name => ordinals.includes(name)) ??
		axes.findLast(name => times.includes(name)) ??
		axes[1];
	return [axes.find(name => name !== across), across];
}

function isIncreasing(columns: readonly Column[], rows: readonly Row[], name: string): boolean {
	const index = columns.findIndex(column => column.name === name);
	const values = rows.map(row => toNumber(row[index]));
	return (
		values.length > 2 && values.every((value, i) => value !== null && (i === 0 || value > values[i - 1]!))
	);
}

/** A value as a number; null for NULL, text and infinities. */
export function toNumber(value: Value | undefined): number | null {
	if (value === null || value === undefined || typeof value === 'boolean' || value === '') return null;
	const number = Number(value);
	return Number.isFinite(number) ? number : null;
}

/** A value as a time in ms since 1970; null for NULL and what is not a time. */
export function toTime(value: Value | undefined): number | null {
	if (typeof value !== 'string') return null;
	const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?/.exec(value);
	if (match === null) return null;
	const time = Date.parse(`${match[1]}T${match[2] ?? '00:00'}Z`);
	return Number.isNaN(time) ? null : time;
}
