import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import test from 'ava';
import {ConnectionError} from '../../../src/errors.js';
import {PgSession} from '../../../src/warehouse/pg/session.js';
import {watchCopy} from '../../../src/warehouse/redshift/copy-progress.js';
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
const cases: ReadonlyArray<
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

for (const [what, options, seen] of cases) {
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
