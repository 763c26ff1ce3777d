import test from 'ava';
import {displayWidth} from '../../../src/format/text-width.js';
import type {ChartSpec} from '../../../src/notebook/charts/chart.js';
import {fittingCharts} from '../../../src/notebook/charts/chart.js';
import {chartData} from '../../../src/notebook/charts/chart-data.js';
import {drawChart} from '../../../src/notebook/charts/draw-chart.js';
import type {Column, ColumnType, Row} from '../../../src/warehouse/warehouse.js';

const columnsOf = (...columns: readonly (readonly [string, ColumnType])[]): readonly Column[] =>
	columns.map(([name, type]) => ({name, type, engineType: type}));

function drawn(
	columns: readonly Column[],
	rows: readonly Row[],
	{spec, ...options}: {spec?: ChartSpec; width?: number; height?: number; isUnicode?: boolean} = {},
): string {
	const chart = spec ?? fittingCharts(columns, rows)[0]!;
	const {lines, notes} = drawChart(chartData(chart, columns, rows), {
		width: 40,
		height: 8,
		isUnicode: true,
		...options,
	});
	const texts = lines.map(line => line.map(({text}) => text).join(''));
	return [...texts, ...notes.map(note => `(${note})`)].join('\n');
}

const places = columnsOf(['location', 'text'], ['plays', 'number']);

test('draws bars from 0, with wide characters aligned, NULL and 0 without a bar', t => {
	const rows = [
		['宇多田ヒカル', 1500],
		['Lansing', 750],
		['Tiny', 1],
		['None', 0],
		[null, null],
	];
	t.is(
		drawn(places, rows),
		[
			'宇多田ヒカル 1,500  ████████████████████',
			'Lansing        750  ██████████',
			'Tiny             1  ▏',
			'None             0',
			'NULL          NULL',
		].join('\n'),
	);
	t.is(
		drawn(places, rows.slice(1, 3), {isUnicode: false, width: 30}),
		'Lansing 750  #################\nTiny      1  #',
	);
});

test('draws negative bars to the left of 0', t => {
	t.is(
		drawn(
			places,
			[
				['up', 12.5],
				['down', -7.5],
				['zero', 0],
			],
			{width: 30},
		),
		'up   12.5         ████████████\ndown -7.5  ███████\nzero    0',
	);
});

test('says how many bars do not fit', t => {
	const rows = Array.from({length: 30}, (_, i) => [`p${i}`, i]);
	t.regex(drawn(places, rows, {height: 3}), /^p0 .*\n.*\np2 .*\n\(first 3 of 30\)$/);
});

const days = columnsOf(['day', 'date'], ['free', 'number'], ['paid', 'number']);
const week = [
	['2018-11-01', 0, 100],
	['2018-11-02', 50, 100],
	['2018-11-03', null, 100],
	['2018-11-04', 50, 100],
	['2018-11-05', 0, 100],
];

test('draws lines between points, names the series at their ends, and leaves a gap at NULL', t => {
	t.is(
		drawn(days, week, {width: 36, height: 6}),
		[
			'100 ┤⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁⠁ paid',
			'    │',
			'    │     ⢀⠤            ⠤⡀',
			'    │  ⢀⡠⠊⠁              ⠈⠑⢄⡀',
			'  0 ┤⡠⠔⠁                    ⠈⠢⢄ free',
			'     11-01      11-03     11-05',
		].join('\n'),
	);
});

test('draws lines without UTF-8, and on a single day', t => {
	t.is(
		drawn(days, week, {width: 36, height: 6, isUnicode: false}),
		[
			'100 |o o o o o o o o o o o o o  paid',
			'    |',
			'    |     **            **',
			'    |  ***                ***',
			'  0 |**                      ** free',
			'     11-01      11-03     11-05',
		].join('\n'),
	);
	t.is(
		drawn(days, week.slice(0, 1), {width: 36, height: 6, isUnicode: false}),
		[
			'100 |             o             paid',
			'    |',
			'    |',
			'    |',
			'  0 |             *             free',
			'             2018-11-01',
		].join('\n'),
	);
});

test('averages more points than there is room for, and says so', t => {
	const rows = Array.from({length: 1000}, (_, i) => [i, i % 2 === 0 ? 0 : 10]);
	const text = drawn(columnsOf(['n', 'number'], ['v', 'number']), rows, {
		spec: {type: 'line', x: 'n', y: ['v']},
		width: 60,
	});
	t.regex(text, /\(each point is the average of 9 rows\)$/);
	const columns = drawn(columnsOf(['n', 'number'], ['v', 'number']), rows, {
		spec: {type: 'column', x: 'n', y: ['v']},
		width: 60,
	});
	t.regex(columns, /\(each column is the average of \d+ rows\)$/);
});

