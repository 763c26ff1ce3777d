import {gzipSync} from 'node:zlib';
import test from 'ava';
import {DataError, SparkifyError} from '../../../src/errors.js';
import {createLoadSession} from '../../../src/load/create-load-session.js';
import type {PgSession} from '../../../src/warehouse/pg/session.js';
import {type CopyCommand, printCopy} from '../../../src/warehouse/redshift/copy-command.js';
import {runCopy} from '../../../src/warehouse/redshift/load.js';
import {LoadErrorViews} from '../../../src/warehouse/redshift/load-errors.js';
import {refuseOtherObjects} from '../../../src/warehouse/redshift/objects.js';
import {SystemViews} from '../../../src/warehouse/redshift/system-views.js';
import {RedshiftWarehouse} from '../../../src/warehouse/redshift/warehouse.js';
import {RejectedError} from '../../../src/warehouse/rejected-error.js';
import {redshiftStagingSql} from '../../../src/warehouse/staging-sql.js';
import {s3Source, startBucket} from '../../source/s3-fixture.js';
import {zstdFrame} from '../../source/zstd-frame.js';
import {eventLine, type Files, playLine, songText} from '../../support/data-folder.js';
import {connectionToRedshift} from '../../support/engine-redshift.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';
import {openFixture} from './fixture.js';

/** The statement without the comment before it. */
const bare = (sql: string) => sql.replaceAll(/^--.*\n/gm, '');

test('quotes every value in COPY and adds no unrequested options', t => {
	t.is(
		bare(
			printCopy({
				table: 'staging_songs',
				columns: ['song_id', 'title'],
				from: "s3://bucket/o'brien/",
				iamRole: 'arn:aws:iam::123456789012:role/reader',
				json: 's3://bucket/paths.json',
				compression: 'gzip',
				region: 'us-west-2',
				maxError: 6,
			}),
		),
		`COPY staging_songs (song_id, title)
	FROM 's3://bucket/o''brien/'
	IAM_ROLE 'arn:aws:iam::123456789012:role/reader'
	FORMAT AS JSON 's3://bucket/paths.json'
	GZIP
	REGION 'us-west-2'
	EMPTYASNULL
	MAXERROR 6
	COMPUPDATE OFF
	STATUPDATE ON`,
	);
	t.is(
		bare(
			printCopy({table: 't', from: 's3://b/', iamRole: 'default', json: 'auto', maxError: 1, noLoad: true}),
		),
		`COPY t
	FROM 's3://b/'
	IAM_ROLE default
	FORMAT AS JSON 'auto'
	EMPTYASNULL
	MAXERROR 1
	NOLOAD`,
	);
});

test('uses jsonpaths for events if set, and key names for songs', t => {
	const source = {
		name: 'test data',
		inventory: () => Promise.reject(new Error('not asked')),
		records: () => {
			throw new Error('not asked');
		},
		locate: (kind: string) => `s3://bucket/${kind}/`,
	};
	const sql = redshiftStagingSql({iamRole: 'default', logJsonPath: 's3://bucket/paths.json'});
	const last = (kind: 'events' | 'songs', maxErrors = 0) => sql(kind, source, maxErrors).at(-1)!;
	t.true(last('events').includes("FORMAT AS JSON 's3://bucket/paths.json'"));
	t.true(last('songs').includes("FORMAT AS JSON 'auto ignorecase'"));
	t.true(redshiftStagingSql({iamRole: 'default'})('events', source, 0).at(-1)!.includes("'auto ignorecase'"));
	const zstd = redshiftStagingSql({iamRole: 'default', compression: 'zstd'});
	for (const kind of ['events', 'songs'] as const)
		t.regex(zstd(kind, source, 0).at(-1)!, /FORMAT AS JSON '.*'\n\tZSTD\n\tEMPTYASNULL/);
	// COPY fails at so many errors, the load after so many; COPY counts to 100,000.
	t.true(last('events', 4).includes('MAXERROR 5\n'));
	t.true(last('events', 1_000_000).includes('MAXERROR 100000\n'));
	// Emptied by DELETE: TRUNCATE would commit.
	t.true(sql('songs', source, 0).some(text => /DELETE FROM staging_songs/.test(text)));
	t.false(sql('songs', source, 0).some(text => /TRUNCATE/i.test(text)));
});

const command: CopyCommand = {
	table: 'staging_events',
	from: 's3://bucket/log_data/',
	iamRole: 'default',
	json: 'auto',
	maxError: 1001,
};

