import test from 'ava';
import {bytes, count, duration, rate} from '../../src/format/figures.js';

test('separates thousands in count', t => {
	t.is(count(0), '0');
	t.is(count(999), '999');
	t.is(count(8056), '8,056');
	t.is(count(1234567.6), '1,234,568');
	t.is(count(-12345), '-12,345');
	t.is(count(12345678901234567890n), '12,345,678,901,234,567,890');
});

test('prints at most one decimal in bytes', t => {
	t.is(bytes(0), '0 B');
	t.is(bytes(512), '512 B');
	t.is(bytes(1000), '1 kB');
	t.is(bytes(3_712_345), '3.7 MB');
	t.is(bytes(2_000_000_000), '2 GB');
});

test('chooses a readable unit in duration', t => {
	t.is(duration(0), '0 ms');
	t.is(duration(-5), '0 ms');
	t.is(duration(12.4), '12 ms');
	t.is(duration(99.4), '99 ms');
	t.is(duration(99.6), '0.1 s');
	t.is(duration(400), '0.4 s');
	t.is(duration(9949), '9.9 s');
	t.is(duration(9960), '10 s');
	t.is(duration(12_300), '12 s');
	t.is(duration(59_600), '1 min 0 s');
	t.is(duration(200_000), '3 min 20 s');
	t.is(duration(3_599_700), '1 h 0 min');
	t.is(duration(3_900_000), '1 h 5 min');
});

test('prints three significant digits in rate', t => {
	t.is(rate(12_345, 1000), '12,300 rows/s');
	t.is(rate(500, 1000), '500 rows/s');
	t.is(rate(10, 3000), '3 rows/s');
	t.is(rate(0, 1000), '0 rows/s');
	t.is(rate(10, 0), '– rows/s');
});
