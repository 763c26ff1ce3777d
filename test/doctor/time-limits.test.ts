import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {TimeLimits, TimeoutError} from '../../src/doctor/time-limits.js';
import {CancelledError} from '../../src/errors.js';

test('what ends in time is answered, and what fails fails', async t => {
	const limits = new TimeLimits(new AbortController().signal);
	t.is(await limits.within(1000, async () => 7), 7);
	await t.throwsAsync(
		limits.within(1000, async () => Promise.reject(new Error('own'))),
		{message: 'own'},
	);
	t.is(limits.abandoned, 0);
});

test('what takes too long is given up and told its time is up; until it ends it counts', async t => {
	const limits = new TimeLimits(new AbortController().signal);
	let told: unknown;
	let end = () => {};
	const work = limits.within(
		20,
		async signal => {
			signal.addEventListener('abort', () => {
				told = signal.reason;
			});
			await new Promise<void>(resolve => {
				end = resolve;
			});
		},
		'Look there.',
	);
	const error = await t.throwsAsync(work, {instanceOf: TimeoutError, message: 'No answer within 20 ms.'});
	t.is(error?.failure.advice, 'Look there.');
	t.true(told instanceof TimeoutError);
	t.is(limits.abandoned, 1);
	end();
	await sleep(1);
	t.is(limits.abandoned, 0);
});

test('an interruption ends it with its own reason', async t => {
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
