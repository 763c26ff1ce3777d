import test, {type ExecutionContext} from 'ava';
import {askConfiguration} from '../../src/commands/ask-configuration.js';
import {Prompts} from '../../src/commands/prompts.js';
import {CancelledError} from '../../src/errors.js';
import {configFolder} from '../config/config-folder.js';

/** Answers the questions in order. Returns the values to write and everything printed. */
async function askAll(
	t: ExecutionContext,
	answers: readonly string[],
	environment: Readonly<Record<string, string>> = {},
) {
	const left = [...answers];
	const said: string[] = [];
	const answer = (question: string) => {
		said.push(question);
		return left.shift();
	};
	const io = {
		say: (line: string) => void said.push(line),
		readLine: async (question: string) => answer(question),
		readSecret: async (question: string) => answer(question) ?? '',
	};
	const folder = configFolder(t, {'logs/': '', 'songs/': ''});
	const prompts = new Prompts(io, environment, folder);
	await askConfiguration(prompts, environment);
	t.deepEqual(left, [], 'every answer was asked for');
	return {values: prompts.values, said};
}

test('takes the defaults on Enter, and port and database from a pasted Redshift endpoint', async t => {
	const host = 'a.b.us-west-2.redshift.amazonaws.com';
	const arn = 'arn:aws:iam::123456789012:role/r';
	const {values, said} = await askAll(
		t,
		['', `${host}:5440/mydb`, '', '', '', '', '', '', arn, '', '', '', ''],
		{PGPASSWORD: 'x'},
	);
	t.deepEqual(values, {
		WAREHOUSE: {ENGINE: 'redshift'},
		CLUSTER: {
			HOST: host,
			DB_PORT: '5440',
			DB_NAME: 'mydb',
			DB_USER: 'awsuser',
			DB_PASSWORD: `\${PGPASSWORD}`,
		},
		IAM_ROLE: {ARN: arn},
		S3: {
			LOG_DATA: 's3://udacity-dend/log_data',
			SONG_DATA: 's3://udacity-dend/song_data',
			LOG_JSONPATH: 's3://udacity-dend/log_json_path.json',
			REGION: 'us-west-2',
		},
	});
	t.deepEqual(
		said.filter(line => line.endsWith(': ')),
		[
			'ENGINE [redshift]: ',
			'HOST: ',
			'DB_PORT [5440]: ',
			'DB_NAME [mydb]: ',
			'Login [password]: ',
			'DB_USER [awsuser]: ',
			'Password [env]: ',
			'Variable [PGPASSWORD]: ',
			'ARN: ',
			'LOG_DATA [s3://udacity-dend/log_data]: ',
			'SONG_DATA [s3://udacity-dend/song_data]: ',
			'LOG_JSONPATH [s3://udacity-dend/log_json_path.json]: ',
			'REGION [us-west-2]: ',
		],
	);
});

test('asks about the files in a private bucket', async t => {
	const {values} = await askAll(t, [
		...['redshift', 'h.redshift.amazonaws.com', '', '', 'password', 'me', 'ask', 'default'],
		...['s3://mine/log-data/', '', '', 'GZIP', 'none'],
	]);
	t.deepEqual(values, {
		WAREHOUSE: {ENGINE: 'redshift'},
		CLUSTER: {HOST: 'h.redshift.amazonaws.com', DB_PORT: '5439', DB_NAME: 'dev', DB_USER: 'me'},
		IAM_ROLE: {ARN: 'default'},
		S3: {LOG_DATA: 's3://mine/log-data/', SONG_DATA: 's3://mine/song-data/', COMPRESSION: 'GZIP'},
	});
});

const redshiftAnswers = ['default', 's3://mine/log-data/', '', '', '', 'none'];

test('asks only for the user when an endpoint determines the IAM settings', async t => {
	const host = 'sparkify.abc.us-west-2.redshift.amazonaws.com';
	const {values, said} = await askAll(t, ['', host, '', '', 'iam', '', ...redshiftAnswers]);
	t.deepEqual(values.CLUSTER, {HOST: host, DB_PORT: '5439', DB_NAME: 'dev', IAM: 'true'});
	t.true(said.includes("DB_USER [the AWS identity's user]: "));
	const named = await askAll(t, ['', host, '', '', 'iam', 'etl', ...redshiftAnswers]);
	t.is(named.values.CLUSTER?.DB_USER, 'etl');

	const workgroup = 'wg.123456789012.us-west-2.redshift-serverless.amazonaws.com';
	const serverless = await askAll(t, ['', workgroup, '', '', 'iam', ...redshiftAnswers]);
	t.deepEqual(serverless.values.CLUSTER, {HOST: workgroup, DB_PORT: '5439', DB_NAME: 'dev', IAM: 'true'});
});

