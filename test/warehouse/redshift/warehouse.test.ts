import test from 'ava';
import {StatementError, UsageError} from '../../../src/errors.js';
import {statements} from '../../../src/sql/statements.js';
import {RejectedError} from '../../../src/warehouse/rejected-error.js';
import {eventLine, playLine, songText} from '../../support/data-folder.js';
import {collectRows} from '../../support/engine-fixture.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';
import {openFixture} from './fixture.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

const bad = eventLine({sessionId: 'abc'}).trimEnd();
const dirty = {'log_data/a.json': `${eventLine()}${bad}\n`, 'log_data/b.json': `${eventLine()}trash\n`};

test('reads every record in check without loading any', async t => {
	const {warehouse, source, other} = await openFixture(t, stack, dirty);
	const check = (maxErrors: number) =>
		warehouse.transaction(() => warehouse.check('events', source, {maxErrors}));
	const error = await t.throwsAsync<RejectedError>(check(1), {instanceOf: RejectedError});
	t.is(error?.rejects.length, 2);
	const found = await check(2);
	t.is(found.rejected, 2);
	t.deepEqual(
		found.firstRejects.map(({line, column}) => [line, column]),
		[
			[2, 'sessionid'],
			[2, null],
		],
	);
	t.deepEqual(await other.rows('SELECT count(*) FROM staging_events'), [['0']]);
	t.deepEqual(await other.rows('SELECT count(*) FROM staging_rejects'), [['0']]);
});

test.serial('counts every rejected record, even past the limit', async t => {
	const {warehouse, source, stage, other} = await openFixture(t, stack, {
		'log_data/a.json': `${eventLine()}${`${bad}\n`.repeat(620)}`,
	});
	const error = await t.throwsAsync<RejectedError>(stage('events', {maxErrors: 300}), {
		instanceOf: RejectedError,
	});
	t.regex(
		error?.failure.message ?? '',
		/^301 records can't be loaded, and 300 are allowed \(--max-errors\)\./,
	);
	t.is(error?.rejects.length, 301);
	const checked = await warehouse.transaction(() => warehouse.check('events', source, {maxErrors: 620}));
	t.is(checked.rejected, 620);
	t.is(checked.firstRejects.length, 10);
	t.like(await stage('events', {maxErrors: 620}), {records: 621, rows: 1, rejected: 620});
	t.deepEqual(await other.rows('SELECT count(*), count(DISTINCT line) FROM staging_rejects'), [
		['620', '620'],
	]);
});

