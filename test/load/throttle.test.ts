import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {throttle} from '../../src/load/throttle.js';

test('delivers the first value at once, and of rapid further values only the last', async t => {
	const seen: number[] = [];
	const {push} = throttle<number>(value => seen.push(value), 40);
	for (const value of [1, 2, 3, 4]) push(value);
	t.deepEqual(seen, [1]);
	await pause(80);
	t.deepEqual(seen, [1, 4]);
});

test('delivers a value at once after a pause', async t => {
	const seen: number[] = [];
	const {push} = throttle<number>(value => seen.push(value), 20);
	push(1);
	await pause(60);
	push(2);
	t.deepEqual(seen, [1, 2]);
});

test('delivers a pending value once on flush, and nothing later', async t => {
	const seen: number[] = [];
	const {push, flush} = throttle<number>(value => seen.push(value), 20);
	push(1);
	push(2);
	flush();
	t.deepEqual(seen, [1, 2]);
	flush();
	await pause(60);
	t.deepEqual(seen, [1, 2]);
});

test('delivers at most ten values a second', async t => {
	const times: number[] = [];
	const {push, flush} = throttle<number>(() => times.push(performance.now()), 100);
	const start = performance.now();
	while (performance.now() - start < 550) {
		push(0);
		await pause(5);
	}
	flush();
	t.true(times.length >= 4 && times.length <= 7, `${times.length} deliveries`);
});
