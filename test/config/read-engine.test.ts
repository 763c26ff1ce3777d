import test, {type ExecutionContext} from 'ava';
import {readPlanSettings, readSettings, type SettingFlags} from '../../src/config/read-settings.js';
import {configFolder} from './config-folder.js';

/** The engine, and every problem as it is shown. */
function read(
	t: ExecutionContext,
	file: string,
	flags: SettingFlags = {},
	environment: Readonly<Record<string, string>> = {},
) {
	const folder = configFolder(t, {'dwh.cfg': file});
	const surroundings = {environment: {HOME: folder, ...environment}, folder};
	const {settings, problems} = readSettings(flags, surroundings);
	const shown = (list: typeof problems) =>
		list.map(({message, advice = ''}) => `${message} ${advice}`.trim().replaceAll(`${folder}/`, ''));
	const plan = readPlanSettings(flags, surroundings);
	return {
		settings,
		engine: settings.engine,
		problems: shown(problems),
		planEngine: plan.settings.engine,
		planProblems: shown(plan.problems),
	};
}

const endpoint = 'dwhcluster.c0example0xyz.us-west-2.redshift.amazonaws.com';
const role = 'arn:aws:iam::123456789012:role/dwhRole';
const s3 = `[S3]
LOG_DATA='s3://udacity-dend/log_data'
LOG_JSONPATH='s3://udacity-dend/log_json_path.json'
SONG_DATA='s3://udacity-dend/song_data'
`;

const blank = `[AWS]
KEY=
SECRET=

[IAM_ROLE]
ARN=

${s3}
[DWH]
DWH_CLUSTER_TYPE=multi-node
DWH_DB=dwh
DWH_DB_USER=dwhuser
DWH_DB_PASSWORD=Secret1
DWH_PORT=5439

[CLUSTER]
HOST=
DB_NAME=dwh
DB_USER=dwhuser
DB_PASSWORD=Secret1
DB_PORT=5439
`;

const underDwh = `[AWS]
KEY= AKIAEXAMPLE
SECRET= abc+def/ghi

[DWH]
DWH_DB                 = dwh
DWH_DB_USER            = dwhuser
DWH_DB_PASSWORD        = Secret123
DWH_PORT               = 5439
DWH_ENDPOINT\t\t   = ${endpoint}

${s3}
[IAM_ROLE]
ARN='${role}'`;

const roleArn = `[CLUSTER]
HOST=${endpoint}
DB_NAME=dwh
DB_USER=dwhuser
DB_PASSWORD=Secret1
DB_PORT=5439

[IAM_ROLE]
ROLE_ARN=${role}
POLICY_ARN=arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess

${s3}`;

const curly = `[CLUSTER]
HOST=‘${endpoint}’
DB_NAME=dev
DB_USER=awsuser
DB_PASSWORD=Secret1
DB_PORT=5439

[IAM_ROLE]
ARN=‘${role}’

${s3}`;

const endpointKey = `[CLUSTER]
ENDPOINT=${endpoint}
DB_NAME=dwh
DB_USER=u
DB_PASSWORD=p
DB_PORT=5439
[IAM_ROLE]
ARN=${role}
${s3}`;

