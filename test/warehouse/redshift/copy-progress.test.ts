import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import test from 'ava';
import {ConnectionError, StatementError} from '../../../src/errors.js';
import {PgSession} from '../../../src/warehouse/pg/session.js';
import {watchCopy} from '../../../src/warehouse/redshift/copy-progress.js';
import {
	compressionByName,
	loadErrorAdvice,
	loadErrorReason,
	undeclaredCompression,
} from '../../../src/warehouse/redshift/load-error-advice.js';
import {SystemViews} from '../../../src/warehouse/redshift/system-views.js';
import type {Progress} from '../../../src/warehouse/warehouse.js';
import {eventLine} from '../../support/data-folder.js';
import {connectionToRedshift} from '../../support/engine-redshift.js';
import type {RedshiftOptions} from '../../support/redshift/start-redshift.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';
import {openFixture} from './fixture.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

/** Six files, each of an event and of text that is none. */
const files = Object.fromEntries(
	[1, 2, 3, 4, 5, 6].map(day => [`log_data/${day}.json`, `${eventLine()}no record\n`] as const),
);
const bytes = Buffer.byteLength(files['log_data/1.json']!);

const without = (...views: readonly string[]) => ({withoutViews: views});
const progressCases: ReadonlyArray<
	readonly [what: string, options: Partial<RedshiftOptions>, seen: Progress | undefined]
> = [
	[
		'by the history of loads',
		{},
		{rows: 4, files: 4, filesTotal: 6, bytes: bytes * 4, bytesTotal: bytes * 6, rejected: 4},
	],
	[
		'on a workgroup',
		{serverless: true},
		{rows: 4, files: 4, filesTotal: 6, bytes: bytes * 4, bytesTotal: bytes * 6, rejected: 4},
	],
	[
		'without the detail of files',
		without('sys_load_detail'),
		{rows: 4, files: 4, filesTotal: 6, bytes: bytes * 4, bytesTotal: bytes * 6, rejected: 4},
	],
	[
		// Rows and bytes only move with every million records, so they are not reported.
		'on a cluster without the history, by the state of its slices',
		without('sys_load_history'),
		{files: 4, filesTotal: 6},
	],
	['by the files that were read', without('sys_load_history', 'stv_load_state'), {files: 4}],
	['by the clock alone', without('sys_load_history', 'stv_load_state', 'stl_load_commits'), undefined],
];

for (const [what, options, seen] of progressCases) {
	test(`reports the progress of a load ${what}`, async t => {
		const {redshift, stage} = await openFixture(t, stack, files, options);
		redshift.faults.holdAfterFiles = 4;
		const told: Progress[] = [];
		const staging = stage('events', {maxErrors: 6, onProgress: progress => told.push(progress)});
		// The first look may come when few files are read, and between two views a file may be.
		const deadline = Date.now() + 20_000;
		if (seen === undefined) await sleep(2500);
		else while (!isDeepStrictEqual(told.at(-1), seen) && Date.now() < deadline) await sleep(20);
		t.deepEqual(told.at(-1), seen);
		redshift.faults.release();
		t.like(await staging, {records: 12, rows: 6, rejected: 6});
		if (options.withoutViews?.includes('sys_load_history')) return;
		// The last word, however short the load was.
		t.deepEqual(told.at(-1), {
			rows: 6,
			files: 6,
			filesTotal: 6,
			bytes: bytes * 6,
			bytesTotal: bytes * 6,
			rejected: 6,
		});
	});
}

test('ends a load although its monitor hangs', async t => {
	const told: Progress[] = [];
	const watched = {
		session: 1,
		since: '2018-11-30 12:00:00',
		table: 'staging_events',
		source: 's3://bucket/log_data/',
		onProgress: (progress: Progress) => told.push(progress),
		onSilence: () => t.fail(),
	};
	const views = new SystemViews(async () => new Promise(() => {}));
	const started = Date.now();
	const timing = {firstMs: 1, everyMs: 1, silenceMs: 1, finalReportMs: 100};
	const work = async () => {
		await sleep(50);
		return 'loaded';
	};
	t.is(await watchCopy(views, watched, work, timing), 'loaded');
	t.true(Date.now() - started < 5000);
	t.deepEqual(told, []);
});