test('asks for the IAM settings when the host is a tunnel', async t => {
	const {values, said} = await askAll(t, [
		...['', 'localhost', '15439', '', 'iam', 'serverless', 'workgroup', 'my wg', 'my-wg', 'eu-west-1'],
		...redshiftAnswers,
	]);
	t.deepEqual(values.CLUSTER, {
		HOST: 'localhost',
		DB_PORT: '15439',
		DB_NAME: 'dev',
		IAM: 'true',
		WORKGROUP: 'my-wg',
		REGION: 'eu-west-1',
	});
	t.deepEqual(
		said.filter(line => line.startsWith('  ')),
		[
			'  Type cluster or workgroup.',
			'  WORKGROUP: "my wg" is not the name of a cluster or workgroup. It has letters, digits and hyphens, and is the first part of the endpoint.',
		],
	);
	const cluster = await askAll(t, [
		...['', 'localhost', '', '', 'iam', '', 'dwh', '', ''],
		...redshiftAnswers,
	]);
	t.deepEqual(cluster.values.CLUSTER, {
		HOST: 'localhost',
		DB_PORT: '5439',
		DB_NAME: 'dev',
		IAM: 'true',
		CLUSTER_IDENTIFIER: 'dwh',
	});
});

test('takes a typed PostgreSQL password and relative data folders', async t => {
	const {values, said} = await askAll(t, [
		...['postgres', '', '', '', 'me', 'file', '', '50% "off"', 'require', 'logs', 'songs'],
	]);
	t.deepEqual(values, {
		WAREHOUSE: {ENGINE: 'postgres'},
		CLUSTER: {
			HOST: 'localhost',
			DB_PORT: '5432',
			DB_NAME: 'sparkify',
			DB_USER: 'me',
			DB_PASSWORD: '50%% "off"',
			SSLMODE: 'require',
		},
		S3: {LOG_DATA: 'logs', SONG_DATA: 'songs'},
	});
	t.false(said.join().includes('50%'));
});

test('asks little for DuckDB with the bundled sample', async t => {
	const {values} = await askAll(t, ['duckdb', '', '']);
	t.deepEqual(values, {WAREHOUSE: {ENGINE: 'duckdb', DATABASE: 'sparkify.duckdb'}});
});

test('reports an invalid answer at once and asks again', async t => {
	const {values, said} = await askAll(
		t,
		[
			...['oracle', 'postgres', 'https://h', 'h', 'x', `\${PORT}`, '', '', 'me', 'maybe', 'env', '1x', 'PW'],
			...[
				'full',
				'verify-full',
				'/nowhere/at/all',
				's3://mine/logs',
				'',
				's3:/mine',
				's3://mine/songs',
				'there',
				'',
			],
		],
		{USER: 'osuser', PORT: '70000'},
	);
	t.deepEqual(values, {
		WAREHOUSE: {ENGINE: 'postgres'},
		CLUSTER: {
			HOST: 'h',
			DB_PORT: '5432',
			DB_NAME: 'sparkify',
			DB_USER: 'me',
			DB_PASSWORD: `\${PW}`,
			SSLMODE: 'verify-full',
		},
		S3: {LOG_DATA: 's3://mine/logs', SONG_DATA: 's3://mine/songs'},
	});
	t.deepEqual(
		said.filter(line => line.startsWith('  ')),
		[
			'  Unknown engine "oracle"; the engines are duckdb, postgres, redshift.',
			'  HOST must be a host name without a scheme or user. Write h',
			'  DB_PORT must be a number from 1 to 65535, not "x".',
			'  DB_PORT must be a number from 1 to 65535, not "70000".',
			'  Type env, file or ask.',
			'  Use letters, digits and underscores, and do not start with a digit.',
			'  PW is not set. Set it before you load.',
			'  SSLMODE must be disable, allow, prefer, require, verify-ca or verify-full, not "full".',
			'  LOG_DATA: folder /nowhere/at/all does not exist. Use a folder or an address, s3://BUCKET/PREFIX.',
			'  SONG_DATA is required.',
			'  SONG_DATA: "s3:/mine" is not an S3 address. Write s3://BUCKET/PREFIX.',
			'  REGION must be a region code such as us-west-2, not "there".',
		],
	);
});

test('cancels at the end of the input', async t => {
	await t.throwsAsync(askAll(t, ['duckdb']), {
		instanceOf: CancelledError,
		message: 'Cancelled. Nothing was written.',
	});
});