const files: Readonly<Record<string, readonly [file: string, ...problems: readonly string[]]>> = {
	'a template with HOST and ARN empty': [
		blank,
		'dwh.cfg:6: ARN is empty. Fill it in.',
		'dwh.cfg:21: HOST is empty. Fill it in, or set PGHOST. To try it without a cluster, add --engine duckdb.',
	],
	'a cluster under [DWH]': [
		underDwh,
		'dwh.cfg:6: DWH_DB looks like the database name. Put it under [CLUSTER] as DB_NAME.',
		'dwh.cfg:7: DWH_DB_USER looks like the user. Put it under [CLUSTER] as DB_USER.',
		'dwh.cfg:8: DWH_DB_PASSWORD looks like the password. Put it under [CLUSTER] as DB_PASSWORD.',
		'dwh.cfg:9: DWH_PORT looks like the port. Put it under [CLUSTER] as DB_PORT.',
		'dwh.cfg:10: DWH_ENDPOINT looks like the endpoint. Put it under [CLUSTER] as HOST.',
	],
	'ROLE_ARN next to a policy': [
		roleArn,
		'dwh.cfg:9: ROLE_ARN looks like the role. Put it under [IAM_ROLE] as ARN.',
	],
	'curly quotes': [
		curly,
		`dwh.cfg:2: HOST has curly quotes, which are part of the value. Use straight quotes, " or ', or none.`,
		`dwh.cfg:9: ARN has curly quotes, which are part of the value. Use straight quotes, " or ', or none.`,
	],
	'ENDPOINT in [CLUSTER]': [
		endpointKey,
		'dwh.cfg:2: ENDPOINT looks like the endpoint. Put it under [CLUSTER] as HOST.',
	],
	'a file in lower case': [
		`[cluster]\ndb_host=${endpoint}\ndb_name=d\ndb_user=u\n[arn]\narn=${role}\n${s3}`,
		'dwh.cfg:2: DB_HOST looks like the endpoint. Put it under [CLUSTER] as HOST.',
		'dwh.cfg:5: Unknown section [arn]. ARN belongs in [IAM_ROLE].',
		'dwh.cfg:6: ARN looks like the role. Put it under [IAM_ROLE] as ARN.',
	],
	'an endpoint and a role under keys of any name, in [DEFAULT] too': [
		`[DEFAULT]\nwarehouse=${endpoint}:5439/dev\n[keys]\ns3 reader=${role}\n[CLUSTER]\nDB_NAME=d\nDB_USER=u\n${s3}`,
		'dwh.cfg:2: WAREHOUSE looks like the endpoint. Put it under [CLUSTER] as HOST.',
		'dwh.cfg:4: The value looks like the role. Put it under [IAM_ROLE] as ARN.',
	],
	'the name of a cluster as the host': [
		`[CLUSTER]\nHOST=dwhcluster\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=${role}\n`,
		'dwh.cfg:2: HOST is not a Redshift endpoint, but dwh.cfg:6: ARN is for Redshift. Copy the endpoint from the console; it looks like NAME.abc123xyz789.us-west-2.redshift.amazonaws.com. If the host is right, name the engine under [WAREHOUSE]: ENGINE = redshift for a tunnel to a cluster, ENGINE = postgres for PostgreSQL.',
	],
	'an empty HOST next to a role': [
		`[CLUSTER]\nHOST=\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=${role}\n${s3}`,
		'dwh.cfg:2: HOST is empty. Fill it in, or set PGHOST. To try it without a cluster, add --engine duckdb.',
	],
	'a policy instead of the role': [
		`[CLUSTER]\nHOST=${endpoint}\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess\n${s3}`,
		'dwh.cfg:6: ARN is the ARN of a policy, not of a role. Write the ARN of the role that has this policy; it looks like arn:aws:iam::123456789012:role/NAME.',
	],
	'sources under another section': [
		`[CLUSTER]\nHOST=${endpoint}\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=${role}\n[S3]\nREGION=us-west-2\n[DATA]\nS3_LOG_DATA=s3://bucket/l\nSONG_DATA=s3://bucket/s\n`,
		'dwh.cfg:10: S3_LOG_DATA looks like the address of the events. Put it under [S3] as LOG_DATA.',
		'dwh.cfg:11: SONG_DATA looks like the address of the songs. Put it under [S3] as SONG_DATA.',
	],
};

for (const [title, [file, ...expected]] of Object.entries(files)) {
	test(`${title}: reports which key to move where, and does not fall back to DuckDB`, t => {
		const {problems, planEngine, planProblems} = read(t, file);
		t.deepEqual(problems, expected);
		t.not(planEngine, 'duckdb');
		t.true(planProblems.length > 0, 'a plan guesses no engine either');
		t.notRegex(problems.join(), /Secret|AKIA|abc\+def|123456789012:role\/dwhRole/);
		const environment = {PGHOST: 'localhost', PGDATABASE: 'x', PGUSER: 'me'};
		t.not(read(t, file, {}, environment).problems.length, 0, 'whatever libpq would use');
		if (title === 'sources under another section') return;
		const rehearsal = read(t, file, {engine: 'duckdb'});
		t.deepEqual(rehearsal.problems, []);
		t.is(rehearsal.engine, 'duckdb');
		const named = read(t, `[WAREHOUSE]\nENGINE=duckdb\n${file}`);
		t.deepEqual(named.problems, []);
	});
}

