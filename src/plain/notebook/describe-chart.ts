import {plural} from '../../format/figures.js';
import type {ChartData} from '../../notebook/charts/chart-data.js';
import {formatNumber} from '../../notebook/charts/scales.js';

type Labelled = {readonly label: string; readonly value: number};

/** What a chart shows, in sentences: its extremes, and of a line where it begins and ends. */
export function describeChart(data: ChartData): readonly string[] {
	switch (data.type) {
		case 'bar':
		case 'column': {
			const bars = data.bars.flatMap(({label, value}) => (value === null ? [] : [{label, value}]));
			return [
				`${data.type === 'bar' ? 'Bar' : 'Column'} chart of ${data.name}, ${plural(data.bars.length, 'bar')}.${extremes(bars)}`,
			];
		}
		case 'histogram': {
			const bins = data.bins.map(({count: value}, index) => ({
				label: `${data.bounds[index]} to ${data.bounds[index + 1]}`,
				value,
			}));
			return [
				`Histogram of ${data.name}, ${plural(bins.length, 'interval')}.`,
				...bins.map(({label, value}) => `  ${label}: ${formatNumber(value)}`),
			];
		}
		case 'heatmap': {
			const cells = data.cells.flatMap((row, y) =>
				row.flatMap((value, x) =>
					typeof value === 'number' ? [{label: `${data.down[y]}, ${data.across[x]}`, value}] : [],
				),
			);
			return [`Heat map of ${data.name}, ${data.down.length} by ${data.across.length}.${extremes(cells)}`];
		}
		case 'line':
			return [
				`Line chart over ${data.x}.`,
				...data.series.map(({name, values}) => {
					const points = values.flatMap(({x, y}) =>
						y === null ? [] : [{label: data.isTime ? timeText(x) : formatNumber(x), value: y}],
					);
					return `  ${name}: ${seriesText(points)}`;
				}),
			];
		case 'sparkline':
			return [
				'Sparkline.',
				...data.series.map(({name, values}) => {
					const points = values.flatMap((value, index) =>
						value === null ? [] : [{label: `row ${index + 1}`, value}],
					);
					return `  ${name}: ${seriesText(points)}`;
				}),
			];
	}
}

function seriesText(points: readonly Labelled[]): string {
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined) return 'no values.';
	const ends = `from ${formatNumber(first.value)} (${first.label}) to ${formatNumber(last.value)} (${last.label})`;
	return `${plural(points.length, 'value')}, ${ends}.${extremes(points)}`;
}

function extremes(points: readonly Labelled[]): string {
	if (points.length === 0) return ' It has no values.';
	const sorted = points.toSorted((a, b) => a.value - b.value);
	const text = ({label, value}: Labelled) => `${formatNumber(value)} (${label})`;
	return ` Highest ${text(sorted.at(-1)!)}, lowest ${text(sorted[0]!)}.`;
}

/** `2018-11-15`, or with the time of day if it has one. */
function timeText(ms: number): string {
	const text = new Date(ms).toISOString();
	return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}
