import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {TimeLimits, TimeoutError} from '../../src/doctor/time-limits.js';
import {CancelledError} from '../../src/errors.js';

test('returns the result or the error of work that ends in time', async t => {
	const limits = new TimeLimits(new AbortController().signal);
	t.is(await limits.within(1000, async () => 7), 7);
	await t.throwsAsync(
		limits.within(1000, async () => Promise.reject(new Error('own'))),
		{message: 'own'},
	);
	t.is(limits.abandoned, 0);
});

test('abandons and aborts slow work, and counts it until it ends', async t => {
	const limits = new TimeLimits(new AbortController().signal);
	let reason: unknown;
	let end = () => {};
	const work = limits.within(
		20,
		async signal => {
			signal.addEventListener('abort', () => {
				reason = signal.reason;
			});
			await new Promise<void>(resolve => {
				end = resolve;
			});
		},
		'Look there.',
	);
	const error = await t.throwsAsync(work, {instanceOf: TimeoutError, message: 'No answer within 20 ms.'});
	t.is(error?.failure.advice, 'Look there.');
	t.true(reason instanceof TimeoutError);
	t.is(limits.abandoned, 1);
	end();
	await sleep(1);
	t.is(limits.abandoned, 0);
});

test('rejects with the reason of an interruption', async t => {
	const controller = new AbortController();
	const limits = new TimeLimits(controller.signal);
	const work = limits.within(10_000, async () => sleep(200));
	controller.abort(new CancelledError());
	await t.throwsAsync(work, {instanceOf: CancelledError});
	await t.throwsAsync(
		limits.within(10, async () => 1),
		{instanceOf: CancelledError},
	);
});
