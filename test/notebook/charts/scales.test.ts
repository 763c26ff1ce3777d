import test from 'ava';
import {formatNumber, numberScale, timeScale} from '../../../src/notebook/charts/scales.js';

const labels = (min: number, max: number, ticks: number) => {
	const scale = numberScale(min, max, ticks);
	return scale.ticks.map(scale.label).join(' ');
};

test('rounds the ends of an axis outwards, to steps of 1, 2, 2.5 and 5', t => {
	t.is(labels(0, 397, 5), '0 100 200 300 400');
	t.is(labels(0, 97, 5), '0 25 50 75 100');
	t.is(labels(-7, 12.5, 5), '-10 0 10 20');
	t.is(labels(0.001, 0.0042, 5), '0.001 0.002 0.003 0.004 0.005');
	t.is(labels(0, 2_500_000, 6), '0 500,000 1,000,000 1,500,000 2,000,000 2,500,000');
	t.is(labels(-2, -1, 3), '-2.0 -1.5 -1.0');
});

test('has an axis for a single value', t => {
	t.is(labels(0, 0, 3), '0.0 0.5 1.0');
	t.is(labels(5, 5, 3), '0.0 2.5 5.0');
	t.is(labels(-5, -5, 3), '-5.0 -2.5 0.0');
});

test('covers the values and stays within the number of ticks', t => {
	for (const min of [-1e6, -731, -1, 0, 0.3, 7, 999])
		for (const range of [0.001, 0.1, 1, 2.5, 99, 12_345, 7e8])
			for (const most of [2, 3, 5, 9]) {
				const {ticks, min: low, max: high} = numberScale(min, min + range, most);
				t.true(low <= min && high >= min + range, `${min} ${range}`);
				t.true(ticks.length <= Math.max(2, most), `${min} ${range} ${most}: ${ticks.join(' ')}`);
			}
});

const time = (from: string, to: string, ticks: number) => {
	const scale = timeScale(Date.parse(from), Date.parse(to), ticks);
	return scale.ticks.map(scale.label).join(' ');
};

test('marks times at full minutes, hours, days, Mondays, months and years', t => {
	t.is(time('2018-11-01T10:00Z', '2018-11-01T10:30Z', 5), '10:00 10:10 10:20 10:30');
	t.is(time('2018-11-01T18:00Z', '2018-11-02T12:00Z', 5), '18:00 11-02 06:00 12:00');
	t.is(time('2018-11-01T00:00Z', '2018-11-05T00:00Z', 5), '11-01 11-02 11-03 11-04 11-05');
	t.is(time('2018-11-01T00:00Z', '2018-11-30T00:00Z', 5), '11-05 11-12 11-19 11-26');
	t.is(time('2018-01-15T00:00Z', '2018-12-15T00:00Z', 6), '2018-03 2018-05 2018-07 2018-09 2018-11');
	t.is(time('2001-05-01T00:00Z', '2018-12-15T00:00Z', 5), '2005 2010 2015');
	t.is(time('2018-12-28T00:00Z', '2019-01-03T00:00Z', 4), '2018-12-29 2018-12-31 2019-01-02');
	t.is(time('2018-11-01T00:00Z', '2018-11-01T00:00Z', 4), '2018-11-01');
});

test('formats numbers with separators and without noise', t => {
	t.is(formatNumber(1_234_567), '1,234,567');
	t.is(formatNumber(-1234.5), '-1,234.5');
	t.is(formatNumber(0.1 + 0.2), '0.3');
	t.is(formatNumber(-0.000_000_01), '0');
	t.is(formatNumber(12, 2), '12.00');
	t.is(formatNumber(1e21), '1.000e+21');
});
