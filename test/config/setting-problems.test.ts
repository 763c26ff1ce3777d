import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {didYouMean, nearest, usageError} from '../../src/config/problems.js';
import {readSettings, type SettingFlags} from '../../src/config/read-settings.js';
import {configFolder} from './config-folder.js';

/** Every problem as it is shown, without the test's folder. */
function problemsOf(
	t: ExecutionContext,
	files: Readonly<Record<string, string>> | string,
	flags: SettingFlags = {},
	environment: Readonly<Record<string, string>> = {},
): readonly string[] {
	const folder = configFolder(t, typeof files === 'string' ? {'dwh.cfg': files} : files);
	const {problems} = readSettings(flags, {environment: {HOME: folder, ...environment}, folder});
	return problems.map(({message, advice}) =>
		[message, advice].join(' ').trim().replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER'),
	);
}

const good = {
	cluster: '[CLUSTER]\nHOST=db.example.com\nDB_NAME=dev\nDB_USER=me\n',
	redshift: '[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com\nDB_NAME=dev\nDB_USER=me\n',
	role: '[IAM_ROLE]\nARN=default\n',
	s3: '[S3]\nLOG_DATA=s3://bucket/log\nSONG_DATA=s3://bucket/song\n',
};

const cases: Readonly<Record<string, readonly [file: string, ...problems: readonly string[]]>> = {
	'an unknown engine': [
		'[WAREHOUSE]\nENGINE=postgre\n',
		'dwh.cfg:2: ENGINE: Unknown engine "postgre"; the engines are duckdb, postgres, redshift. Did you mean postgres?',
	],
	'a cluster without its host': [
		`[IAM_ROLE]\nARN=default\n[CLUSTER]\nDB_USER=me\nDB_NAME=dev\n${good.s3}`,
		'dwh.cfg:3: [CLUSTER] has no HOST. Add it, or set PGHOST. To try it without a cluster, add --engine duckdb.',
	],
	'nothing but a host': [
		'[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com\n[S3]\nREGION=us-west-2\n',
		'dwh.cfg: ARN is not set, and there is no section [IAM_ROLE].',
		'dwh.cfg:1: [CLUSTER] has no DB_NAME. Add it, or set PGDATABASE.',
		'dwh.cfg:1: [CLUSTER] has no DB_USER. Add it, or set PGUSER.',
		'dwh.cfg:3: [S3] has no LOG_DATA.',
		'dwh.cfg:3: [S3] has no SONG_DATA.',
	],
	'a host with a scheme': [
		`${good.cluster}`.replace('db.example', 'postgres://me:hunter2@db.example'),
		'dwh.cfg:2: HOST must be a host name without a scheme or user. Write db.example.com',
	],
	'a pasted Redshift URL, along with problems in the rest of the file': [
		`[CLUSTER]\nHOST=jdbc:redshift://a.b.us-west-2.redshift.amazonaws.com:5439/dev\nDB_NAME=dev\nDB_USER=me\n[IAM_ROLE]\nARN=arn:aws:iam::123456789012:user/me\n[S3]\nLOG_DATA=logs\nSONG_DATA=s3://bucket/song\n`,
		'dwh.cfg:2: HOST must be a host name without a scheme or user. Write a.b.us-west-2.redshift.amazonaws.com',
		'dwh.cfg:6: ARN: "arn:aws:iam::123456789012:user/me" is not a role ARN: the account must be followed by role/ and a name, not "user/me". It looks like arn:aws:iam::123456789012:role/NAME.',
		'dwh.cfg:8: LOG_DATA: "logs" is not an S3 address. Write s3://BUCKET/PREFIX.',
	],
	'a host variable that is not set, and a role name': [
		`[CLUSTER]\nHOST=\${DWH_HOST}\nDB_NAME=dev\nDB_USER=me\n[IAM_ROLE]\nARN=role\n${good.s3}`,
		'dwh.cfg:2: HOST needs the environment variable DWH_HOST, which is not set. Set it before you start the program.',
		'dwh.cfg:6: ARN must be a role ARN, not just a name ("role"). Copy it from the role in the console; it looks like arn:aws:iam::123456789012:role/NAME. For the cluster\'s default role, write default.',
	],
	'an invalid host': [
		'[CLUSTER]\nHOST=<your endpoint>\nDB_NAME=d\nDB_USER=u\n',
		'dwh.cfg:2: HOST: "<your endpoint>" is not a host name. Copy the endpoint from the console, or write an address such as 10.0.0.7.',
	],
	'a port out of range': [
		`${good.cluster}DB_PORT=65536\n`,
		'dwh.cfg:5: DB_PORT must be a number from 1 to 65535, not "65536".',
	],
	'two contradicting ports': [
		'[CLUSTER]\nHOST=h:5433/dev\nDB_USER=u\nDB_PORT = 5432\n',
		'dwh.cfg:4: DB_PORT is 5432, but dwh.cfg:2: HOST ends in the port 5433. Remove one of them.',
	],
	'an unknown TLS mode': [
		`${good.cluster}SSLMODE=verify_full\n`,
		'dwh.cfg:5: SSLMODE must be disable, allow, prefer, require, verify-ca or verify-full, not "verify_full". Did you mean verify-full?',
	],
	'a missing certificate file': [
		`${good.cluster}SSLROOTCERT=ca.pem\n`,
		'dwh.cfg:5: SSLROOTCERT: file ca.pem does not exist. Name a PEM file of the certificates to trust.',
	],
	'the name of a role': [
		`${good.redshift}[IAM_ROLE]\nARN = dwhRole\n${good.s3}`,
		'dwh.cfg:6: ARN must be a role ARN, not just a name ("dwhRole"). Copy it from the role in the console; it looks like arn:aws:iam::123456789012:role/NAME. For the cluster\'s default role, write default.',
	],
	'invalid addresses': [
		`${good.redshift}${good.role}[S3]\nLOG_DATA=https://bucket.s3.amazonaws.com/log\nSONG_DATA=song_data\n`,
		'dwh.cfg:8: LOG_DATA: "https://bucket.s3.amazonaws.com/log" is not an S3 address. Write s3://BUCKET/PREFIX.',
		'dwh.cfg:9: SONG_DATA: "song_data" is not an S3 address. Write s3://BUCKET/PREFIX.',
	],
	'an invalid bucket name': [
		'[S3]\nLOG_DATA=s3://-b/log\nSONG_DATA=s3://bucket/song\n',
		'dwh.cfg:2: LOG_DATA: "s3://-b/log" names the bucket "-b", which is not a valid name. A bucket name has 3 or more letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
	],
	'one of two locations': ['[S3]\nSONG_DATA=s3://bucket/song\n', 'dwh.cfg:1: [S3] has no LOG_DATA.'],
	'missing folders': [
		'[S3]\nLOG_DATA=logs\nSONG_DATA=dwh.cfg\n',
		'dwh.cfg:2: LOG_DATA: folder logs does not exist. Use a folder or an address, s3://BUCKET/PREFIX.',
		'dwh.cfg:3: SONG_DATA: dwh.cfg is not a folder. Use a folder or an address, s3://BUCKET/PREFIX.',
	],
	'an invalid jsonpaths file': [
		`${good.redshift}${good.role}${good.s3}LOG_JSONPATH=automatic\n`,
		'dwh.cfg:10: LOG_JSONPATH: "automatic" is not an S3 address. Write s3://BUCKET/NAME.json, or auto to match keys by name.',
	],
	'a jsonpaths folder': [
		`${good.redshift}${good.role}${good.s3}LOG_JSONPATH=s3://bucket/paths/\n`,
		'dwh.cfg:10: LOG_JSONPATH: "s3://bucket/paths/" is a folder, not a file. Write the address of a jsonpaths file, s3://BUCKET/NAME.json, or auto to match keys by name.',
	],
	'an invalid region': [
		`${good.s3}REGION=Oregon\n`,
		'dwh.cfg:4: REGION must be a region code such as us-west-2, not "Oregon".',
	],
	'an unknown compression': [
		`${good.redshift}${good.role}${good.s3}COMPRESSION=gzp\n`,
		'dwh.cfg:10: COMPRESSION must be none, gzip or zstd, not "gzp". Did you mean gzip?',
	],
	'an invalid number of errors': [
		'[LOAD]\nMAX_ERRORS=few\n',
		'dwh.cfg:2: MAX_ERRORS must be a whole number of at least 0, not "few".',
	],
	'an invalid amount of memory': [
		'[WAREHOUSE]\nENGINE=duckdb\nMEMORY_LIMIT=2G\n',
		'dwh.cfg:3: MEMORY_LIMIT must be an amount of memory of at least 512MB, such as 2GB, not "2G".',
	],
	'too little memory': [
		'[WAREHOUSE]\nENGINE=duckdb\nMEMORY_LIMIT=511MB\n',
		'dwh.cfg:3: MEMORY_LIMIT must be an amount of memory of at least 512MB, such as 2GB, not "511MB".',
	],
	'more errors than COPY allows': [
		`${good.redshift}${good.role}${good.s3}[LOAD]\nMAX_ERRORS=100000\n`,
		'dwh.cfg:11: MAX_ERRORS is 100000, but Redshift allows at most 99999.',
	],
	'comments after values': [
		`[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com # mine\nDB_NAME=dev\nDB_USER=me\nDB_PORT=5439 ; default\n[IAM_ROLE]\nARN=arn:aws:iam::123456789012:role/r # read only\n${good.s3}`,
		'dwh.cfg:2: HOST: "a.b.us-west-2.redshift.amazonaws.com # mine" is not a host name. Put comments on a separate line.',
		'dwh.cfg:5: DB_PORT must be a number from 1 to 65535, not "5439 ; default". Put comments on a separate line.',
		'dwh.cfg:7: ARN: "arn:aws:iam::123456789012:role/r # read only" is not a role ARN: its name is missing or contains an invalid character. Put comments on a separate line.',
	],
	'a comment after quotes': [
		`${good.cluster}DB_PASSWORD="hunter2" # the new one\n`,
		'dwh.cfg:5: DB_PASSWORD has text after its closing quote. Put comments on a separate line.',
	],
	'unclosed quotes': [
		`[CLUSTER]\nHOST="db.example.com\nDB_NAME=dev\nDB_USER=me\nDB_PORT='5432\n`,
		'dwh.cfg:2: HOST: ""db.example.com" is not a host name. Copy the endpoint from the console, or write an address such as 10.0.0.7.',
		`dwh.cfg:5: DB_PORT must be a number from 1 to 65535, not "'5432".`,
	],
	'a variable that is not set': [
		`${good.cluster}DB_PASSWORD=\${SPARKIFY_PASSWORD}\n`,
		'dwh.cfg:5: DB_PASSWORD needs the environment variable SPARKIFY_PASSWORD, which is not set. Set it before you start the program.',
	],
	'a key indented by mistake': [
		'[CLUSTER]\nHOST=h\n  DB_PASSWORD=hunter2\nDB_NAME=d\nDB_USER=u\n',
		'dwh.cfg:2: HOST continues on the next line, which is indented. Start each key at the beginning of its line.',
	],
	'keys indented below one without a value': [
		'[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=\n  DB_PASSWORD=hunter2\n',
		'dwh.cfg:4: DB_USER continues on the next line, which is indented. Start each key at the beginning of its line.',
	],
	'IAM with an invalid boolean': [
		`[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com\nDB_NAME=dev\nIAM = ture\n${good.role}${good.s3}`,
		'dwh.cfg:4: IAM must be true or false, not "ture". Did you mean true?',
	],
	'IAM with a password': [
		`${good.redshift}IAM=true\nDB_PASSWORD=hunter2\n${good.role}${good.s3}`,
		'dwh.cfg:6: DB_PASSWORD is set, but dwh.cfg:5: IAM replaces the password. Remove one of them.',
	],
	'IAM without TLS': [
		`${good.redshift}IAM=true\nSSLMODE=prefer\n${good.role}${good.s3}`,
		'dwh.cfg:6: SSLMODE is prefer, but IAM login requires TLS. Remove it, or set verify-full.',
	],
	'IAM through a socket': [
		`[CLUSTER]\nHOST=/tmp\nDB_NAME=dev\nIAM=true\nCLUSTER_IDENTIFIER=c\n${good.role}${good.s3}`,
		'dwh.cfg:2: HOST is a socket folder, but IAM login requires TLS.',
	],
	'IAM with a host that does not identify the cluster': [
		`[CLUSTER]\nHOST=localhost\nDB_NAME=dev\nIAM=true\n${good.role}${good.s3}`,
		'dwh.cfg:2: HOST does not identify the cluster, which IAM requires. Add CLUSTER_IDENTIFIER (or WORKGROUP for Redshift Serverless) and REGION to [CLUSTER].',
	],
	'IAM with an invalid name, and a region that contradicts the host': [
		`${good.redshift}IAM=true\nCLUSTER_IDENTIFIER=a.b.us-west-2\nREGION=eu-west-1\n${good.role}${good.s3}`,
		'dwh.cfg:6: CLUSTER_IDENTIFIER: "a.b.us-west-2" is not the name of a cluster or workgroup. It has letters, digits and hyphens, and is the first part of the endpoint.',
		'dwh.cfg:7: REGION is eu-west-1, but HOST is in us-west-2. Remove it: HOST is enough.',
	],
	'IAM with a cluster and a workgroup': [
		`[CLUSTER]\nHOST=localhost\nDB_NAME=dev\nIAM=true\nCLUSTER_IDENTIFIER=c\nWORKGROUP=w\n${good.role}${good.s3}`,
		'dwh.cfg:6: WORKGROUP and dwh.cfg:5: CLUSTER_IDENTIFIER are both set. A workgroup belongs to Redshift Serverless, a cluster does not. Remove one of them.',
	],
	'IAM with a workgroup at the host of a cluster': [
		`[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com\nDB_NAME=dev\nIAM=true\nWORKGROUP=w\n${good.role}${good.s3}`,
		'dwh.cfg:5: WORKGROUP names a workgroup, but HOST is the endpoint of a cluster. Remove it: HOST is enough.',
	],
	'IAM with a user for a workgroup': [
		`[CLUSTER]\nHOST=w.123456789012.us-west-2.redshift-serverless.amazonaws.com\nDB_NAME=dev\nIAM=true\nDB_USER=me\n${good.role}${good.s3}`,
		'dwh.cfg:5: DB_USER is set, but with IAM a workgroup has one user per IAM identity. Take it away.',
	],
	'IAM for PostgreSQL': [
		`[WAREHOUSE]\nENGINE=postgres\n${good.cluster}IAM=true\n`,
		'dwh.cfg:7: IAM is for Redshift, but the engine is postgres. Remove it, or set ENGINE = redshift in [WAREHOUSE].',
	],
	'a schema name that is too long for PostgreSQL': [
		`${good.cluster}[WAREHOUSE]\nSCHEMA=${'ä'.repeat(32)}\n`,
		'dwh.cfg:6: SCHEMA is 64 bytes long; the maximum is 63. Choose a shorter name.',
	],
	'a schema with a reserved name': [
		`${good.cluster}[WAREHOUSE]\nSCHEMA=pg_catalog\n`,
		'dwh.cfg:6: SCHEMA is pg_catalog, which is reserved for the system. Name a schema that the user can create tables in.',
	],
	'a schema in the section of the cluster': [
		`${good.cluster}SCHEMA=x\n`,
		'dwh.cfg:5: [CLUSTER] has no key SCHEMA. SCHEMA belongs in [WAREHOUSE].',
	],
	'a database that is a folder': [
		'[WAREHOUSE]\nDATABASE=.\n',
		'dwh.cfg:2: DATABASE . is a folder. Name a file in it.',
	],
};

