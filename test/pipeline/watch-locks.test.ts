import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {describeBlocker, watchingLocks} from '../../src/pipeline/watch-locks.js';
import type {Blocker, Progress} from '../../src/warehouse/warehouse.js';

const alice: Blocker = {session: 4711, user: 'alice', since: '2018-11-30 12:00:00'};

/** Waits until it is told what is wanted. */
async function until(told: readonly Progress[], isWanted: (progress: Progress) => boolean): Promise<void> {
	while (!told.some(isWanted)) await sleep(1);
}

test('who holds the stage up is told beside its progress, as long as it does', async t => {
	let holders: readonly Blocker[] = [alice];
	const told: Progress[] = [];
	const answer = await watchingLocks(
		{blockers: async () => holders},
		progress => told.push(progress),
		async onProgress => {
			onProgress({rows: 1});
			await until(told, ({blockedBy}) => blockedBy?.[0] === alice);
			onProgress({rows: 2});
			holders = [];
			await until(told, ({rows, blockedBy}) => rows === 2 && blockedBy === undefined);
			return 'done';
		},
		1,
	);
	t.is(answer, 'done');
	t.deepEqual(told.slice(0, 3), [{rows: 1}, {rows: 1, blockedBy: [alice]}, {rows: 2, blockedBy: [alice]}]);
	t.deepEqual(told.at(-1), {rows: 2});
});

test('that it cannot be asked is no reason to fail, and nothing is told of it', async t => {
	const told: Progress[] = [];
	let asked = 0;
	const blockers = async (): Promise<never> => {
		asked++;
		throw new Error('permission denied for relation svv_transactions');
	};
	const work = async () => {
		while (asked < 3) await sleep(1);
	};
	await t.notThrowsAsync(watchingLocks({blockers}, progress => told.push(progress), work, 1));
	t.deepEqual(told, []);
});

test('who holds a lock, in a sentence', t => {
	t.is(
		describeBlocker(alice),
		'Session 4711 of alice holds a lock that this waits for, in a transaction begun at 2018-11-30 12:00:00 UTC.',
	);
});
