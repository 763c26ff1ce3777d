import {PassThrough} from 'node:stream';
import test from 'ava';
import {UsageError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {attended, unattended} from '../../src/plain/deciders.js';
import {stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';
import {lineStart} from '../support/stage-numbers.js';

async function connected(tables: Readonly<Record<string, number>> = {}) {
	const warehouse = new FakeWarehouse();
	for (const [table, rows] of Object.entries(tables)) warehouse.tables.set(table, rows);
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors: 0, ledger: false});
	await session.run('connect');
	return {session, warehouse};
}

/** A user who answers each question with the next line. */
function user(...lines: readonly string[]) {
	const input = new PassThrough();
	const left = [...lines];
	let shown = '';
	return {
		input,
		columns: 60,
		stages: stageIds,
		signal: new AbortController().signal,
		write(text: string) {
			shown += text;
			if (!text.endsWith(': ')) return;
			const line = left.shift();
			setImmediate(() => (line === undefined ? input.end() : input.write(`${line}\n`)));
		},
		get shown() {
			return shown;
		},
	};
}

test('unattended: runs everything when nothing is lost', async t => {
	const {session} = await connected({users: 0, my_own: 12});
	const decide = unattended(session, stageIds);
	for (const stage of stageIds) t.is(await decide(stage), 'run', stage);
});

test('unattended: refuses to drop rows before anything is changed', async t => {
	const {session, warehouse} = await connected({songplays: 6820, users: 1});
	const decide = unattended(session, stageIds);
	t.is(await decide('connect'), 'run');
	const error = await t.throwsAsync(decide('drop-tables'), {instanceOf: UsageError});
	t.deepEqual((error as UsageError).failure, {
		message:
			"drop-tables would remove 6,820 rows of songplays, 1 row of users. Without a terminal, this can't be confirmed.",
		advice: 'Nothing was changed. Use --yes to confirm.',
	});
	t.deepEqual(warehouse.calls, ['connect']);
});

test('unattended: checks all requested stages before the first runs', async t => {
	const {session} = await connected({songplays: 0, users: 5});
	const decide = unattended(session, ['connect', 'load-songplays', 'load-users']);
	await t.throwsAsync(decide('load-songplays'), {message: /^load-users would remove 5 rows of users\. /});
});

test('attended: shows what a stage does and asks', async t => {
	const {session} = await connected();
	const you = user('y', '', 's', 'q');
	const decide = attended(session, you);
	t.is(await decide('stage-events'), 'run');
	t.is(
		you.shown,
		`
${lineStart('stage-events')}Stage the events
    Copies the activity logs into staging_events, one row
    for each event: who did what in the app, and when.
    Nothing is filtered or changed, so that later stages can
    be checked against it.
    Reads 30 files, 3.7 MB in log_data.
    2 files skipped: log_data/.DS_Store (hidden),
    log_data/x.json (empty)
    Run it? Enter or y to run, a for all, s to skip, e for SQL, q to stop: `,
	);
	t.is(await decide('load-users'), 'run');
	t.is(await decide('load-songs'), 'skip');
	t.is(await decide('load-artists'), 'stop');
});

test('attended: asks again until the answer is valid', async t => {
	const {session} = await connected({users: 3});
	const you = user('', 'Y', 'e', 'yes');
	t.is(await attended(session, you)('drop-tables'), 'run');
	t.is(you.shown.match(/Type yes to continue/g)?.length, 4);
	t.true(you.shown.includes('    Enter is not a valid answer.\n'));
	t.true(you.shown.includes('    "Y" is not a valid answer.\n'));
	t.true(you.shown.includes('    Removes 3 rows of users.\n'));
	t.true(you.shown.includes('\nDROP TABLE IF EXISTS songplays;\n'));
});

test('attended: asks only about destructive stages after `a`', async t => {
	const {session} = await connected({users: 3});
	const you = user('a', 's');
	const decide = attended(session, you);
	t.is(await decide('connect'), 'run');
	t.is(await decide('create-tables'), 'run');
	t.is(await decide('drop-tables'), 'skip');
});

test('attended: covers everything that the stages destroy with one yes', async t => {
	const {session} = await connected({songplays: 8, users: 3, songs: 2});
	const stages = ['connect', 'load-songplays', 'load-users', 'load-songs'] as const;
	const you = {...user('a', 'yes'), stages};
	const decide = attended(session, you);
	for (const stage of stages) t.is(await decide(stage), 'run', stage);
});

test('attended: names what later stages destroy', async t => {
	const {session} = await connected({songplays: 8, users: 3});
	const you = user('q');
	const decide = attended(session, {...you, write: you.write, stages: ['load-songplays', 'load-users']});
	t.is(await decide('load-songplays'), 'stop');
	t.regex(
		you.shown.replaceAll(/\s+/g, ' '),
		/Removes 8 rows of songplays\. All stages together remove 8 rows of songplays, 3 rows of users\. Type yes/,
	);
});

test('attended: stops at the end of the input', async t => {
	const {session} = await connected();
	t.is(await attended(session, user())('load-songs'), 'stop');
});
