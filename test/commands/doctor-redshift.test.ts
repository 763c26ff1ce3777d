import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {eventLine} from '../support/data-folder.js';
import {startRedshift} from '../support/redshift/start-redshift.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {
	awsSecret,
	byCheck,
	jsonPaths,
	redshiftFolder,
	signed,
	smallBucket,
	statuses,
	unsigned,
} from './doctor-run.js';
import {run, runAlone} from './run-program.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
	const bucket = smallBucket(stack.s3);
	bucket.put('log_data_old/x.json', eventLine());
	bucket.put('short.json', jsonPaths(stagingColumns.events.slice(1).map(({key}) => key)));
	stack.s3.createBucket('denied').put('log_data/x.json', '{}');
});

test.after.always(async () => {
	await stack?.stop();
});

test.serial('passes every check on a healthy cluster', async t => {
	const folder = redshiftFolder(t, stack.redshift);
	const ended = await runAlone(folder, ['doctor', '--json'], '', signed(stack.s3));
	t.is(ended.code, 0, ended.stdout);
	t.is(
		statuses(ended),
		'node ok, terminal none, configuration ok, dns none, tcp ok, tls none, login ok, version ok, privileges ok, role ok, ' +
			'events ok, songs ok, jsonpaths ok, views ok, space ok',
	);
	const found = byCheck(ended);
	t.regex(found.get('version')?.found ?? '', /^Redshift /);
	t.true(found.get('role')?.found.startsWith('sparkify in account 123456789012'));
	t.is(
		found.get('events')?.found,
		"s3://sparkify/log_data/ holds 2018/ (with this machine's credentials, region us-west-2)",
	);
	t.is(
		found.get('jsonpaths')?.found,
		's3://sparkify/paths.json has the 18 paths, in the order of staging_events',
	);
	t.is(
		found.get('views')?.found,
		'can read stl_load_commits, stl_load_errors, stv_load_state, sys_load_detail, sys_load_error_detail, sys_load_history, sys_query_history',
	);
	for (const secret of [stack.redshift.password, awsSecret]) {
		t.false((ended.stdout + ended.stderr).includes(secret));
	}
});

test.serial('verifies the certificate with the name of the cluster', async t => {
	const redshift = await startRedshift({...stack, tls: 'required'});
	t.teardown(async () => redshift.stop());
	const tls = ['SSLMODE = verify-full', 'SSLROOTCERT = ca.pem'];
	const folder = redshiftFolder(t, redshift, {tls});
	writeFileSync(join(folder, 'ca.pem'), redshift.ca ?? '');
	const ended = await run(folder, ['doctor', '--json'], '', signed(stack.s3));
	t.is(ended.code, 0, ended.stdout);
	t.regex(
		byCheck(ended).get('tls')?.found ?? '',
		/^TLSv1\.\d, certificate of localhost.*, verified with its name$/,
	);
});

test.serial('reports a denied bucket as failed with credentials, as not applicable without', async t => {
	const s3 = {LOG_DATA: 's3://denied/log_data/', LOG_JSONPATH: 's3://denied/paths.json'};
	const folder = redshiftFolder(t, stack.redshift, {s3});
	stack.s3.fail('AccessDenied', {bucket: 'denied'});
	t.teardown(() => stack.s3.clearFaults());
	const ended = await run(folder, ['doctor', '--json'], '', signed(stack.s3));
	t.is(ended.code, 1);
	const events = byCheck(ended).get('events');
	t.is(events?.status, 'failed');
	t.true(events?.found.includes('Access to s3://denied/log_data/ is denied'));
	t.true(events?.advice.some(line => line.includes('the cluster reads with its role')));
	t.is(byCheck(ended).get('songs')?.status, 'ok');
	t.is(byCheck(ended).get('jsonpaths')?.status, 'failed');

	const dash = await run(folder, ['doctor', '--json'], '', unsigned(stack.s3));
	t.is(dash.code, 0, dash.stdout);
	t.is(
		byCheck(dash).get('events')?.found,
		's3://denied/log_data/ cannot be checked from here: this machine has no AWS credentials',
	);
});