for (const [section, name, value, target] of [
	['DWH', 'DWH_ENDPOINT', endpoint, 'the endpoint. Put it under [CLUSTER] as HOST.'],
	['DWH', 'DWH_HOST', endpoint, 'the endpoint. Put it under [CLUSTER] as HOST.'],
	['CLUSTER', 'DB_HOST', endpoint, 'the endpoint. Put it under [CLUSTER] as HOST.'],
	['CLUSTER', 'ENDPOINT', endpoint, 'the endpoint. Put it under [CLUSTER] as HOST.'],
	['ARN', 'ARN', role, 'the role. Put it under [IAM_ROLE] as ARN.'],
	['DWH', 'DWH_ROLE_ARN', role, 'the role. Put it under [IAM_ROLE] as ARN.'],
] as const)
	test(`says where ${name} of another template belongs, in upper and lower case`, t => {
		for (const inCase of [(text: string) => text.toUpperCase(), (text: string) => text.toLowerCase()]) {
			const {problems, engine} = read(t, `[${inCase(section)}]\n${inCase(name)}=${value}\n${s3}`);
			t.true(problems.includes(`dwh.cfg:2: ${name} looks like ${target}`), problems.join('\n'));
			t.is(engine, 'redshift');
		}
	});

test('does not guess the engine with any kind of evidence', t => {
	for (const evidence of [
		`[X]\nanything = ${endpoint}`,
		`[X]\nanything = jdbc:redshift://wg.123456789012.eu-west-1.redshift-serverless.amazonaws.com:5439/dev`,
		`[ARN]\narn=${role}`,
		'[IAM_ROLE]\nARN=default',
		'[DWH]\nDWH_IAM_ROLE_NAME=dwhRole',
		'[S3]\nLOG_JSONPATH=auto',
		'[x]\nlog_json_path=s3://b/p.json',
		"[DWH]\ndwh_port='5439'",
		'[DWH]\nDWH_CLUSTER_IDENTIFIER=dwhCluster',
		'[CLUSTER]\nIAM=true',
		'[CLUSTER]\nDB_PORT=5439',
	]) {
		const {problems} = read(t, `${evidence}\n`);
		t.true(problems.length > 0, evidence);
		const postgres = `[WAREHOUSE]\nENGINE=postgres\n[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\n`;
		if (!evidence.includes('[CLUSTER]')) {
			const named = read(t, `${postgres}${evidence}\n`);
			t.deepEqual(
				[named.engine, named.problems.filter(text => !/LOG_|SONG_/.test(text))],
				['postgres', []],
				evidence,
			);
			const guessed = read(t, `${postgres.replace('ENGINE=postgres', '')}${evidence}\n`).problems;
			t.true(
				guessed.some(text => /HOST is not a Redshift endpoint.*ENGINE = postgres/.test(text)),
				evidence,
			);
		}
	}
});

test('ignores empty values, a policy, another port and S3 addresses as evidence', t => {
	const file = `[DWH]
DWH_ENDPOINT=
DWH_PORT=5432
DWH_CLUSTER_IDENTIFIER=''
[IAM_ROLE]
ARN=
POLICY_ARN=arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
[S3]
LOG_DATA=s3://udacity-dend/log_data
SONG_DATA=s3://udacity-dend/song_data
`;
	const {engine, problems} = read(t, file);
	t.deepEqual([engine, problems], ['duckdb', []]);
});

test('treats a host in PGHOST like one in the file', t => {
	const file = `[CLUSTER]\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=${role}\n${s3}`;
	t.deepEqual(read(t, file, {}, {PGHOST: endpoint}).problems, []);
	t.regex(read(t, file, {}, {PGHOST: 'localhost'}).problems.join(), /^PGHOST is not a Redshift endpoint/);
});

test("notes a region in another section, unless it is the cluster's", t => {
	const file = (section: string) =>
		`${section}\n[CLUSTER]\nHOST=${endpoint}\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=${role}\n${s3}`;
	const notes = (section: string) =>
		read(t, file(section)).settings.notes.filter(note => note.includes('not used'));
	t.is(notes('[AWS]\nREGION=eu-west-1').length, 1);
	t.regex(
		notes('[DWH]\nDWH_REGION=eu-west-1').join(),
		/:2: DWH_REGION is not used\..*under \[S3\] as REGION/,
	);
	t.deepEqual(notes("[AWS]\nREGION='us-west-2'"), []);
	t.deepEqual(notes('[AWS]\nKEY=a'), []);
});

test('keeps curly quotes inside straight ones', t => {
	const {settings, problems} = read(t, '[CLUSTER]\nHOST=h\nDB_NAME="“d”"\nDB_USER=u\nDB_PASSWORD=\'‘p’\'\n');
	t.deepEqual(problems, []);
	t.like(settings, {engine: 'postgres', connection: {database: '“d”'}});
	t.is(
		read(t, '[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\nDB_PASSWORD=“hunter2”\n')
			.problems.join()
			.includes('hunter2'),
		false,
	);
});