for (const [title, [file, ...expected]] of Object.entries(cases)) {
	test(`reports ${title}`, t => {
		const reported = problemsOf(t, file);
		t.deepEqual(reported, expected);
		t.false(reported.join().includes('hunter2'));
	});
}

test('rejects unreadable certificates', t => {
	for (const content of ['', 'trust me', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
		t.deepEqual(problemsOf(t, {'dwh.cfg': `${good.cluster}SSLROOTCERT=ca.pem\n`, 'ca.pem': content}), [
			'dwh.cfg:5: SSLROOTCERT: ca.pem contains no readable certificate. Name a PEM file of the certificates to trust.',
		]);
	}
});

test('reports all problems at once, flags first, then by line', t => {
	const file =
		'[CLUSTER]\nHOST=h h\nDB_PASSWROD=hunter2\nDB_PORT=0\nDB_USER=u\nDB_USER=v\nhunter2\n[S3]\nLOG_DATA=s3://x\nSONG_DATA=s3://bucket\n[LOAD]\nMAX_ERRORS=-1\n';
	t.deepEqual(problemsOf(t, file, {engine: 'postgrse'}), [
		'Unknown engine "postgrse"; the engines are duckdb, postgres, redshift. Did you mean postgres?',
		'dwh.cfg:1: [CLUSTER] has no DB_NAME. Add it, or set PGDATABASE.',
		'dwh.cfg:2: HOST: "h h" is not a host name. Copy the endpoint from the console, or write an address such as 10.0.0.7.',
		'dwh.cfg:3: [CLUSTER] has no key DB_PASSWROD. Did you mean DB_PASSWORD?',
		'dwh.cfg:4: DB_PORT must be a number from 1 to 65535, not "0".',
		'dwh.cfg:6: DB_USER is set in [CLUSTER] twice, first on line 5.',
		'dwh.cfg:7: Expected a section, a key with a value, or a comment.',
		'dwh.cfg:9: LOG_DATA: "s3://x" names the bucket "x", which is not a valid name. A bucket name has 3 or more letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
		'dwh.cfg:12: MAX_ERRORS must be a whole number of at least 0, not "-1".',
	]);
});

test('reports missing keys and invalid libpq variables without a file', t => {
	t.deepEqual(problemsOf(t, {}, {engine: 'redshift'}, {PGPORT: 'x', PGSSLMODE: 'yes'}), [
		'No configuration found. Run sparkify-tui init to create one.',
		'LOG_DATA is not set. Set it in [S3] of dwh.cfg.',
		'SONG_DATA is not set. Set it in [S3] of dwh.cfg.',
		'HOST is not set. Set it in [CLUSTER] of dwh.cfg, or set PGHOST.',
		'PGPORT must be a number from 1 to 65535, not "x".',
		'DB_NAME is not set. Set it in [CLUSTER] of dwh.cfg, or set PGDATABASE.',
		'PGSSLMODE must be disable, allow, prefer, require, verify-ca or verify-full, not "yes".',
		'DB_USER is not set. Set it in [CLUSTER] of dwh.cfg, or set PGUSER.',
		'ARN is not set. Set it in [IAM_ROLE] of dwh.cfg.',
	]);
});

test('rejects an unreadable configuration', t => {
	t.deepEqual(problemsOf(t, {}, {config: 'no/such.cfg'}), [
		'--config no/such.cfg: no such file. Run sparkify-tui init --config no/such.cfg to create it.',
	]);
	t.deepEqual(problemsOf(t, {}, {config: ''}), ['--config needs a file name.']);
	const latin = configFolder(t);
	writeFileSync(join(latin, 'dwh.cfg'), Buffer.from('[CLUSTER]\nDB_PASSWORD=p\xE4ss\n', 'latin1'));
	t.deepEqual(readSettings({}, {environment: {}, folder: latin}).problems, [
		{message: `${latin}/dwh.cfg is not UTF-8 text.`, advice: 'Save it as UTF-8.'},
	]);
	t.deepEqual(problemsOf(t, {'dwh.cfg/': ''}), ['dwh.cfg is a folder, not a file.']);
	const folder = configFolder(t, {});
	t.like(readSettings({config: folder}, {environment: {}, folder: ''}).problems, [
		{message: `${folder} is a folder, not a file.`},
	]);
});

test('rejects invalid flags', t => {
	t.deepEqual(problemsOf(t, good.cluster, {database: 'x.duckdb'}), [
		"--database names DuckDB's file, but the engine is postgres. For a server, set DB_NAME in dwh.cfg; for DuckDB, add --engine duckdb.",
	]);
	t.deepEqual(problemsOf(t, good.cluster, {'memory-limit': '2GB'}), [
		'--memory-limit is for DuckDB, but the engine is postgres. Leave it out, or add --engine duckdb.',
	]);
	t.deepEqual(problemsOf(t, good.redshift + good.role, {data: '.'}), [
		'--data .: Redshift reads from S3 only. Use --data s3://BUCKET/PREFIX.',
	]);
	t.deepEqual(problemsOf(t, {}, {data: 's3a://bucket/x'}), [
		'--data: "s3a://bucket/x" is not an S3 address. Write s3://BUCKET/PREFIX.',
	]);
	t.deepEqual(problemsOf(t, {}, {'max-errors': 'some', database: ''}), [
		'--max-errors must be a whole number of at least 0, not "some".',
		'--database needs a file name.',
	]);
});

test('takes the name of what schema drift is, and for Redshift only note', t => {
	const drift = (level: string) => `[LOAD]\nSCHEMA_DRIFT = ${level}\n`;
	t.deepEqual(problemsOf(t, drift('Warn')), []);
	t.deepEqual(problemsOf(t, drift('fial')), [
		'dwh.cfg:2: SCHEMA_DRIFT must be note, warn or fail, not "fial". Did you mean fail?',
	]);
	const redshift = good.redshift + good.role + good.s3;
	t.deepEqual(problemsOf(t, drift('note') + redshift), []);
	for (const level of ['warn', 'fail']) {
		t.deepEqual(problemsOf(t, drift(level) + redshift), [
			`dwh.cfg:2: SCHEMA_DRIFT is ${level}, but on Redshift keys can't be checked: COPY reads the files and does not report them. Set it to note, or leave it out. To check the files from here, run sparkify-tui load --dry-run --engine duckdb --schema-drift fail.`,
		]);
		t.deepEqual(problemsOf(t, drift(level) + redshift, {'schema-drift': 'note'}), []);
	}
});

test('rejects an invalid data folder', t => {
	const path = configFolder(t, {'file.json': ''});
	const data = (name: string) => problemsOf(t, {}, {data: name});
	const advice = 'Use the folder that contains log_data/ and song_data/.';
	t.deepEqual(data(join(path, 'nowhere')), [`--data ${path}/nowhere: no such folder. ${advice}`]);
	t.deepEqual(data(join(path, 'file.json')), [`--data ${path}/file.json is a file, not a folder. ${advice}`]);
	t.deepEqual(data(join(path, '*.json')), [`--data ${path}/*.json: wildcards are not expanded. ${advice}`]);
	t.deepEqual(data(''), ['--data needs a folder name.']);
});

test('suggests the data folder for a file, a wildcard or a folder inside it', t => {
	const folder = configFolder(t, {'log_data/2018/11/a.json': '', 'song-data/': ''});
	for (const [inside, message] of [
		['log_data/2018/11/a.json', 'is a file, not a folder'],
		['log_data/*/*/*.json', 'wildcards are not expanded'],
		['log_data/2018', 'has no log_data/ and no song_data/'],
		['song-data', 'has no log_data/ and no song_data/'],
	] as const) {
		const [problem = ''] = problemsOf(t, {}, {data: join(folder, inside)});
		t.true(problem.includes(message), problem);
		t.true(problem.endsWith(`Use the folder that contains both: --data ${folder}`), problem);
	}
});

test('lists the content of an incomplete data folder', t => {
	const reported = (entries: Readonly<Record<string, string>>) => {
		const folder = configFolder(t, entries);
		return problemsOf(t, {}, {data: folder}).map(text => text.replaceAll(folder, 'DATA'));
	};
	const advice = 'Use the folder that contains log_data/ and song_data/.';
	t.deepEqual(reported({'song_data/': '', 'readme.txt': ''}), [
		`--data DATA has no log_data/; it contains readme.txt, song_data/. ${advice}`,
	]);
	t.deepEqual(reported({a: '', 'b/': '', c: '', d: '', e: '', f: ''}), [
		`--data DATA has no log_data/ and no song_data/; it contains a, b/, c, d and 2 more. ${advice}`,
	]);
	t.deepEqual(reported({}), [`--data DATA has no log_data/ and no song_data/; it is empty. ${advice}`]);
});

test('prints one problem on one line', t => {
	const error = usageError([{message: 'Unknown option --dat.', advice: 'Did you mean --data?'}]);
	t.is(error.exitCode, 2);
	t.deepEqual(error.failure, {message: 'Unknown option --dat. Did you mean --data?'});
});

test('prints several problems as a list, with the help command', t => {
	const error = usageError(
		[{message: 'First.'}, {message: 'Second.', advice: 'Do this.'}],
		'sparkify-tui --help',
	);
	t.deepEqual(error.failure, {
		message: '2 errors:\n- First.\n- Second. Do this.',
		advice: 'See sparkify-tui --help',
	});
});

const stages = ['connect', 'drop-tables', 'create-tables', 'stage-events', 'stage-songs'];

test('finds a word with letters missing, added, wrong or swapped', t => {
	t.is(nearest('conect', stages), 'connect');
	t.is(nearest('stage-eventss', stages), 'stage-events');
	t.is(nearest('stage-sings', stages), 'stage-songs');
	t.is(nearest('laod', ['query', 'load', 'plan']), 'load');
});

test('completes a prefix to the shortest candidate', t => {
	t.is(nearest('dat', ['database', 'data', 'days']), 'data');
	t.is(nearest('creat', stages), 'create-tables');
});

test('ignores case', t => {
	t.is(nearest('Connect', stages), 'connect');
	t.is(nearest('LAOD', ['load']), 'load');
});

test('finds nothing if no candidate is similar', t => {
	t.is(nearest('banana', stages), undefined);
	t.is(nearest('x', ['load', 'plan']), undefined);
	t.is(nearest('anything', []), undefined);
});

test('suggests only a similar candidate', t => {
	t.is(didYouMean('verfy', ['verify']), 'Did you mean verify?');
	t.is(didYouMean('nothing-like-it', ['verify']), undefined);
});
