import {displayWidth, fitWidth} from '../../format/text-width.js';
import {type Bar, type ChartData, extent, type Point, type Series} from '../charts/chart-data.js';
import {formatNumber, numberScale, type Scale, timeScale} from '../charts/scales.js';

/**
Draws a chart as an SVG element for a page that defines the colors `--ink`, `--muted`, `--rule` and `--series-0` to
`--series-5`. All texts are text, so that they can be searched and copied.
*/
export function chartSvg(data: ChartData, title: string): string {
	switch (data.type) {
		case 'bar':
			return barsSvg(title, data.bars);
		case 'histogram':
			return barsSvg(
				title,
				data.bins.map(({count}, index) => ({
					label: `${data.bounds[index]} – ${data.bounds[index + 1]}`,
					value: count,
				})),
			);
		case 'column':
			return columnsSvg(title, data.bars);
		case 'line':
			return linesSvg(title, data.series, data.isTime);
		case 'heatmap':
			return heatmapSvg(title, data);
		case 'sparkline':
			return sparklinesSvg(title, data.series);
	}
}

const width = 720;
/** Width of a character of the page's 12 px font, and height of a line, px. */
const [character, lineHeight] = [7, 22];

/** Escapes a text for HTML and XML. */
export function escapeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

type TextOptions = {readonly anchor?: 'end' | 'middle'; readonly color?: string};

function text(
	x: number,
	y: number,
	content: string,
	{anchor, color = 'var(--ink)'}: TextOptions = {},
): string {
	const align = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
	return `<text x="${px(x)}" y="${px(y)}"${align} fill="${color}">${escapeXml(content)}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
	return `<path d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}" stroke="var(--rule)"/>`;
}

function rectangle(x: number, y: number, wide: number, high: number, fill: string, hint: string): string {
	const shape = `x="${px(x)}" y="${px(y)}" width="${px(wide)}" height="${px(high)}" fill="${fill}"`;
	return `<rect ${shape}><title>${escapeXml(hint)}</title></rect>`;
}

function px(value: number): string {
	return String(Math.round(value * 10) / 10);
}

function svg(title: string, height: number, parts: readonly string[]): string {
	const size = `viewBox="0 0 ${width} ${Math.ceil(height)}" width="${width}"`;
	return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escapeXml(title)}" font-size="12">${parts.join('')}</svg>`;
}

function barsSvg(title: string, bars: readonly Bar[]): string {
	const labels = bars.map(({label}) => fitWidth(label, 32));
	const figures = bars.map(({value}) => (value === null ? 'NULL' : formatNumber(value)));
	const labelEnd = Math.max(0, ...labels.map(displayWidth)) * character;
	const start = labelEnd + 8 + Math.max(0, ...figures.map(displayWidth)) * character + 8;
	const [min, max] = extent([0, ...bars.flatMap(({value}) => value ?? [])]);
	const scale = (value: number) => start + ((value - min) / (max - min || 1)) * (width - start);
	const parts = bars.flatMap(({label, value}, index) => {
		const y = index * lineHeight;
		const texts = [
			text(labelEnd, y + 15, labels[index]!, {anchor: 'end'}),
			text(start - 8, y + 15, figures[index]!, {anchor: 'end', color: 'var(--muted)'}),
		];
		if (value === null) return texts;
		const [from, to] = value < 0 ? [scale(value), scale(0)] : [scale(0), scale(value)];
		const hint = `${label}: ${figures[index]}`;
		return [
			...texts,
			rectangle(from, y + 4, Math.max(1, to - from), lineHeight - 7, 'var(--series-0)', hint),
		];
	});
	return svg(title, bars.length * lineHeight, parts);
}

/** The plot area of charts with two axes. */
type Plot = {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
	readonly y: (value: number) => number;
};

/** A vertical axis with its lines across the plot. */
function verticalAxis(
	values: readonly number[],
	right: number,
): {readonly plot: Plot; readonly parts: readonly string[]} {
	const [min, max] = extent(values);
	const scale = numberScale(min, max, 7);
	const left = Math.max(...scale.ticks.map(tick => scale.label(tick).length)) * character + 10;
	const [top, bottom] = [10, 240];
	const y = (value: number) => bottom - ((value - scale.min) / (scale.max - scale.min)) * (bottom - top);
	const parts = scale.ticks.flatMap(tick => [
		line(left, y(tick), right, y(tick)),
		text(left - 6, y(tick) + 4, scale.label(tick), {anchor: 'end', color: 'var(--muted)'}),
	]);
	return {plot: {left, right, top, bottom, y}, parts};
}

function columnsSvg(title: string, bars: readonly Bar[]): string {
	const {plot, parts} = verticalAxis([0, ...bars.flatMap(({value}) => value ?? [])], width);
	const step = (plot.right - plot.left) / Math.max(1, bars.length);
	const widest = Math.max(1, ...bars.map(({label}) => Math.min(16, displayWidth(label))));
	const every = Math.ceil(((widest + 1) * character) / step);
	const columns = bars.flatMap(({label, value}, index) => {
		const x = plot.left + index * step;
		const below =
			index % every === 0
				? [
						text(x + step / 2, plot.bottom + 18, fitWidth(label, 16), {
							anchor: 'middle',
							color: 'var(--muted)',
						}),
					]
				: [];
		if (value === null) return below;
		const [high, low] = [plot.y(Math.max(0, value)), plot.y(Math.min(0, value))];
		const gap = Math.min(4, step / 5);
		const hint = `${label}: ${formatNumber(value)}`;
		return [
			rectangle(x + gap / 2, high, step - gap, Math.max(1, low - high), 'var(--series-0)', hint),
			...below,
		];
	});
	return svg(title, plot.bottom + 26, [...parts, ...columns]);
}