test('counts rejects in the views if COPY does not report them', async t => {
	const errors = Array.from({length: 25}, (_, at) => [
		...[7, 's3://bucket/log_data/a.json', at + 1, 'ts', 'int8', '0', 1207, 'Invalid digit', 'raw', 'x'],
	]);
	const views = new SystemViews(async sql => {
		if (!sql.includes('stl_load_errors')) return [];
		return errors.slice(0, Number(/LIMIT (\d+)/.exec(sql)?.[1]));
	});
	const main = {processId: 1, takeNotices: () => [], run: async () => 0, all: async () => [[75]]};
	const {rows, rejected, rejects} = await runCopy(
		{main: main as unknown as PgSession, since: '2018-11-30 12:00:00'},
		command,
		{views, loadErrors: new LoadErrorViews(views)},
		{maxErrors: 1000},
		10,
	);
	t.deepEqual([rows, rejected, rejects.length], [75, 25, 10]);
	t.is(rejects[9]?.line, 10);
});

const good = {'log_data/a.json': '{}', 'log_data/b.json': '{}'};
const zipped = {'log_data/a.json.gz': gzipSync('{}'), 'log_data/b.json.gz': gzipSync('{}')};

for (const [title, files, declared, message, advice] of [
	['plain objects', good, undefined, undefined, undefined],
	['compressed objects as declared', zipped, 'gzip', undefined, undefined],
	[
		'empty objects and folder markers',
		{...good, 'log_data/': '', 'log_data/empty.json': ''},
		undefined,
		undefined,
		undefined,
	],
	[
		'an object that the other engines skip',
		{...good, 'log_data/readme.md': 'x'},
		undefined,
		'COPY would also read s3://music/log_data/readme.md (not .json, .gz or .zst): it reads every object under the prefix.',
		/^Move other objects out of the prefix/,
	],
	[
		'several that the other engines skip',
		{...good, 'log_data/.ipynb_checkpoints/a.json': '{}', 'log_data/x.csv': 'x', 'log_data/y.csv': 'x'},
		undefined,
		'COPY would also read s3://music/log_data/.ipynb_checkpoints (hidden) and 2 more: it reads every object under the prefix.',
		/^Move/,
	],
	[
		'compressed objects without COMPRESSION',
		zipped,
		undefined,
		's3://music/log_data/a.json.gz and 1 more are compressed with gzip, but COPY expects no compression.',
		/^Set COMPRESSION = gzip under \[S3\]/,
	],
	[
		'a plain object among compressed ones',
		{...zipped, 'log_data/c.json': '{}'},
		'gzip',
		's3://music/log_data/c.json is not compressed, but COPY expects compression with gzip.',
		/^COPY reads one compression at a time/,
	],
	[
		'another compression',
		zipped,
		'zstd',
		's3://music/log_data/a.json.gz and 1 more are compressed with gzip, but COPY expects compression with zstd.',
		/^Set COMPRESSION = gzip/,
	],
] as ReadonlyArray<
	readonly [string, Files, 'gzip' | 'zstd' | undefined, string | undefined, RegExp | undefined]
>) {
	test.serial(`${message === undefined ? 'accepts' : 'refuses'} ${title}`, async t => {
		const {bucket} = await startBucket(t);
		for (const [key, content] of Object.entries(files)) bucket.put(key, content);
		const inventory = await s3Source('s3://music/log_data/').inventory('events');
		if (message === undefined) {
			t.notThrows(() => refuseOtherObjects(inventory, declared));
			return;
		}
		const error = t.throws(() => refuseOtherObjects(inventory, declared), {instanceOf: DataError});
		t.is(error?.failure.message, message);
		t.regex(error?.failure.advice ?? '', advice!);
		t.true(message.includes(error?.failure.where ?? '?'));
	});
}

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

const files = {
	'log_data/1.json': eventLine(),
	'log_data/2.json': '{"ts": "no number"}\n',
	'song_data/1.json': songText(),
};

test('access: proves that the role can read the files, whatever they contain, and loads nothing', async t => {
	const {warehouse, source, other} = await openFixture(t, stack, files);
	for (const kind of ['events', 'songs'] as const)
		await t.notThrowsAsync(warehouse.checkAccess(kind, source, {}), kind);
	for (const table of ['staging_events', 'staging_songs'])
		t.deepEqual(await other.rows(`SELECT count(*) FROM ${table}`), [['0']]);
	t.deepEqual(await other.rows('SELECT count(*) FROM staging_rejects'), [['0']]);
});