test('abandons a connection that is silent long after its load has ended', async t => {
	const {redshift, source} = await openFixture(t, stack, files);
	const settings = connectionToRedshift(redshift, redshift.database);
	const [main, side] = [await PgSession.open(settings), await PgSession.open(settings)];
	t.teardown(async () => {
		await main.close();
		await side.close();
	});
	redshift.faults.copyDelayMs = 60;
	redshift.faults.silentAfterFiles = 3;
	const [[pid] = []] = await main.all('SELECT pg_backend_pid()');
	const watched = {
		session: Number(pid),
		since: '2018-11-30 12:00:00',
		table: 'staging_events',
		source: source.locate('events'),
		onProgress: () => {},
		onSilence: () => main.abandon(),
	};
	const copy = `COPY staging_events FROM '${watched.source}' IAM_ROLE default JSON 'auto ignorecase' MAXERROR 7`;
	const started = Date.now();
	const error = await t.throwsAsync<ConnectionError>(
		watchCopy(new SystemViews(async sql => side.all(sql)), watched, async () => main.run(copy), {
			firstMs: 50,
			everyMs: 50,
			silenceMs: 300,
			finalReportMs: 2000,
		}),
		{instanceOf: ConnectionError},
	);
	t.true(error?.failure.lost);
	// Six files take 360 ms; then the silence begins.
	t.true(Date.now() - started > 600);
	t.true(main.lost);
	t.deepEqual(await side.all('SELECT count(*) FROM staging_events'), [[6]]);
});

const never = async (): Promise<never> => new Promise(() => {});

test('times out a slow view, and queries it again next time', async t => {
	let given = 0;
	let asked = 0;
	const views = new SystemViews(async (_, patience) => {
		asked++;
		if (asked > 1) return [[4711]];
		patience.addEventListener('abort', () => given++);
		return never();
	}, 50);
	t.is(await views.rows('now', {}), undefined);
	t.is(given, 1);
	t.deepEqual(await views.rows('now', {}), [[4711]]);
	t.is(given, 1);
});

test('does not query a refused view again, but retries other failures', async t => {
	const errors = [
		new ConnectionError({message: 'lost', lost: true}),
		new StatementError({message: "Query (150) canceled on user's request"}),
		new StatementError({message: 'permission denied for relation stl_load_errors'}),
	];
	const views = new SystemViews(async () => {
		throw errors.shift() ?? new Error('asked once too often');
	});
	for (const left of [2, 1, 0, 0]) {
		t.is(await views.rows('now', {}), undefined);
		t.is(errors.length, left);
	}
});

const cases: ReadonlyArray<
	readonly [
		code: number,
		reason: string,
		type: string,
		length: string,
		value: string,
		told: string,
		advice: RegExp,
	]
