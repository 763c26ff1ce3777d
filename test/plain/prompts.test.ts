import {PassThrough} from 'node:stream';
import test from 'ava';
import {CancelledError, UsageError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {LoadSession} from '../../src/load/load-session.js';
import {runStages} from '../../src/load/run-stages.js';
import {question, readAnswer} from '../../src/plain/answers.js';
import {readLine} from '../../src/plain/ask.js';
import {askSecret} from '../../src/plain/ask-secret.js';
import {attended, type Confirmation, unattended} from '../../src/plain/deciders.js';
import {type StageId, stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';
import {lineStart} from '../support/stage-numbers.js';

test('answers: accepts Enter and y when nothing is lost', t => {
	for (const typed of ['', 'y', 'Y', ' y ']) t.is(readAnswer(typed, false), 'run', typed);
	t.is(readAnswer('a', false), 'all');
});

test('answers: accepts only the word yes when rows would be lost', t => {
	t.is(readAnswer('yes', true), 'run');
	for (const typed of ['', 'y', 'Y', 'a', 'YES', 'yes please', 'n'])
		t.is(readAnswer(typed, true), undefined, typed);
});

test('answers: accepts the other answers', t => {
	for (const destructive of [true, false]) {
		t.is(readAnswer('s', destructive), 'skip');
		t.is(readAnswer('e', destructive), 'sql');
		t.is(readAnswer('q', destructive), 'stop');
		t.is(readAnswer(undefined, destructive), 'stop');
		t.is(readAnswer('what?', destructive), undefined);
	}
});

test('answers: lists the answers and fits 80 columns with indentation and answer', t => {
	for (const destructive of [true, false]) t.true(question(destructive).length <= 75);
	t.is(question(true), 'Type yes to continue, s to skip, e to show the SQL, q to stop: ');
	t.is(question(false), 'Run it? Enter or y to run, a for all, s to skip, e for SQL, q to stop: ');
});

const never = new AbortController().signal;

test('ask: returns what is typed', async t => {
	const input = new PassThrough();
	const answer = readLine(input, never);
	input.write('yes\n');
	t.is(await answer, 'yes');
});

test('ask: reads one line per question and discards what was typed ahead', async t => {
	const input = new PassThrough();
	const first = readLine(input, never);
	input.write('one\ntwo\n');
	t.is(await first, 'one');
	const second = readLine(input, never);
	input.write('three\n');
	t.is(await second, 'three');
});

test('ask: returns undefined at the end of the input', async t => {
	const input = new PassThrough();
	const answer = readLine(input, never);
	input.end();
	t.is(await answer, undefined);
	t.is(await readLine(input, never), undefined);
});

test('ask: stops waiting when aborted', async t => {
	const controller = new AbortController();
	const answer = readLine(new PassThrough(), controller.signal);
	controller.abort();
	t.is(await answer, undefined);
	t.is(await readLine(new PassThrough(), controller.signal), undefined);
});

/** A secret prompt on a fake terminal that records its output. */
function terminal() {
	const input = Object.assign(new PassThrough(), {
		raw: false,
		setRawMode(raw: boolean) {
			input.raw = raw;
		},
	});
	const shown: string[] = [];
	const controller = new AbortController();
	const answer = askSecret('Password: ', input, text => shown.push(text), controller.signal);
	return {input, answer, shown: () => shown.join(''), abort: () => controller.abort()};
}

test('secret: shows a bullet for each character and returns the characters', async t => {
	const {input, answer, shown} = terminal();
	t.true(input.raw);
	for (const key of ['h', 'ü', ' ', '🔑', '\r']) input.write(key);
	t.is(await answer, 'hü 🔑');
	t.is(shown(), 'Password: ••••\n');
	t.false(input.raw);
	t.true(input.isPaused());
	t.is(input.listenerCount('data'), 0);
});

test('secret: decodes a character that arrives in two chunks', async t => {
	const {input, answer, shown} = terminal();
	const bytes = Buffer.from('ü\n');
	input.write(bytes.subarray(0, 1));
	input.write(bytes.subarray(1));
	t.is(await answer, 'ü');
	t.is(shown(), 'Password: •\n');
});

test('secret: deletes the last character on Backspace and all on Ctrl+U', async t => {
	const {input, answer, shown} = terminal();
	input.write('\u007Fab\u007Fc\b\u0015xy\n');
	t.is(await answer, 'xy');
	t.is(shown(), 'Password: ••\b \b•\b \b\b \b••\n');
});

test('secret: ignores keys other than characters', async t => {
	const {input, answer} = terminal();
	input.write('a\u001B[A\u001B[1;5Db\u001BOPc\u001Bxd\te\u001A\n');
	t.is(await answer, 'abcde');
});

test('secret: returns an empty answer on Enter and discards what is pasted after it', async t => {
	const {input, answer} = terminal();
	input.write('\rsecret\r');
	t.is(await answer, '');
});

test('secret: is cancelled by Ctrl+C, Ctrl+D and the end of the input', async t => {
	for (const end of ['ab\u0003', '\u0004']) {
		const {input, answer} = terminal();
		input.write(end);
		await t.throwsAsync(answer, {instanceOf: CancelledError});
		t.false(input.raw);
	}
	const gone = terminal();
	gone.input.end();
	await t.throwsAsync(gone.answer, {instanceOf: CancelledError});
	const stopped = terminal();
	stopped.abort();
	await t.throwsAsync(stopped.answer, {instanceOf: CancelledError});
	const kept = terminal();
	kept.input.write('a\u0004b\n');
	t.is(await kept.answer, 'ab');
});

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

/** The decisions about stages, none of which really runs. */
async function decisions(
	session: LoadSession,
	stages: readonly StageId[],
	{decide, ...confirmation}: Confirmation,
): Promise<readonly string[]> {
	const made: string[] = [];
	const planOnly: Partial<LoadSession> = {
		get state() {
			return session.state;
		},
		plan: async stage => session.plan(stage),
		exclusively: async body => body(),
		run: async () => ({type: 'done', result: {rows: 0, rowsBefore: 0, rejected: 0, summary: ''}}),
		refresh: async () => {},
		skip() {},
	};
	await runStages(planOnly as LoadSession, {
		stages,
		...confirmation,
		async decide(step) {
			const decision = await decide!(step);
			made.push(decision);
			return decision;
		},
		signal: new AbortController().signal,
	});
	return made;
}

test('unattended: runs everything when nothing is lost', async t => {
	const {session} = await connected({users: 0, my_own: 12});
	t.deepEqual(
		await decisions(session, stageIds, unattended()),
		stageIds.map(() => 'run'),
	);
});

test('unattended: refuses to drop rows before anything is changed', async t => {
	const {session, warehouse} = await connected({songplays: 6820, users: 1});
	const decided = decisions(session, stageIds, unattended());
	const error = await t.throwsAsync(decided, {instanceOf: UsageError});
	t.deepEqual((error as UsageError).failure, {
		message:
			"drop-tables would remove 6,820 rows of songplays, 1 row of users. Without a terminal, this can't be confirmed.",
		advice: 'Nothing was changed. Use --yes to confirm.',
	});
	t.deepEqual(warehouse.calls, ['connect']);
});

test('unattended: checks all requested stages before the first runs', async t => {
	const {session} = await connected({songplays: 0, users: 5});
	const decided = decisions(session, ['connect', 'load-songplays', 'load-users'], unattended());
	await t.throwsAsync(decided, {message: /^load-users would remove 5 rows of users\. /});
});

test('attended: shows what a stage does and asks', async t => {
	const {session} = await connected();
	const you = user('y', '', 's', 'q');
	const stages = ['stage-events', 'load-users', 'load-songs', 'load-artists'] as const;
	t.deepEqual(await decisions(session, stages, attended(you)), ['run', 'run', 'skip', 'stop']);
	t.is(
		you.shown.slice(0, you.shown.indexOf(`\n${lineStart('load-users')}`)),
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
});

test('attended: asks again until the answer is valid', async t => {
	const {session} = await connected({users: 3});
	const you = user('', 'Y', 'e', 'yes');
	t.deepEqual(await decisions(session, ['drop-tables'], attended(you)), ['run']);
	t.is(you.shown.match(/Type yes to continue/g)?.length, 4);
	t.true(you.shown.includes('    Enter is not a valid answer.\n'));
	t.true(you.shown.includes('    "Y" is not a valid answer.\n'));
	t.true(you.shown.includes('    Removes 3 rows of users.\n'));
	t.true(you.shown.includes('\nDROP TABLE IF EXISTS songplays;\n'));
});

test('attended: asks only about destructive stages after `a`', async t => {
	const {session} = await connected({users: 3});
	const you = user('a', 's');
	const stages = ['connect', 'create-tables', 'drop-tables'] as const;
	t.deepEqual(await decisions(session, stages, attended(you)), ['run', 'run', 'skip']);
});

test('attended: covers everything that the stages destroy with one yes', async t => {
	const {session} = await connected({songplays: 8, users: 3, songs: 2});
	const stages = ['connect', 'load-songplays', 'load-users', 'load-songs'] as const;
	const you = {...user('a', 'yes'), stages};
	t.deepEqual(
		await decisions(session, stages, attended(you)),
		stages.map(() => 'run'),
	);
});

test('attended: names what later stages destroy', async t => {
	const {session} = await connected({songplays: 8, users: 3});
	const you = user('q');
	const stages = ['load-songplays', 'load-users'] as const;
	const confirmation = attended({...you, write: you.write, stages});
	t.deepEqual(await decisions(session, stages, confirmation), ['stop']);
	t.regex(
		you.shown.replaceAll(/\s+/g, ' '),
		/Removes 8 rows of songplays\. All stages together remove 8 rows of songplays, 3 rows of users\. Type yes/,
	);
});

test('attended: stops at the end of the input', async t => {
	const {session} = await connected();
	t.deepEqual(await decisions(session, ['load-songs'], attended(user())), ['stop']);
});

test('attended: takes only its name in production, and asks nothing else with --yes', async t => {
	const {session} = await connected({users: 3});
	const you = user('yes', 'prod');
	const production = {production: 'prod', runsAll: true, write: you.write};
	const stages = ['connect', 'create-tables', 'drop-tables'] as const;
	const confirmation = attended({...you, ...production});
	t.deepEqual(await decisions(session, stages, confirmation), ['run', 'run', 'run']);
	t.is(you.shown.match(/Type prod to continue/g)?.length, 2);
	t.is(readAnswer('s', true, 's'), 'skip');
});

test('unattended: says how to confirm in production', async t => {
	const {session} = await connected({users: 3});
	const error = await t.throwsAsync(decisions(session, ['drop-tables'], unattended('prod')), {
		instanceOf: UsageError,
	});
	t.is(error?.failure.advice, 'Nothing was changed. Use --confirm prod to confirm.');
});
