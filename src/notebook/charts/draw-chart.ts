import {count} from '../../format/figures.js';
import {displayWidth, fitWidth, padWidth} from '../../format/text-width.js';
import {BrailleCanvas, CharacterCanvas, type ChartSpan} from './canvas.js';
import {type Bar, type ChartData, extent, type HeatCell, type Point, type Series} from './chart-data.js';
import {formatNumber, numberScale, type Scale, timeScale} from './scales.js';

export type ChartLine = readonly ChartSpan[];

export type DrawOptions = {
	/** No line is wider, in cells. */
	readonly width: number;
	/** No chart is higher, in lines; at least 5. */
	readonly height: number;
	/** Whether the terminal shows more than ASCII. */
	readonly isUnicode: boolean;
};

export type DrawnChart = {
	readonly lines: readonly ChartLine[];
	/** What is not in the chart, or not as it was in the rows: clauses of a caption. */
	readonly notes: readonly string[];
};

/** The lines of a drawn chart without colors. */
export function chartText({lines}: DrawnChart): string {
	return lines.map(line => line.map(({text}) => text).join('')).join('\n');
}

/** Draws a chart. */
export function drawChart(data: ChartData, options: DrawOptions): DrawnChart {
	const drawn = draw(data, options);
	return {...drawn, notes: [...drawn.notes, ...data.notes]};
}

function draw(data: ChartData, options: DrawOptions): DrawnChart {
	switch (data.type) {
		case 'bar':
			return drawBars(data.bars, options);
		case 'histogram':
			return drawBars(
				data.bins.map(({count: value}, index) => ({
					label: `${data.bounds[index]} – ${data.bounds[index + 1]}`,
					value,
				})),
				options,
				'right',
			);
		case 'column':
			return drawColumns(data.bars, options);
		case 'line':
			return drawLines(data, options);
		case 'heatmap':
			return drawHeatmap(data, options);
		case 'sparkline':
			return drawSparklines(data.series, options);
	}
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const maxLabel = 32;

/** Horizontal bars from 0, one a line, with the figure between label and bar. Negative bars extend to the left. */
function drawBars(
	all: readonly Bar[],
	{width, height, isUnicode}: DrawOptions,
	align: 'left' | 'right' = 'left',
): DrawnChart {
	const bars = all.slice(0, height);
	const [min, max] = extent([0, ...bars.flatMap(({value}) => value ?? [])]);
	const figures = bars.map(({value}) => (value === null ? 'NULL' : formatNumber(value)));
	const figureWidth = Math.max(0, ...figures.map(displayWidth));
	const labelWidth = Math.max(
		1,
		Math.min(maxLabel, Math.floor(width / 3), Math.max(0, ...bars.map(({label}) => displayWidth(label)))),
	);
	const room = Math.max(1, width - labelWidth - figureWidth - 3);
	const left = Math.round((-min / (max - min || 1)) * room);
	const lines = bars.map(({label, value}, index): ChartLine => {
		const head = `${padWidth(fitWidth(label, labelWidth), labelWidth, align)} ${padWidth(figures[index]!, figureWidth, 'right')}  `;
		if (value === null) return [{text: head.trimEnd()}];
		if (value < 0) {
			const cells = Math.round((value / min) * left);
			const bar = (isUnicode ? '█' : '#').repeat(Math.max(1, cells));
			return [{text: head + ' '.repeat(Math.max(0, left - cells))}, {text: bar, series: 0}];
		}
		return [
			{text: head + ' '.repeat(left)},
			{text: barText((value / (max || 1)) * (room - left), isUnicode), series: 0},
		];
	});
	const notes = all.length > bars.length ? [`first ${count(bars.length)} of ${count(all.length)}`] : [];
	return {lines: lines.map(trimLine), notes};
}

/** A bar of a length in cells, with a precision of an eighth. A value above 0 is never invisible. */
function barText(cells: number, isUnicode: boolean): string {
	if (!isUnicode) return '#'.repeat(cells > 0 ? Math.max(1, Math.round(cells)) : 0);
	const parts = cells > 0 ? Math.max(1, Math.round(cells * 8)) : 0;
	return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8];
}

