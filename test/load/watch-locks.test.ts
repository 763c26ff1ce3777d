import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {describeBlocker, watchingLocks} from '../../src/load/watch-locks.js';
import type {Blocker, Progress} from '../../src/warehouse/warehouse.js';

const alice: Blocker = {session: 4711, user: 'alice', since: '2018-11-30 12:00:00'};

/** Waits until the expected progress is reported. */
async function until(
	reported: readonly Progress[],
	isExpected: (progress: Progress) => boolean,
): Promise<void> {
	while (!reported.some(isExpected)) await sleep(1);
}

test('reports blocking sessions with the progress, as long as they block', async t => {
	let holders: readonly Blocker[] = [alice];
	const reported: Progress[] = [];
	const answer = await watchingLocks(
		{blockers: async () => holders},
		progress => reported.push(progress),
		async onProgress => {
			onProgress({rows: 1});
			await until(reported, ({blockedBy}) => blockedBy?.[0] === alice);
			onProgress({rows: 2});
			holders = [];
			await until(reported, ({rows, blockedBy}) => rows === 2 && blockedBy === undefined);
			return 'done';
		},
		1,
	);
	t.is(answer, 'done');
	t.deepEqual(reported.slice(0, 3), [
		{rows: 1},
		{rows: 1, blockedBy: [alice]},
		{rows: 2, blockedBy: [alice]},
	]);
	t.deepEqual(reported.at(-1), {rows: 2});
});

test('ignores a failing query for blocking sessions', async t => {
	const reported: Progress[] = [];
	let asked = 0;
	const blockers = async (): Promise<never> => {
		asked++;
		throw new Error('permission denied for relation svv_transactions');
	};
	const work = async () => {
		while (asked < 3) await sleep(1);
	};
	await t.notThrowsAsync(watchingLocks({blockers}, progress => reported.push(progress), work, 1));
	t.deepEqual(reported, []);
});

test('describes the holder of a lock in a sentence', t => {
	t.is(
		describeBlocker(alice),
		'Session 4711 of alice holds a lock that this stage needs, in a transaction open since 2018-11-30 12:00:00 UTC.',
	);
});