> = [
	[
		1204,
		'String length exceeds DDL length',
		'varchar',
		'2048',
		'x'.repeat(3000),
		`"${'x'.repeat(40)}…" is longer than the 2048 bytes that the column holds (String length exceeds DDL length)`,
		/widen the column: VARCHAR counts bytes/,
	],
	[
		1204,
		'Overflow',
		'float8',
		'0',
		'1e400',
		'"1e400" is out of range for the column, float8 (Overflow)',
		/^Fix the number in the file\./,
	],
	[
		1204,
		'Numeric data overflow',
		'int4',
		'0',
		'3000000000',
		'"3000000000" is out of range for the column, int4 (Numeric data overflow)',
		/^Fix the number/,
	],
	[
		1207,
		'Overflow (Long valid range -9223372036854775808 to 9223372036854775807)',
		'int8',
		'0',
		'1e30',
		'"1e30" is out of range for the column, int8 (Overflow (Long valid range -9223372036854775808 to 9223372036854775807))',
		/^Fix the number/,
	],
	[
		1206,
		'Invalid timestamp format',
		'timestamp',
		'0',
		'x',
		'"x" is not a time (Invalid timestamp format)',
		/TIMEFORMAT/,
	],
	[
		1207,
		"Invalid digit, Value 'w', Pos 0, Type: Integer",
		'int4',
		'0',
		'w',
		`"w" is not a whole number (Invalid digit, Value 'w', Pos 0, Type: Integer)`,
		/jsonpaths/,
	],
	// A workgroup does not report the value.
	[
		1207,
		"Invalid digit, Value 'w', Pos 0, Type: Integer",
		'int4',
		'0',
		'',
		`the value is not a whole number (Invalid digit, Value 'w', Pos 0, Type: Integer)`,
		/jsonpaths/,
	],
	[1208, 'r', 'float8', '0', 'w', '"w" is not a number (r)', /^Fix the value/],
	[
		1213,
		'Missing data for not-null field',
		'int4',
		'0',
		'',
		'the value is missing, and the column cannot be NULL (Missing data for not-null field)',
		/Add the key/,
	],
	[1220, 'r', 'varchar', '9', 'é', '"é" is not valid UTF-8, or has a NUL character (r)', /UTF-8/],
	[
		1222,
		'r',
		'int4',
		'0',
		'3000000000',
		'"3000000000" is out of range for the column, int4 (r)',
		/^Fix the number/,
	],
	[1216, 'Invalid JSON.', '', '', '', 'Invalid JSON.', /separated by white space/],
	[1203, 'r', '', '', '', 'r', /one path for each column/],
	[1211, 'r', '', '', '', 'r', /empty line/],
	[1212, 'r', '', '', '', 'r', /in the bucket, then run the stage again/],
	[1215, 'r', 'char', '1', 'é', '"é" has characters that a CHAR column cannot store (r)', /VARCHAR/],
	[1217, 'r', 'int8', '0', 'x', '"x" cannot be loaded into an IDENTITY column (r)', /generates the values/],
	[1223, 'r', 'int4', '0', 'x', '"x" has a different type than the column, int4 (r)', /^Fix the value/],
	[1200, 'r', '', '', '', 'r', /load its file alone/],
	[8001, 'r', '', '', '', 'r', /manifest/],
	[9005, 'r', '', '', '', 'r', /key in the message/],
];

test('has advice for every load error code of a JSON load', t => {
	const codes = [...Array.from({length: 25}, (_, at) => 1200 + at), 8001, 9005];
	t.deepEqual(
		codes.filter(
			code =>
				loadErrorAdvice({code, reason: '', type: 'varchar', length: '', value: ''}, false) === undefined,
		),
		[],
	);
});

test('gives a readable reason and advice for each code', t => {
	for (const [code, reason, type, length, value, told, advice] of cases) {
		t.is(loadErrorReason({code, reason, type, length, value}), told);
		t.regex(loadErrorAdvice({code, reason, type, length, value}, true) ?? '', advice);
	}
});

test('does not mention a jsonpaths file if there is none', t => {
	t.is(
		loadErrorAdvice({code: 1207, reason: '', type: 'int4', length: '', value: ''}, false),
		'Fix the value in the file.',
	);
});

test("keeps the cluster's message for an unknown code", t => {
	const unknown = {code: 9999, reason: 'New words', type: '', length: '', value: 'x'};
	t.is(loadErrorReason(unknown), 'New words');
	t.is(loadErrorAdvice(unknown, true), undefined);
});

test("names the setting for a file with a compressed file's name", t => {
	t.is(compressionByName('s3://b/log_data/one.json.gz'), 'gzip');
	t.is(compressionByName('s3://b/log_data/one.ZST'), 'zstd');
	t.is(compressionByName('s3://b.gz/one.json'), undefined);
	t.regex(undeclaredCompression('zstd'), /Set COMPRESSION = zstd under \[S3\] in dwh\.cfg/);
});