function linesSvg(title: string, series: readonly Series<Point>[], isTime: boolean): string {
	const points = series.flatMap(({values}) => values);
	const values = points.flatMap(({y}) => y ?? []);
	const names = series.length > 1 ? series.map(({name}) => fitWidth(name, 16)) : [];
	const right = width - Math.max(10, Math.max(0, ...names.map(displayWidth)) * character + 10);
	const {plot, parts} = verticalAxis(values.length === 0 ? [0] : values, right);
	const [min, max] = extent(points.map(({x}) => x));
	const scale: Scale = isTime ? timeScale(min, max, 7) : numberScale(min, max, 8);
	const x = (value: number) =>
		plot.left + (max === min ? 0.5 : (value - min) / (max - min)) * (right - plot.left);
	const below = scale.ticks
		.filter(tick => tick >= min && tick <= max)
		.map(tick =>
			text(x(tick), plot.bottom + 18, scale.label(tick), {anchor: 'middle', color: 'var(--muted)'}),
		);
	const taken: number[] = [];
	const drawn = series.flatMap(({values: all}, index) => {
		const color = `var(--series-${index % 6})`;
		const path = `<path d="${pathOf(all, x, plot.y)}" fill="none" stroke="${color}" stroke-width="2" stroke-linecap="round"${dashes(index)}/>`;
		const end = all.findLast(({y}) => y !== null);
		if (names.length === 0 || end === undefined || end.y === null) return [path];
		let place = plot.y(end.y) + 4;
		while (taken.some(other => Math.abs(other - place) < 13)) place += 13;
		taken.push(place);
		return [path, text(right + 6, place, names[index]!, {color})];
	});
	return svg(title, plot.bottom + 26, [...parts, ...below, ...drawn]);
}

/** Every second series is dotted, to distinguish it without color. */
function dashes(index: number): string {
	return index % 2 === 0 ? '' : ' stroke-dasharray="1 5"';
}

/** The path from point to point, interrupted at each NULL. A point between two NULLs is a dot. */
function pathOf(
	points: readonly Point[],
	x: (value: number) => number,
	y: (value: number) => number,
): string {
	let path = '';
	let isDown = false;
	for (const point of points) {
		if (point.y === null) {
			isDown = false;
			continue;
		}
		const place = `${px(x(point.x))} ${px(y(point.y))}`;
		path += isDown ? `L${place}` : `M${place}L${place}`;
		isDown = true;
	}
	return path;
}

function heatmapSvg(
	title: string,
	{across, down, cells}: Extract<ChartData, {readonly type: 'heatmap'}>,
): string {
	const left = Math.max(...down.map(label => Math.min(24, displayWidth(label)))) * character + 8;
	const step = Math.min(90, (width - left) / across.length);
	const [min, max] = extent(cells.flat().filter(value => typeof value === 'number'));
	const widest = Math.max(...across.map(label => Math.min(16, displayWidth(label))));
	const every = Math.ceil(((widest + 1) * character) / step);
	const parts = down.flatMap((label, row) => {
		const y = row * lineHeight;
		const drawn = across.flatMap((other, column) => {
			const value = cells[row]![column];
			if (value === undefined) return [];
			const figure = value === null ? 'NULL' : formatNumber(value);
			const strength = value === null ? 0 : max === min ? 1 : (value - min) / (max - min);
			const fill =
				value === null
					? 'var(--rule)'
					: `color-mix(in srgb, var(--series-0) ${Math.round(12 + 88 * strength)}%, transparent)`;
			const x = left + column * step;
			const cell = rectangle(x, y, step - 1, lineHeight - 1, fill, `${label}, ${other}: ${figure}`);
			const fits = displayWidth(figure) * character + 4 <= step;
			const color = strength > 0.6 ? 'var(--page)' : 'var(--ink)';
			return fits ? [cell, text(x + step / 2, y + 15, figure, {anchor: 'middle', color})] : [cell];
		});
		return [text(left - 8, y + 15, fitWidth(label, 24), {anchor: 'end'}), ...drawn];
	});
	const below = across.flatMap((label, column) =>
		column % every === 0
			? [
					text(left + (column + 0.5) * step, down.length * lineHeight + 14, fitWidth(label, 16), {
						anchor: 'middle',
						color: 'var(--muted)',
					}),
				]
			: [],
	);
	return svg(title, down.length * lineHeight + 20, [...parts, ...below]);
}

function sparklinesSvg(title: string, series: readonly Series<number | null>[]): string {
	const left = Math.max(...series.map(({name}) => Math.min(24, displayWidth(name)))) * character + 8;
	const parts = series.flatMap(({name, values}, index) => {
		const [min, max] = extent(values.filter(value => value !== null));
		const range = `${formatNumber(min)} to ${formatNumber(max)}`;
		const right = width - range.length * character - 8;
		const top = index * 30;
		const x = (value: number) => left + (value / Math.max(1, values.length - 1)) * (right - left);
		const y = (value: number) => top + 26 - ((value - min) / (max - min || 1)) * 22;
		const points = values.map((value, at) => ({x: at, y: value}));
		return [
			text(left - 8, top + 19, fitWidth(name, 24), {anchor: 'end'}),
			`<path d="${pathOf(points, x, y)}" fill="none" stroke="var(--series-${index % 6})" stroke-width="1.5"/>`,
			text(right + 8, top + 19, range, {color: 'var(--muted)'}),
		];
	});
	return svg(title, series.length * 30, parts);
}