const hours = columnsOf(['hour', 'number'], ['plays', 'number']);

test('draws columns from 0, down for negative values, with a gap in the axis at NULL', t => {
	const rows = [
		[0, 4],
		[1, 1],
		[2, null],
		[3, 0],
		[4, -2],
	];
	const spec: ChartSpec = {type: 'column', x: 'hour', y: ['plays']};
	t.is(
		drawn(hours, rows, {spec, width: 24, height: 8}),
		[
			' 5 ┤▃▃▃',
			'   │███',
			'   │███ ▅▅▅',
			' 0 ┤                ███',
			'   │',
			'   │',
			'-5 ┤─── ───     ─── ───',
			'    0   1   2   3   4',
		].join('\n'),
	);
});

test('draws a heat map with hours and weekdays in order, blank where there are no rows', t => {
	const columns = columnsOf(['weekday', 'text'], ['hour', 'number'], ['plays', 'number']);
	const rows = [
		['Tuesday', 1, 10],
		['Monday', 1, 50],
		['Monday', 3, 30],
		['Tuesday', 4, null],
	];
	t.is(
		drawn(columns, rows, {width: 70}),
		[
			'Monday  ████50████          ▒▒▒▒30▒▒▒▒',
			'Tuesday ····10····                    ?',
			'        1         2         3         4',
			'        ·· 10–  ░░ 18–  ▒▒ 26–  ▓▓ 34–  ██ 42–50   blank: no rows',
			'(NULL shown as ?)',
		].join('\n'),
	);
	t.is(
		drawn(columns, rows, {width: 22, isUnicode: false}),
		[
			'Monday  @@@   +++',
			'Tuesday ...      ?',
			'        1  2  3  4',
			'        .. 10–  :: 18…',
			'(NULL shown as ?)',
		].join('\n'),
	);
});

test('draws a histogram with round bounds and counts NULL in the caption', t => {
	const rows = [[0], [1], [1], [9], [10], [null]];
	t.is(
		drawn(columnsOf(['length', 'number']), rows, {height: 30}),
		[
			' 0 – 2 3  ██████████████████████████████',
			' 2 – 4 0',
			' 4 – 6 0',
			' 6 – 8 0',
			'8 – 10 2  ████████████████████',
			'(1 NULL)',
		].join('\n'),
	);
});

test('draws a sparkline with its range, and a gap at NULL', t => {
	const rows = [[1], [null], [8], [4]];
	const spec: ChartSpec = {type: 'sparkline'};
	t.is(drawn(columnsOf(['n', 'number']), rows, {spec}), ['n ▁ █▄ 1 to 8'].join('\n'));
});

test('never draws wider or higher than asked for', t => {
	const columns = columnsOf(['day', 'timestamp'], ['place', 'text'], ['hour', 'number'], ['plays', 'number']);
	const rows = Array.from({length: 200}, (_, i) => [
		`2018-11-${String(1 + (i % 30)).padStart(2, '0')} 00:00:00.000`,
		['宇多田ヒカルの歌', 'a', 'Lansing'][i % 3]!,
		i % 24,
		i % 7 === 0 ? null : (i - 100) * 1234.5,
	]);
	for (const width of [30, 55, 80, 200])
		for (const height of [5, 12, 40])
			for (const spec of fittingCharts(columns, rows)) {
				const {lines} = drawChart(chartData(spec, columns, rows), {width, height, isUnicode: true});
				t.true(lines.length <= height, `${spec.type} ${height}`);
				for (const line of lines)
					t.true(displayWidth(line.map(({text}) => text).join('')) <= width, `${spec.type} ${width}`);
			}
});

test('offers the charts that fit, the most telling first', t => {
	const first = (columns: readonly Column[], rows: readonly Row[]) => fittingCharts(columns, rows)[0]?.type;
	t.is(first(places, [['a', 1]]), 'bar');
	t.is(first(days, week), 'line');
	t.is(first(hours, [[0, 1]]), 'line');
	t.is(
		first(columnsOf(['weekday', 'text'], ['hour', 'number'], ['n', 'number']), [['Mon', 1, 2]]),
		'heatmap',
	);
	t.is(first(columnsOf(['length', 'number']), [[1]]), 'histogram');
	t.is(first(columnsOf(['name', 'text']), [['a']]), undefined);
	t.is(first(places, []), undefined);
});

test('names what a chart lacks', t => {
	const error = (spec: ChartSpec) => t.throws(() => chartData(spec, places, [['a', 1]])).message;
	t.is(error({type: 'heatmap'}), 'The result has no columns for a heat map.');
	t.is(error({type: 'bar', x: 'town'}), 'The result has no column town.');
});
