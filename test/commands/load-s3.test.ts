import test, {type ExecutionContext} from 'ava';
import {playLine} from '../support/data-folder.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import type {Bucket} from '../support/s3/bucket.js';
import {postgresFolder} from './postgres-folder.js';
import {run, runAlone, start} from './run-program.js';
import {smallCounts, smallData} from './small-data.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
});

test.after.always(async () => {
	await stack?.stop();
});

let buckets = 0;

/** A bucket with the small data, and a folder whose dwh.cfg names a new PostgreSQL database. */
async function besideBucket(t: ExecutionContext) {
	const name = `plays-${++buckets}`;
	const bucket: Bucket = stack.s3.createBucket(name);
	bucket.mount('', smallData(t));
	const folder = await postgresFolder(t, stack.postgres);
	return {folder, bucket, name, address: `s3://${name}`};
}

/** Points the AWS SDK to the bucket and hides the configuration of the test machine. */
function aws(): NodeJS.ProcessEnv {
	return {
		AWS_ENDPOINT_URL_S3: stack.s3.endpoint,
		AWS_ACCESS_KEY_ID: stack.s3.accessKeyId,
		AWS_SECRET_ACCESS_KEY: 'a-secret-that-nobody-may-see',
		AWS_SESSION_TOKEN: undefined,
		AWS_PROFILE: undefined,
		AWS_REGION: undefined,
		AWS_NO_SIGN_REQUEST: undefined,
		AWS_EC2_METADATA_DISABLED: 'true',
	};
}

const counts = Object.entries(smallCounts)
	.map(([table, rows]) => `${table.padEnd(15)}  ${String(rows).padStart(4)}\n`)
	.join('');

for (const engine of ['postgres', 'duckdb'] as const) {
	test(`loads the same counts from a bucket as from a folder into ${engine}`, async t => {
		const {folder, address} = await besideBucket(t);
		const load = await runAlone(folder, ['load', '--yes', '--engine', engine, '--data', address], '', aws());
		t.is(load.code, 0, load.stderr);
		t.is(load.stdout, `table            rows\n${counts}`);
		t.true(load.stderr.includes(`Source: ${address}. `));
		t.false((load.stdout + load.stderr).includes('a-secret-that-nobody-may-see'));
	});

	test(`fails the ${engine} stage on a denied object, names it and keeps the table`, async t => {
		const {folder, bucket, name, address} = await besideBucket(t);
		const args = ['load', '--yes', '--engine', engine, '--data', address];
		t.is((await run(folder, args, '', aws())).code, 0);
		bucket.put('log_data/2018/11/2018-11-02-events.json', playLine({userId: '30', ts: 1541106392796}));
		stack.s3.fail('AccessDenied', {on: 'get', bucket: name, key: /2018-11-02/});
		const denied = await run(folder, [...args, '--stage', 'stage-events'], '', aws());
		t.is(denied.code, 1);
		t.regex(denied.stderr, /stage-events {2}FAILED, rolled back/);
		t.true(
			denied.stderr.includes(`Access to ${address}/log_data/2018/11/2018-11-02-events.json is denied.`),
			denied.stderr,
		);
		t.regex(denied.stderr, /s3:GetObject/);
		const count = [
			'query',
			'--engine',
			engine,
			'SELECT count(*) AS n FROM staging_events',
			'--format',
			'csv',
		];
		t.is((await run(folder, count)).stdout, 'n\r\n3\r\n');
	});
}

test('ends at once on Ctrl+C while reading objects, and keeps the table', async t => {
	const {folder, bucket, name, address} = await besideBucket(t);
	const args = ['load', '--yes', '--data', address];
	t.is((await run(folder, args, '', aws())).code, 0);
	bucket.put('log_data/2018/11/2018-11-02-events.json', playLine().repeat(20_000));
	// The complete transfer would take an hour.
	stack.s3.slow({msPerChunk: 1000, chunkBytes: 2000}, {on: 'get', bucket: name, key: /2018-11-02/});
	const {child, ended} = start(folder, [...args, '--stage', 'stage-events'], '', aws());
	const sending = () =>
		stack.s3.requests.some(({bucket: asked, key, bytes}) => asked === name && /11-02/.test(key) && bytes > 0);
	while (!sending()) await new Promise(resolve => setImmediate(resolve));
	const interrupted = performance.now();
	child.kill('SIGINT');
	const {code, stderr} = await ended;
	t.is(code, 130, stderr);
	t.true(performance.now() - interrupted < 10_000);
	t.regex(stderr, /stage-events {2}cancelled, rolled back/);
	const count = ['query', 'SELECT count(*) AS n FROM staging_events', '--format', 'csv'];
	t.is((await run(folder, count)).stdout, 'n\r\n3\r\n');
});
