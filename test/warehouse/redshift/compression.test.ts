import {gzipSync} from 'node:zlib';
import test from 'ava';
import {RejectedError} from '../../../src/warehouse/rejected-error.js';
import {zstdFrame} from '../../source/zstd-frame.js';
import {playLine, songText} from '../../support/data-folder.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';
import {openFixture} from './fixture.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
});

test.after.always(async () => {
	await stack?.stop();
});

const plays = playLine({userId: '10'}) + playLine({userId: '26', itemInSession: 1});
const gzipped = {
	'log_data/2018/11/2018-11-01-events.json.gz': gzipSync(plays),
	'song_data/A/one.json.gz': gzipSync(songText()),
};

test('loads and checks gzip files if COMPRESSION is set', async t => {
	const {warehouse, source, stage, other} = await openFixture(t, stack, gzipped, {compression: 'gzip'});
	t.like(await stage('events'), {records: 2, rows: 2, rejected: 0});
	t.like(await stage('songs'), {records: 1, rows: 1, rejected: 0});
	t.deepEqual(await other.rows('SELECT userid, song FROM staging_events ORDER BY userid'), [
		[10, 'One'],
		[26, 'One'],
	]);
	t.like(await warehouse.transaction(() => warehouse.check('events', source, {maxErrors: 0})), {rejected: 0});
});

test('refuses unexpected objects in a listing before changing anything', async t => {
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

test('loads zstd files', async t => {
	const files = {
		'log_data/a.json.zst': zstdFrame(Buffer.from(plays)),
		'song_data/a.json.zst': zstdFrame(Buffer.from(songText())),
	};
	const {stage} = await openFixture(t, stack, files, {compression: 'zstd'});
	t.like(await stage('events'), {records: 2, rows: 2, rejected: 0});
	t.like(await stage('songs'), {records: 1, rows: 1, rejected: 0});
});

test('names the setting if COMPRESSION is missing', async t => {
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