test('reports only its own records when a load fails twice in a session', async t => {
	const {stage, source} = await openFixture(t, stack, {
		'log_data/a.json': `${bad}\n`,
		'song_data/a.json': songText({duration: 'long'}),
	});
	const events = await t.throwsAsync<RejectedError>(stage('events'), {instanceOf: RejectedError});
	t.deepEqual(events?.rejects, [
		{
			file: `${source.locate('events')}a.json`,
			line: 1,
			column: 'sessionid',
			reason: `"abc" is not a whole number (Invalid digit, Value 'a', Pos 0, Type: Integer)`,
			raw: bad,
		},
	]);
	t.regex(
		events?.failure.advice ?? '',
		/^Fix the value in the file\. Or let the load continue .*--max-errors N \(.*load --dry-run counts up to 100,000\.$/,
	);
	const songs = await t.throwsAsync<RejectedError>(stage('songs'), {instanceOf: RejectedError});
	t.deepEqual(
		songs?.rejects.map(({column}) => column),
		['duration'],
	);
});

test("trusts COPY's count if no view lists the rejected records", async t => {
	const {stage, other, source} = await openFixture(t, stack, dirty, {
		withoutViews: ['sys_load_error_detail', 'stl_load_errors'],
	});
	await t.throwsAsync(stage('events'), {instanceOf: StatementError, message: /rejected|failed/});
	t.like(await stage('events', {maxErrors: 2}), {records: 4, rows: 2, rejected: 2});
	t.deepEqual(await other.rows('SELECT file, line, reason FROM staging_rejects'), [
		...Array(2).fill([
			source.locate('events'),
			'0',
			"COPY could not load a record, and the load error views don't show which",
		]),
	]);
});

test.serial(
	'times out of range are rejected after COPY and count towards MAX_ERRORS with its own rejects',
	async t => {
		const {stage, other} = await openFixture(t, stack, {
			'log_data/a.json':
				`${eventLine()}${bad}\n` +
				eventLine({ts: 253_402_300_799_999}) +
				eventLine({ts: 1_541_106_106_796_000, song: 'A "quoted" song'}),
		});
		const error = await t.throwsAsync<RejectedError>(stage('events', {maxErrors: 1}), {
			instanceOf: RejectedError,
		});
		t.is(error.rejected, 2);
		t.deepEqual(await other.rows('SELECT count(*) FROM staging_events'), [['0']]);

		t.like(await stage('events', {maxErrors: 2}), {records: 4, rows: 2, rejected: 2});
		const [[file, line, column, reason, raw] = []] = await other.rows(
			'SELECT file, line, column_name, reason, "raw" FROM staging_rejects WHERE column_name = \'ts\'',
		);
		t.deepEqual([file, line, column], ['', '0', 'ts']);
		t.is(
			reason,
			'1541106106796000 is out of range: milliseconds since 1970, years 1 to 9999; this looks like microseconds',
		);
		t.like(JSON.parse(String(raw)), {ts: 1_541_106_106_796_000, song: 'A "quoted" song'});
	},
);

test.serial(
	'a column that is NULL in every row is a warning, and unknown keys are said to be unchecked',
	async t => {
		const {stage} = await openFixture(t, stack, {
			'log_data/a.json': eventLine().replaceAll('"userAgent"', '"user_agent"'),
		});
		const {warnings, notes} = await stage('events');
		t.regex(warnings?.[0] ?? '', /^NULL in every row: .*userAgent/);
		t.deepEqual(notes, ['Unknown keys are not checked on Redshift.']);
	},
);

test.serial('warns if COPY read another number of bytes than was listed before', async t => {
	const files = {'log_data/a.json': playLine(), 'log_data/b.json': playLine()};
	const {warehouse, source} = await openFixture(t, stack, files);
	const size = playLine().length * 2;
	const stageListed = async (bytes: number) => {
		const inventory = async () => ({files: [], bytes, fingerprint: '2:2:00', skipped: [], skippedCount: 0});
		return warehouse.transaction(() =>
			warehouse.stage('events', {...source, inventory}, {maxErrors: 0, runId: 'run'}),
		);
	};
	t.like(await stageListed(size), {rows: 2, warnings: []});
	const {rows, warnings} = await stageListed(size + 2000);
	t.is(rows, 2);
	t.deepEqual(warnings, [
		`COPY read ${size.toLocaleString('en')} bytes, but ${(size + 2000).toLocaleString('en')} were listed before. If files changed during the load, run the stage again.`,
	]);
});

test.serial('fails the stage if no record matches a column', async t => {
	const {stage, other} = await openFixture(t, stack, {
		'log_data/a.json': '{"num": 1, "name": "a"}\n{"num": 2, "name": "b"}\n',
	});
	await t.throwsAsync(stage('events'), {message: /No key in the records matches a column of staging_events/});
	t.deepEqual(await other.rows('SELECT count(*) FROM staging_events'), [['0']]);
});

test.serial('reads the number of rejects from the load history without notices', async t => {
	const {redshift, stage} = await openFixture(t, stack, dirty, {
		withoutViews: ['sys_load_error_detail', 'stl_load_errors'],
	});
	redshift.faults.withoutNotices = true;
	t.like(await stage('events', {maxErrors: 2}), {records: 4, rows: 2, rejected: 2});
});

test.serial('sends a query directly if the cluster refuses a cursor', async t => {
	const {redshift, warehouse} = await openFixture(t, stack, {});
	redshift.faults.refusedCursors = 1;
	t.deepEqual(await collectRows(await warehouse.query('SELECT current_schema()')), [['public']]);
});

test('marks data movement of joins in explain', async t => {
	const {warehouse, stage} = await openFixture(t, stack, {
		'log_data/a.json': playLine(),
		'song_data/a.json': songText(),
	});
	await stage('events');
	await stage('songs');
	const [, insert = ''] = statements('transform/songplays');
	const steps = await warehouse.explain(insert);
	t.true(steps.length > 3);
	t.true(steps.some(({text, moves}) => moves === 'broadcast' && /DS_BCAST_INNER/.test(text)));
	t.true(steps.every(({text, moves}) => (moves === null) === !/DS_BCAST|DS_DIST_(?!NONE)/.test(text)));
});

test('returns rows of EXPLAIN and SHOW', async t => {
	const {warehouse} = await openFixture(t, stack, {});
	const shown = await warehouse.query('SHOW timezone');
	t.deepEqual(await collectRows(shown), [['UTC']]);
	t.is(shown.command, null);
	const plan = await warehouse.query('-- why\nEXPLAIN SELECT * FROM users');
	t.regex(String((await collectRows(plan))[0]?.[0]), /^XN Seq Scan on users/);
});

test("neither ends nor commits the user's transaction with a query", async t => {
	const {warehouse, other} = await openFixture(t, stack, {});
	await warehouse.run("INSERT INTO users (user_id, level) VALUES (1, 'free')");
	await warehouse.run('BEGIN');
	await warehouse.run('DELETE FROM users');
	t.deepEqual(await collectRows(await warehouse.query('SELECT user_id FROM users')), []);
	t.deepEqual(await other.rows('SELECT count(*) FROM users'), [['1']]);
	await warehouse.run('ROLLBACK');
	t.deepEqual(await collectRows(await warehouse.query('SELECT user_id FROM users')), [[1]]);
});

test('uses a cursor for a query with a comment, a semicolon and INTO in a string', async t => {
	const {warehouse} = await openFixture(t, stack, {});
	const result = await warehouse.query(
		"/* all */ -- of them\n(SELECT 'INTO' AS a, i FROM generate_series(1, 1500) AS t(i));",
	);
	const batches: number[] = [];
	for await (const rows of result.rows) batches.push(rows.length);
	t.deepEqual(batches, [1000, 500]);
});

test('refuses a backslash in the address of the data', async t => {
	const {warehouse, source} = await openFixture(t, stack, {});
	const awkward = {...source, locate: () => 's3://bucket/a\\b'};
	const error = t.throws<UsageError>(() => warehouse.stagingSql('events', awkward, 0), {
		instanceOf: UsageError,
	});
	t.true(error?.failure.message.includes('s3://bucket/a\\b'));
	t.true(error?.failure.message.includes('backslash'));
});

test('reports a bucket error from COPY, not a reject', async t => {
	const {stage} = await openFixture(t, stack, {'song_data/a.json': songText()});
	const error = await t.throwsAsync<StatementError>(stage('events'), {instanceOf: StatementError});
	t.true(/prefix|Nothing/i.test(`${error?.failure.message} ${error?.failure.detail}`));
});