test('access: keeps the tables if the role cannot be assumed, when staging follows', async t => {
	const {redshift, source, other} = await openFixture(t, stack, files);
	await other.run('INSERT INTO users (user_id) VALUES (1)');
	const warehouse = new RedshiftWarehouse(connectionToRedshift(redshift, redshift.database), {
		iamRole: 'arn:aws:iam::123456789012:role/other',
	});
	const session = createLoadSession({warehouse, source, maxErrors: 0, ledger: false});
	t.teardown(async () => session.close());
	await session.run('connect');
	const status = await session.run('drop-tables', {isFollowedByStaging: true});
	t.regex(status.type === 'failed' ? status.failure.message : '', / Nothing was dropped\.$/);
	t.deepEqual(await other.rows('SELECT count(*) FROM users'), [['1']]);
	const {notes} = await session.plan('drop-tables');
	t.regex(notes.at(-1) ?? '', /^Nothing can be loaded afterwards: /);
	t.like(await session.run('drop-tables'), {type: 'done'}, 'alone, it drops');
});

test('access: takes access as proven once files have been scanned for 15 s', async t => {
	const {redshift, warehouse, source} = await openFixture(t, stack, files);
	redshift.faults.holdAfterFiles = 1;
	const started = Date.now();
	await warehouse.checkAccess('events', source, {});
	t.true(Date.now() - started >= 15_000);
	redshift.faults.clear();
	t.deepEqual(await warehouse.runningLoads(), []);
});

test('access: fails if the prefix is empty', async t => {
	const {warehouse, source} = await openFixture(t, stack, {'log_data/1.json': eventLine()});
	await t.throwsAsync(warehouse.checkAccess('songs', source, {}), {instanceOf: SparkifyError});
});

const plays = playLine({userId: '10'}) + playLine({userId: '26', itemInSession: 1});
const gzipped = {
	'log_data/2018/11/2018-11-01-events.json.gz': gzipSync(plays),
	'song_data/A/one.json.gz': gzipSync(songText()),
};

test('compression: loads and checks gzip files if COMPRESSION is set', async t => {
	const {warehouse, source, stage, other} = await openFixture(t, stack, gzipped, {compression: 'gzip'});
	t.like(await stage('events'), {records: 2, rows: 2, rejected: 0});
	t.like(await stage('songs'), {records: 1, rows: 1, rejected: 0});
	t.deepEqual(await other.rows('SELECT userid, song FROM staging_events ORDER BY userid'), [
		[10, 'One'],
		[26, 'One'],
	]);
	t.like(await warehouse.transaction(() => warehouse.check('events', source, {maxErrors: 0})), {rejected: 0});
});

test('compression: refuses unexpected objects in a listing before changing anything', async t => {
	const {warehouse, source, stage, other} = await openFixture(t, stack, gzipped, {compression: 'gzip'});
	await stage('events');
	const listed = {
		...source,
		inventory: async () => ({
			files: [{path: 's3://b/a.json', bytes: 2}],
			bytes: 2,
			fingerprint: '1:2:00',
			skipped: [],
			skippedCount: 0,
			compressions: {none: {files: 1, first: 's3://b/a.json'}},
		}),
	};
	for (const work of ['stage', 'check'] as const) {
		await t.throwsAsync(
			warehouse.transaction(() => warehouse[work]('events', listed, {maxErrors: 0, runId: 'run'})),
			{message: 's3://b/a.json is not compressed, but COPY expects compression with gzip.'},
			work,
		);
	}
	t.deepEqual(await other.rows('SELECT count(*) FROM staging_events'), [['2']]);
});

test('compression: loads zstd files', async t => {
	const files = {
		'log_data/a.json.zst': zstdFrame(Buffer.from(plays)),
		'song_data/a.json.zst': zstdFrame(Buffer.from(songText())),
	};
	const {stage} = await openFixture(t, stack, files, {compression: 'zstd'});
	t.like(await stage('events'), {records: 2, rows: 2, rejected: 0});
	t.like(await stage('songs'), {records: 1, rows: 1, rejected: 0});
});

test('compression: names the setting if COMPRESSION is missing', async t => {
	const {stage, warehouse, source} = await openFixture(t, stack, gzipped);
	const refused = [
		() => stage('events'),
		() => warehouse.transaction(() => warehouse.check('songs', source, {maxErrors: 0})),
	];
	for (const load of refused) {
		const error = await t.throwsAsync<RejectedError>(load, {instanceOf: RejectedError});
		t.regex(
			error?.failure.advice ?? '',
			/^The file is compressed, but COMPRESSION is not set\. Set COMPRESSION = gzip under \[S3\] in dwh\.cfg, /,
		);
	}
});
