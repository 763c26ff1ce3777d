import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {readSettings, type SettingFlags} from '../../src/config/read-settings.js';
import {configFolder} from './config-folder.js';

/** Every mistake, as a person reads it; the folder of the test is left out. */
function mistakes(
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

const cases: Readonly<Record<string, readonly [file: string, ...mistakes: readonly string[]]>> = {
	'an engine that is none': [
		'[WAREHOUSE]\nENGINE=postgre\n',
		'dwh.cfg:2: ENGINE: There is no engine "postgre": the engines are duckdb, postgres, redshift. Did you mean postgres?',
	],
	'a cluster without its host': [
		`[IAM_ROLE]\nARN=default\n[CLUSTER]\nDB_USER=me\nDB_NAME=dev\n${good.s3}`,
		'dwh.cfg:3: [CLUSTER] has no HOST. Add it, or set PGHOST. To rehearse without a cluster, add --engine duckdb.',
	],
	'nothing but a host': [
		'[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com\n[S3]\nREGION=us-west-2\n',
		'dwh.cfg: There is no ARN, and no section [IAM_ROLE] for it.',
		'dwh.cfg:1: [CLUSTER] has no DB_NAME. Add it, or set PGDATABASE.',
		'dwh.cfg:1: [CLUSTER] has no DB_USER. Add it, or set PGUSER.',
		'dwh.cfg:3: [S3] has no LOG_DATA.',
		'dwh.cfg:3: [S3] has no SONG_DATA.',
	],
	'a host with a scheme': [
		`${good.cluster}`.replace('db.example', 'postgres://me:hunter2@db.example'),
		'dwh.cfg:2: HOST takes the name of a host alone, without a scheme or a user before it. Write db.example.com',
	],
	'a pasted address of Redshift, and the rest of the file is looked at as well': [
		`[CLUSTER]\nHOST=jdbc:redshift://a.b.us-west-2.redshift.amazonaws.com:5439/dev\nDB_NAME=dev\nDB_USER=me\n[IAM_ROLE]\nARN=arn:aws:iam::123456789012:user/me\n[S3]\nLOG_DATA=logs\nSONG_DATA=s3://bucket/song\n`,
		'dwh.cfg:2: HOST takes the name of a host alone, without a scheme or a user before it. Write a.b.us-west-2.redshift.amazonaws.com',
		'dwh.cfg:6: ARN: "arn:aws:iam::123456789012:user/me" is no role: behind the account comes role/ and its name, not "user/me". It looks like arn:aws:iam::123456789012:role/NAME.',
		'dwh.cfg:8: LOG_DATA: "logs" is no S3 address. Write s3://BUCKET/PREFIX.',
	],
	'a host that is not set, and a role': [
		`[CLUSTER]\nHOST=\${DWH_HOST}\nDB_NAME=dev\nDB_USER=me\n[IAM_ROLE]\nARN=role\n${good.s3}`,
		'dwh.cfg:2: HOST needs the environment variable DWH_HOST, which is not set. Set it before you start the program.',
		'dwh.cfg:6: ARN takes the ARN of a role, and "role" is a name alone. The console shows it with the role; it looks like arn:aws:iam::123456789012:role/NAME. The cluster\'s default role is the word default.',
	],
	'a host that is none': [
		'[CLUSTER]\nHOST=<your endpoint>\nDB_NAME=d\nDB_USER=u\n',
		'dwh.cfg:2: HOST: "<your endpoint>" is no host name. Copy the endpoint from the console, or write an address such as 10.0.0.7.',
	],
	'a port out of range': [
		`${good.cluster}DB_PORT=65536\n`,
		'dwh.cfg:5: DB_PORT takes a number from 1 to 65535, not "65536".',
	],
	'two ports that contradict': [
		'[CLUSTER]\nHOST=h:5433/dev\nDB_USER=u\nDB_PORT = 5432\n',
		'dwh.cfg:4: DB_PORT is 5432, but dwh.cfg:2: HOST ends in the port 5433. Take one of the two away.',
	],
	'a mode of TLS that is none': [
		`${good.cluster}SSLMODE=verify_full\n`,
		'dwh.cfg:5: SSLMODE takes disable, allow, prefer, require, verify-ca or verify-full, not "verify_full". Did you mean verify-full?',
	],
	'certificates that are not there': [
		`${good.cluster}SSLROOTCERT=ca.pem\n`,
		'dwh.cfg:5: SSLROOTCERT: there is no file ca.pem. It takes the file of the certificates to trust, in PEM.',
	],
	'the name of a role': [
		`${good.redshift}[IAM_ROLE]\nARN = dwhRole\n${good.s3}`,
		'dwh.cfg:6: ARN takes the ARN of a role, and "dwhRole" is a name alone. The console shows it with the role; it looks like arn:aws:iam::123456789012:role/NAME. The cluster\'s default role is the word default.',
	],
	'addresses that are none': [
		`${good.redshift}${good.role}[S3]\nLOG_DATA=https://bucket.s3.amazonaws.com/log\nSONG_DATA=song_data\n`,
		'dwh.cfg:8: LOG_DATA: "https://bucket.s3.amazonaws.com/log" is no S3 address. Write s3://BUCKET/PREFIX.',
		'dwh.cfg:9: SONG_DATA: "song_data" is no S3 address. Write s3://BUCKET/PREFIX.',
	],
	'a bucket that cannot be': [
		'[S3]\nLOG_DATA=s3://-b/log\nSONG_DATA=s3://bucket/song\n',
		'dwh.cfg:2: LOG_DATA: "s3://-b/log" names the bucket "-b", which cannot be one. A bucket has 3 or more letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
	],
	'one place of two': ['[S3]\nSONG_DATA=s3://bucket/song\n', 'dwh.cfg:1: [S3] has no LOG_DATA.'],
	'folders that are not there': [
		'[S3]\nLOG_DATA=logs\nSONG_DATA=dwh.cfg\n',
		'dwh.cfg:2: LOG_DATA: there is no folder logs. It takes a folder or an address, s3://BUCKET/PREFIX.',
		'dwh.cfg:3: SONG_DATA: dwh.cfg is no folder. It takes a folder or an address, s3://BUCKET/PREFIX.',
	],
	'a jsonpaths file that is none': [
		`${good.redshift}${good.role}${good.s3}LOG_JSONPATH=automatic\n`,
		'dwh.cfg:10: LOG_JSONPATH: "automatic" is no S3 address. Write s3://BUCKET/NAME.json, or auto to match keys by name.',
	],
	'a jsonpaths folder': [
		`${good.redshift}${good.role}${good.s3}LOG_JSONPATH=s3://bucket/paths/\n`,
		'dwh.cfg:10: LOG_JSONPATH: "s3://bucket/paths/" is a folder, not a file. Write the address of a jsonpaths file, s3://BUCKET/NAME.json, or auto to match keys by name.',
	],
	'a region that is none': [
		`${good.s3}REGION=Oregon\n`,
		'dwh.cfg:4: REGION takes the code of a region, such as us-west-2, not "Oregon".',
	],
	'a compression that COPY does not know here': [
		`${good.redshift}${good.role}${good.s3}COMPRESSION=gzp\n`,
		'dwh.cfg:10: COMPRESSION takes none, gzip or zstd, not "gzp". Did you mean gzip?',
	],
	'a number of errors that is none': [
		'[LOAD]\nMAX_ERRORS=few\n',
		'dwh.cfg:2: MAX_ERRORS takes a whole number from 0 up, not "few".',
	],
	'more errors than COPY counts': [
		`${good.redshift}${good.role}${good.s3}[LOAD]\nMAX_ERRORS=100000\n`,
		'dwh.cfg:11: MAX_ERRORS is 100000, and Redshift counts to 99999 at most.',
	],
	'comments behind values': [
		`[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com # mine\nDB_NAME=dev\nDB_USER=me\nDB_PORT=5439 ; default\n[IAM_ROLE]\nARN=arn:aws:iam::123456789012:role/r # read only\n${good.s3}`,
		'dwh.cfg:2: HOST: "a.b.us-west-2.redshift.amazonaws.com # mine" is no host name. A comment needs a line of its own.',
		'dwh.cfg:5: DB_PORT takes a number from 1 to 65535, not "5439 ; default". A comment needs a line of its own.',
		'dwh.cfg:7: ARN: "arn:aws:iam::123456789012:role/r # read only" is no role: its name is missing or has a character that no name has. A comment needs a line of its own.',
	],
	'a comment behind quotes': [
		`${good.cluster}DB_PASSWORD="hunter2" # the new one\n`,
		'dwh.cfg:5: DB_PASSWORD goes on behind its quotes. A comment needs a line of its own.',
	],
	'quotes that are left open': [
		`[CLUSTER]\nHOST="db.example.com\nDB_NAME=dev\nDB_USER=me\nDB_PORT='5432\n`,
		'dwh.cfg:2: HOST: ""db.example.com" is no host name. Copy the endpoint from the console, or write an address such as 10.0.0.7.',
		`dwh.cfg:5: DB_PORT takes a number from 1 to 65535, not "'5432".`,
	],
	'a variable that is not set': [
		`${good.cluster}DB_PASSWORD=\${SPARKIFY_PASSWORD}\n`,
		'dwh.cfg:5: DB_PASSWORD needs the environment variable SPARKIFY_PASSWORD, which is not set. Set it before you start the program.',
	],
	'a key that is indented by mistake': [
		'[CLUSTER]\nHOST=h\n  DB_PASSWORD=hunter2\nDB_NAME=d\nDB_USER=u\n',
		'dwh.cfg:2: HOST goes on in the line below it, which is indented. A new key begins at the start of its line.',
	],
	'keys that are indented below one without a value': [
		'[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=\n  DB_PASSWORD=hunter2\n',
		'dwh.cfg:4: DB_USER goes on in the line below it, which is indented. A new key begins at the start of its line.',
	],
	'IAM that is neither on nor off': [
		`[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com\nDB_NAME=dev\nIAM = ture\n${good.role}${good.s3}`,
		'dwh.cfg:4: IAM takes true or false, not "ture". Did you mean true?',
	],
	'IAM beside a password': [
		`${good.redshift}IAM=true\nDB_PASSWORD=hunter2\n${good.role}${good.s3}`,
		'dwh.cfg:6: DB_PASSWORD is there, and dwh.cfg:5: IAM takes the place of a password. Take one of the two away.',
	],
	'IAM without TLS': [
		`${good.redshift}IAM=true\nSSLMODE=prefer\n${good.role}${good.s3}`,
		'dwh.cfg:6: SSLMODE is prefer, and a login by IAM needs TLS. Take it away, or write verify-full.',
	],
	'IAM through a socket': [
		`[CLUSTER]\nHOST=/tmp\nDB_NAME=dev\nIAM=true\nCLUSTER_IDENTIFIER=c\n${good.role}${good.s3}`,
		'dwh.cfg:2: HOST is the folder of a socket, and a login by IAM needs TLS.',
	],
	'IAM at a host that tells nothing': [
		`[CLUSTER]\nHOST=localhost\nDB_NAME=dev\nIAM=true\n${good.role}${good.s3}`,
		'dwh.cfg:2: HOST does not tell which cluster it leads to, and IAM has to know. Add CLUSTER_IDENTIFIER to [CLUSTER], or WORKGROUP for Redshift Serverless; and REGION.',
	],
	'IAM with a name that is none, and another region than that of the host': [
		`${good.redshift}IAM=true\nCLUSTER_IDENTIFIER=a.b.us-west-2\nREGION=eu-west-1\n${good.role}${good.s3}`,
		'dwh.cfg:6: CLUSTER_IDENTIFIER: "a.b.us-west-2" is no name of a cluster or workgroup. It has letters, digits and hyphens, and is what its endpoint begins with.',
		'dwh.cfg:7: REGION is eu-west-1, but HOST is in us-west-2. Take it away: HOST tells enough.',
	],
	'IAM with a cluster and a workgroup': [
		`[CLUSTER]\nHOST=localhost\nDB_NAME=dev\nIAM=true\nCLUSTER_IDENTIFIER=c\nWORKGROUP=w\n${good.role}${good.s3}`,
		'dwh.cfg:6: WORKGROUP is there, and so is dwh.cfg:5: CLUSTER_IDENTIFIER. A workgroup is of Redshift Serverless, a cluster is not: take one of the two away.',
	],
	'IAM with a workgroup at the host of a cluster': [
		`[CLUSTER]\nHOST=a.b.us-west-2.redshift.amazonaws.com\nDB_NAME=dev\nIAM=true\nWORKGROUP=w\n${good.role}${good.s3}`,
		'dwh.cfg:5: WORKGROUP names a workgroup, and HOST is the endpoint of a cluster. Take it away: HOST tells enough.',
	],
	'IAM with a user for a workgroup': [
		`[CLUSTER]\nHOST=w.123456789012.us-west-2.redshift-serverless.amazonaws.com\nDB_NAME=dev\nIAM=true\nDB_USER=me\n${good.role}${good.s3}`,
		'dwh.cfg:5: DB_USER is there, and with IAM a workgroup has one user for each IAM identity. Take it away.',
	],
	'IAM for PostgreSQL': [
		`[WAREHOUSE]\nENGINE=postgres\n${good.cluster}IAM=true\n`,
		'dwh.cfg:7: IAM is for Redshift, and the engine is postgres. Take it away, or write ENGINE = redshift in [WAREHOUSE].',
	],
	'a schema with a name that is too long for PostgreSQL': [
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
	test(title, t => {
		const told = mistakes(t, file);
		t.deepEqual(told, expected);
		t.false(told.join().includes('hunter2'));
	});
}

test('certificates that nobody can read', t => {
	for (const content of ['', 'trust me', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
		t.deepEqual(mistakes(t, {'dwh.cfg': `${good.cluster}SSLROOTCERT=ca.pem\n`, 'ca.pem': content}), [
			'dwh.cfg:5: SSLROOTCERT: ca.pem holds no certificate that can be read. It takes the file of the certificates to trust, in PEM.',
		]);
	}
});

test('every mistake is told at once, flags first, then line by line', t => {
	const file =
		'[CLUSTER]\nHOST=h h\nDB_PASSWROD=hunter2\nDB_PORT=0\nDB_USER=u\nDB_USER=v\nhunter2\n[S3]\nLOG_DATA=s3://x\nSONG_DATA=s3://bucket\n[LOAD]\nMAX_ERRORS=-1\n';
	t.deepEqual(mistakes(t, file, {engine: 'postgrse'}), [
		'There is no engine "postgrse": the engines are duckdb, postgres, redshift. Did you mean postgres?',
		'dwh.cfg:1: [CLUSTER] has no DB_NAME. Add it, or set PGDATABASE.',
		'dwh.cfg:2: HOST: "h h" is no host name. Copy the endpoint from the console, or write an address such as 10.0.0.7.',
		'dwh.cfg:3: [CLUSTER] has no key DB_PASSWROD. Did you mean DB_PASSWORD?',
		'dwh.cfg:4: DB_PORT takes a number from 1 to 65535, not "0".',
		'dwh.cfg:6: DB_USER stands in [CLUSTER] twice, the first time in line 5.',
		'dwh.cfg:7: The line is no section, no key with a value and no comment.',
		'dwh.cfg:9: LOG_DATA: "s3://x" names the bucket "x", which cannot be one. A bucket has 3 or more letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
		'dwh.cfg:12: MAX_ERRORS takes a whole number from 0 up, not "-1".',
	]);
});

test("without a file, what is missing and libpq's variables that are wrong", t => {
	t.deepEqual(mistakes(t, {}, {engine: 'redshift'}, {PGPORT: 'x', PGSSLMODE: 'yes'}), [
		'There is no configuration yet. sparkify-tui init asks for one and writes it.',
		'There is no LOG_DATA. Set it in [S3] of dwh.cfg.',
		'There is no SONG_DATA. Set it in [S3] of dwh.cfg.',
		'There is no HOST. Set it in [CLUSTER] of dwh.cfg, or set PGHOST.',
		'PGPORT takes a number from 1 to 65535, not "x".',
		'There is no DB_NAME. Set it in [CLUSTER] of dwh.cfg, or set PGDATABASE.',
		'PGSSLMODE takes disable, allow, prefer, require, verify-ca or verify-full, not "yes".',
		'There is no DB_USER. Set it in [CLUSTER] of dwh.cfg, or set PGUSER.',
		'There is no ARN. Set it in [IAM_ROLE] of dwh.cfg.',
	]);
});

test('a configuration that cannot be read', t => {
	t.deepEqual(mistakes(t, {}, {config: 'no/such.cfg'}), [
		'--config no/such.cfg: there is no such file. sparkify-tui init --config no/such.cfg makes it.',
	]);
	t.deepEqual(mistakes(t, {}, {config: ''}), ['--config takes the name of a file, not nothing.']);
	const latin = configFolder(t);
	writeFileSync(join(latin, 'dwh.cfg'), Buffer.from('[CLUSTER]\nDB_PASSWORD=p\xE4ss\n', 'latin1'));
	t.deepEqual(readSettings({}, {environment: {}, folder: latin}).problems, [
		{message: `${latin}/dwh.cfg is no text in UTF-8.`, advice: 'Save it as UTF-8.'},
	]);
	t.deepEqual(mistakes(t, {'dwh.cfg/': ''}), ['dwh.cfg is a folder, not a file.']);
	const folder = configFolder(t, {});
	t.like(readSettings({config: folder}, {environment: {}, folder: ''}).problems, [
		{message: `${folder} is a folder, not a file.`},
	]);
});

test('flags that make no sense', t => {
	t.deepEqual(mistakes(t, good.cluster, {database: 'x.duckdb'}), [
		"--database names DuckDB's file, and the engine is postgres. The database of a server is DB_NAME in dwh.cfg; for DuckDB add --engine duckdb.",
	]);
	t.deepEqual(mistakes(t, good.redshift + good.role, {data: '.'}), [
		'--data .: Redshift reads from S3 only. Name an address: --data s3://BUCKET/PREFIX.',
	]);
	t.deepEqual(mistakes(t, {}, {data: 's3a://bucket/x'}), [
		'--data: "s3a://bucket/x" is no S3 address. Write s3://BUCKET/PREFIX.',
	]);
	t.deepEqual(mistakes(t, {}, {'max-errors': 'some', database: ''}), [
		'--max-errors takes a whole number from 0 up, not "some".',
		'--database takes the name of a file, not nothing.',
	]);
});

test('a data folder that is none', t => {
	const path = configFolder(t, {'file.json': ''});
	const data = (name: string) => mistakes(t, {}, {data: name});
	const advice = 'Name the folder that holds log_data/ and song_data/.';
	t.deepEqual(data(join(path, 'nowhere')), [`--data ${path}/nowhere: there is no such folder. ${advice}`]);
	t.deepEqual(data(join(path, 'file.json')), [`--data ${path}/file.json is a file, not a folder. ${advice}`]);
	t.deepEqual(data(join(path, '*.json')), [`--data ${path}/*.json: wildcards are not expanded. ${advice}`]);
	t.deepEqual(data(''), ['--data takes the name of a folder, not nothing.']);
});

test('names the data folder for a file, a wildcard or a folder inside it', t => {
	const folder = configFolder(t, {'log_data/2018/11/a.json': '', 'song-data/': ''});
	for (const [inside, message] of [
		['log_data/2018/11/a.json', 'is a file, not a folder'],
		['log_data/*/*/*.json', 'wildcards are not expanded'],
		['log_data/2018', 'has no log_data/ and no song_data/'],
		['song-data', 'has no log_data/ and no song_data/'],
	] as const) {
		const [mistake = ''] = mistakes(t, {}, {data: join(folder, inside)});
		t.true(mistake.includes(message), mistake);
		t.true(mistake.endsWith(`Name the folder that holds both: --data ${folder}`), mistake);
	}
});

test('a data folder that lacks something: says what is there instead', t => {
	const told = (entries: Readonly<Record<string, string>>) => {
		const folder = configFolder(t, entries);
		return mistakes(t, {}, {data: folder}).map(text => text.replaceAll(folder, 'DATA'));
	};
	const advice = 'Name the folder that holds log_data/ and song_data/.';
	t.deepEqual(told({'song_data/': '', 'readme.txt': ''}), [
		`--data DATA has no log_data/; it holds readme.txt, song_data/. ${advice}`,
	]);
	t.deepEqual(told({a: '', 'b/': '', c: '', d: '', e: '', f: ''}), [
		`--data DATA has no log_data/ and no song_data/; it holds a, b/, c, d and 2 more. ${advice}`,
	]);
	t.deepEqual(told({}), [`--data DATA has no log_data/ and no song_data/; it is empty. ${advice}`]);
});