const levels = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Vertical bars from 0. A NULL has no bar, and the axis below it has a gap. */
function drawColumns(all: readonly Bar[], {width, height, isUnicode}: DrawOptions): DrawnChart {
	const rows = Math.max(2, height - 2);
	const scale = valueScale([0, ...all.flatMap(({value}) => value ?? [])], rows);
	const margin = axisWidth(scale);
	const room = Math.max(1, width - margin);
	const {items, notes} = condense(all, room);
	const step = Math.min(12, Math.floor(room / items.length));
	const bar = step > 2 ? step - 1 : step;
	const unit = (scale.max - scale.min) / rows;
	const lines: ChartLine[] = [];
	for (let row = 0; row < rows; row++) {
		const low = scale.max - (row + 1) * unit;
		const cells = items.map(({value}) => padWidth(columnPart(value, low, unit, isUnicode).repeat(bar), step));
		lines.push([
			{text: axisText(scale, row, rows, margin, isUnicode), dim: true},
			{text: cells.join(''), series: 0},
		]);
	}
	const axis = isUnicode ? '─' : '-';
	const base = items.map(({value}) => padWidth((value === null ? ' ' : axis).repeat(bar), step)).join('');
	lines.push([{text: axisText(scale, rows, rows, margin, isUnicode) + base, dim: true}]);
	lines.push([{text: ' '.repeat(margin) + labelsBelow(items, step, room), dim: true}]);
	return {lines: lines.map(trimLine), notes};
}

/** The part of a column in one row of cells, which spans `unit` from `low` up. */
function columnPart(value: number | null, low: number, unit: number, isUnicode: boolean): string {
	const [full, tolerance] = [isUnicode ? '█' : '#', unit * 1e-9];
	if (value === null || value === 0) return ' ';
	if (value < 0) {
		// The middle of the row decides: there are no blocks that grow downwards.
		const middle = low + unit / 2;
		return middle < 0 && middle > value - tolerance ? full : ' ';
	}
	if (low < -tolerance) return ' ';
	const share = Math.max(0, Math.min(1, (value - low) / unit));
	if (!isUnicode) return share >= 0.5 || (Math.abs(low) <= tolerance && share > 0) ? full : ' ';
	const eighth = Math.round(share * 8);
	return levels[eighth === 0 && Math.abs(low) <= tolerance ? 1 : eighth]!;
}

/** Labels under the columns, as many as fit without touching each other. */
function labelsBelow(bars: readonly Bar[], step: number, room: number): string {
	const widest = Math.max(1, ...bars.map(({label}) => displayWidth(label)));
	const every = Math.ceil((Math.min(widest, 16) + 1) / step);
	const text = bars
		.filter((_, index) => index % every === 0)
		.map(({label}) => padWidth(fitWidth(label, every * step - 1), every * step))
		.join('');
	return fitWidth(text.trimEnd(), room);
}

/** Averages neighbours until there are no more than `room`. */
function condense(
	bars: readonly Bar[],
	room: number,
): {readonly items: readonly Bar[]; readonly notes: readonly string[]} {
	if (bars.length <= room) return {items: bars, notes: []};
	const size = Math.ceil(bars.length / room);
	const items: Bar[] = [];
	for (let start = 0; start < bars.length; start += size) {
		const group = bars.slice(start, start + size);
		items.push({label: group[0]!.label, value: average(group.map(({value}) => value))});
	}
	return {items, notes: [`each column is the average of ${size} rows`]};
}