test.serial(
	'finds what COPY would not report: a short jsonpaths file, a prefix of two folders, another region',
	async t => {
		const s3 = {
			LOG_DATA: 's3://sparkify/log_data',
			LOG_JSONPATH: 's3://sparkify/short.json',
			REGION: 'eu-central-1',
		};
		stack.s3.fail('PermanentRedirect', {on: 'list', key: /^log_data/, times: 1});
		const ended = await run(
			redshiftFolder(t, stack.redshift, {s3}),
			['doctor', '--json'],
			'',
			signed(stack.s3),
		);
		t.is(ended.code, 1);
		const {found = '', advice = []} = byCheck(ended).get('jsonpaths') ?? {};
		t.is(found, 's3://sparkify/short.json does not fit');
		t.true(advice[0]?.startsWith('It has 17 paths but staging_events has 18 columns'));
		t.true(
			advice[1]?.startsWith(
				"Path 1 is $['auth'], which is a different key: the column artist needs $['artist']",
			),
		);
		t.deepEqual(byCheck(ended).get('events')?.advice, [
			'REGION is eu-central-1, but the bucket is in us-west-2. Set REGION = us-west-2 in [S3].',
		]);

		const right = redshiftFolder(t, stack.redshift, {s3: {...s3, REGION: 'us-west-2'}});
		const prefix = await run(right, ['doctor', '--json'], '', signed(stack.s3));
		t.deepEqual(byCheck(prefix).get('events')?.advice, [
			'Every key with this prefix is read, log_data_old/ too. Set s3://sparkify/log_data/ to read only that folder.',
		]);
	},
);

test.serial('reports an empty prefix and a missing jsonpaths file', async t => {
	const s3 = {SONG_DATA: 's3://sparkify/songs/', LOG_JSONPATH: 's3://sparkify/nothing.json'};
	const ended = await run(
		redshiftFolder(t, stack.redshift, {s3}),
		['doctor', '--json'],
		'',
		signed(stack.s3),
	);
	t.is(ended.code, 1);
	t.true(byCheck(ended).get('songs')?.found.includes('No key in the bucket sparkify starts with songs/'));
	t.is(byCheck(ended).get('jsonpaths')?.found, 's3://sparkify/nothing.json does not exist');
});

test.serial('says that the cluster may reach a bucket that this machine cannot reach', async t => {
	const folder = redshiftFolder(t, stack.redshift);
	const closed = {...signed(stack.s3), AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1'};
	const ended = await run(folder, ['doctor', '--json'], '', closed);
	t.is(ended.code, 1);
	for (const check of ['events', 'songs', 'jsonpaths']) {
		t.is(
			byCheck(ended).get(check)?.advice[0],
			'This was checked from this machine; the cluster reads the bucket itself, with its role.',
			check,
		);
	}
	t.is(byCheck(ended).get('views')?.status, 'ok');
});

test.serial('accepts that a workgroup refuses the STL and STV views', async t => {
	const redshift = await startRedshift({...stack, serverless: true});
	t.teardown(async () => redshift.stop());
	const ended = await run(redshiftFolder(t, redshift), ['doctor', '--json'], '', signed(stack.s3));
	t.is(ended.code, 0, ended.stdout);
	const {found, advice = []} = byCheck(ended).get('views') ?? {};
	t.is(found, 'can read sys_load_detail, sys_load_error_detail, sys_load_history, sys_query_history');
	t.true(advice.some(line => line.startsWith('cannot read stl_load_errors: ')));
});

test.serial('stops at the login after a wrong password', async t => {
	const folder = redshiftFolder(t, stack.redshift, {password: 'hunter2'});
	const ended = await run(folder, ['doctor', '--json'], '', signed(stack.s3));
	t.is(ended.code, 3);
	t.is(byCheck(ended).get('login')?.status, 'failed');
	t.is(byCheck(ended).get('views')?.found, 'not reached: see login');
	t.false((ended.stdout + ended.stderr).includes('hunter2'));
});
