import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {throttle} from '../../src/pipeline/throttle.js';

test('the first value passes at once, of those that follow quickly only the last', async t => {
	const seen: number[] = [];
	const {push} = throttle<number>(value => seen.push(value), 40);
	for (const value of [1, 2, 3, 4]) push(value);
	t.deepEqual(seen, [1]);
	await pause(80);
	t.deepEqual(seen, [1, 4]);
});

test('a value after a quiet while passes at once', async t => {
	const seen: number[] = [];
	const {push} = throttle<number>(value => seen.push(value), 20);
	push(1);
	await pause(60);
	push(2);
	t.deepEqual(seen, [1, 2]);
});

test('flush passes on what is held back, once, and leaves nothing for later', async t => {
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

test('over a second, ten a second and no more', async t => {
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