function average(values: readonly (number | null)[]): number | null {
	const numbers = values.filter(value => value !== null);
	return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** A vertical axis with a tick every three rows or so. */
function valueScale(values: readonly number[], rows: number): Scale {
	const [min, max] = extent(values);
	return numberScale(min, max, Math.max(2, Math.floor(rows / 3) + 1));
}

function axisWidth(scale: Scale): number {
	return Math.max(...scale.ticks.map(tick => displayWidth(scale.label(tick)))) + 2;
}

/** The axis to the left of a row, with the tick that belongs to it. @param steps The row of the least value. */
function axisText(scale: Scale, row: number, steps: number, margin: number, isUnicode: boolean): string {
	const rowOf = (tick: number) => Math.round((1 - share(tick, scale.min, scale.max)) * steps);
	const tick = scale.ticks.find(value => rowOf(value) === row);
	const text = padWidth(tick === undefined ? '' : scale.label(tick), margin - 2, 'right');
	const border = isUnicode ? (tick === undefined ? '│' : '┤') : '|';
	return `${text} ${border}`;
}

/** Lines from point to point. The vertical axis need not begin at 0. A NULL interrupts the line. */
function drawLines(
	{series, isTime}: Extract<ChartData, {readonly type: 'line'}>,
	{width, height, isUnicode}: DrawOptions,
): DrawnChart {
	const rows = Math.max(2, height - 1);
	const points = series.flatMap(({values}) => values);
	const values = points.flatMap(({y}) => y ?? []);
	const vertical = valueScale(values.length === 0 ? [0] : values, rows);
	const margin = axisWidth(vertical);
	const names =
		series.length > 1 ? Math.min(16, Math.max(...series.map(({name}) => displayWidth(name)))) + 1 : 0;
	const room = Math.max(2, width - margin - names);
	const [min, max] = extent(points.map(({x}) => x));
	const maxTicks = Math.max(2, Math.floor(room / 8));
	const horizontal = isTime ? timeScale(min, max, maxTicks) : exactScale(min, max, maxTicks);
	const canvas = isUnicode ? new BrailleCanvas(room, rows) : new CharacterCanvas(room, rows);
	const ends: (ChartSpan | undefined)[] = Array.from({length: rows});
	let condensed = 0;
	for (const [index, {name, values: all}] of series.entries()) {
		const [line, size] = thinned(all, canvas.columns);
		condensed = Math.max(condensed, size);
		const place = ({x, y}: {readonly x: number; readonly y: number}) => ({
			x: share(x, min, max) * (canvas.columns - 1),
			y: (1 - share(y, vertical.min, vertical.max)) * (canvas.rows - 1),
		});
		let last: {readonly x: number; readonly y: number} | undefined;
		for (const {x, y} of line) {
			const next = y === null ? undefined : place({x, y});
			if (next !== undefined) canvas.line(last ?? next, next, index);
			last = next;
		}
		const end = line.findLast(({y}) => y !== null);
		if (names > 0 && end !== undefined && end.y !== null) {
			const row = Math.floor((place({x: end.x, y: end.y}).y / canvas.rows) * rows);
			placeName(ends, row, {text: ` ${fitWidth(name, names - 1)}`, series: index});
		}
	}
	const lines = canvas.lines().map((cells, row): ChartLine => {
		const end = ends[row];
		return trimLine([
			{text: axisText(vertical, row, rows - 1, margin, isUnicode), dim: true},
			...cells,
			...(end === undefined ? [] : [end]),
		]);
	});
	const below: ChartLine = [{text: ' '.repeat(margin) + ticksBelow(horizontal, room), dim: true}];
	return {
		lines: [...lines, trimLine(below)],
		notes: condensed > 1 ? [`each point is the average of ${count(condensed)} rows`] : [],
	};
}

function share(value: number, min: number, max: number): number {
	return max === min ? 0.5 : (value - min) / (max - min);
}

/** A horizontal axis that ends at the first and last value, with round ticks between. */
function exactScale(min: number, max: number, maxTicks: number): Scale {
	const scale = numberScale(min, max, maxTicks);
	const ticks = scale.ticks.filter(tick => tick >= min && tick <= max);
	return {...scale, min, max, ticks: ticks.length > 0 ? ticks : [min]};
}

/** Averages neighbouring points until there are no more than `columns`, and returns how many each represents. */
function thinned(points: readonly Point[], columns: number): readonly [readonly Point[], number] {
	const size = Math.ceil(points.length / columns);
	if (size <= 1) return [points, 1];
	const groups: Point[] = [];
	for (let start = 0; start < points.length; start += size) {
		const group = points.slice(start, start + size);
		groups.push({x: average(group.map(({x}) => x))!, y: average(group.map(({y}) => y))});
	}
	return [groups, size];
}

/** Puts a series' name at the row of its last point, or at the nearest free one. */
function placeName(ends: (ChartSpan | undefined)[], row: number, name: ChartSpan): void {
	for (let distance = 0; distance < ends.length; distance++)
		for (const place of [row + distance, row - distance])
			if (place >= 0 && place < ends.length && ends[place] === undefined) {
				ends[place] = name;
				return;
			}
}

/** Tick labels under a horizontal axis; one that would touch its neighbour is left out. */
function ticksBelow(scale: Scale, room: number): string {
	let text = '';
	for (const tick of scale.ticks) {
		const label = scale.label(tick);
		const middle = Math.round(share(tick, scale.min, scale.max) * (room - 1));
		const start = Math.max(0, Math.min(middle - Math.floor(label.length / 2), room - label.length));
		if (text !== '' && start < text.length + 2) continue;
		text = padWidth(text, start) + label;
	}
	return text;
}

const shades = ['·', '░', '▒', '▓', '█'];
const plainShades = ['.', ':', '+', '#', '@'];
/** Width of a heat map's cell from which figures are shown in it. */
const minFigureCell = 5;

/** Cells in five shades; blank where there are no rows. Wide cells show their figure. */
function drawHeatmap(
	{across, down, cells}: Extract<ChartData, {readonly type: 'heatmap'}>,
	{width, height, isUnicode}: DrawOptions,
): DrawnChart {
	const rows = down.slice(0, Math.max(1, height - 2));
	const labelWidth = Math.min(Math.floor(width / 3), Math.max(...down.map(displayWidth)));
	const room = Math.max(1, width - labelWidth - 1);
	const widest = Math.max(...across.map(displayWidth));
	const cellWidth = Math.max(1, Math.min(Math.max(10, widest + 1), Math.floor(room / across.length)));
	const columns = across.slice(0, Math.floor(room / cellWidth));
	const values = cells.flat().filter(value => typeof value === 'number');
	const [min, max] = extent(values);
	const marks = isUnicode ? shades : plainShades;
	const shadeOf = (value: number) =>
		Math.min(4, Math.floor(share(value, min, max === min ? min + 1 : max) * 5));
	const lines = rows.map(
		(label, row): ChartLine => [
			{text: `${padWidth(fitWidth(label, labelWidth), labelWidth)} `},
			{
				text: columns
					.map((_, column) => cellText(cells[row]?.[column], cellWidth, value => marks[shadeOf(value)]!))
					.join(''),
				series: 0,
			},
		],
	);
	const every = Math.max(1, Math.ceil((Math.max(...columns.map(displayWidth)) + 1) / cellWidth));
	const header = columns
		.filter((_, index) => index % every === 0)
		.map(label => padWidth(fitWidth(label, Math.max(1, every * cellWidth - 1)), every * cellWidth))
		.join('');
	lines.push([{text: ' '.repeat(labelWidth + 1) + fitWidth(header.trimEnd(), room), dim: true}]);
	lines.push([
		{text: fitWidth(' '.repeat(labelWidth + 1) + legend(marks, values, min, max), width), dim: true},
	]);
	const notes = [
		...(rows.length < down.length ? [`first ${rows.length} of ${down.length} rows`] : []),
		...(columns.length < across.length ? [`first ${columns.length} of ${across.length} columns`] : []),
		...(cells.flat().includes(null) ? ['NULL shown as ?'] : []),
	];
	return {lines: lines.map(trimLine), notes};
}

function cellText(value: HeatCell, width: number, mark: (value: number) => string): string {
	if (value === undefined) return ' '.repeat(width);
	if (value === null) return padWidth('?', width);
	const shade = mark(value);
	const figure = formatNumber(value);
	const room = width - displayWidth(figure);
	// A blank on both sides sets the figure off from its shade.
	if (width < minFigureCell || room < 2) return shade.repeat(width);
	const left = Math.floor(room / 2);
	return shade.repeat(left) + figure + shade.repeat(room - left);
}

/** The lower limit of each shade. */
function legend(marks: readonly string[], values: readonly number[], min: number, max: number): string {
	if (values.length === 0) return 'no figures';
	if (min === max) return `${marks[0]!.repeat(2)} ${formatNumber(min)}   blank: no rows`;
	const step = (max - min) / 5;
	const isWhole = values.every(Number.isInteger);
	const limit = (index: number) =>
		formatNumber(isWhole ? Math.ceil(min + index * step) : min + index * step, isWhole || step >= 10 ? 0 : 2);
	const parts = marks.map(
		(mark, index) => `${mark.repeat(2)} ${limit(index)}${index === 4 ? `–${formatNumber(max)}` : '–'}`,
	);
	return `${parts.join('  ')}   blank: no rows`;
}

/** One line of small columns a series, with its least and greatest value. */
function drawSparklines(
	series: readonly Series<number | null>[],
	{width, height, isUnicode}: DrawOptions,
): DrawnChart {
	const shown = series.slice(0, height);
	const nameWidth = Math.min(Math.floor(width / 4), Math.max(...shown.map(({name}) => displayWidth(name))));
	const ranges = shown.map(({values}) => extent(values.filter(value => value !== null)));
	const figures = ranges.map(([min, max]) => `${formatNumber(min)} to ${formatNumber(max)}`);
	const wanted = Math.max(...figures.map(displayWidth)) + 1;
	const isRoomy = width - nameWidth - wanted >= 10;
	const room = Math.max(1, width - nameWidth - 1 - (isRoomy ? wanted : 0));
	let condensed = 1;
	const lines = shown.map(({name, values}, index): ChartLine => {
		const size = Math.ceil(values.length / room);
		condensed = Math.max(condensed, size);
		const points = Array.from({length: Math.ceil(values.length / size)}, (_, at) =>
			average(values.slice(at * size, (at + 1) * size)),
		);
		const [min, max] = ranges[index]!;
		return [
			{text: `${padWidth(fitWidth(name, nameWidth), nameWidth)} `},
			{text: points.map(value => sparkText(value, min, max, isUnicode)).join(''), series: index},
			{text: isRoomy ? ` ${figures[index]}` : ''},
		];
	});
	return {
		lines: lines.map(trimLine),
		notes: condensed > 1 ? [`each point is the average of ${count(condensed)} rows`] : [],
	};
}

function sparkText(value: number | null, min: number, max: number, isUnicode: boolean): string {
	if (value === null) return ' ';
	const level = Math.round(share(value, min, max) * 7);
	return isUnicode ? levels[level + 1]! : String(level + 1);
}

/** Removes blanks at the end of a line. */
function trimLine(line: ChartLine): ChartLine {
	const kept = [...line];
	for (;;) {
		const last = kept.at(-1);
		if (last === undefined) return kept;
		const text = last.text.replace(/[ \u2800]+$/, '');
		if (text !== '') return [...kept.slice(0, -1), {...last, text}];
		kept.pop();
	}
}
