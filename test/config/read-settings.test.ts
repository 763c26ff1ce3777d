import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {Secret} from '../../src/config/password.js';
import {readPlanSettings, readSettings, type SettingFlags} from '../../src/config/read-settings.js';
import type {Settings} from '../../src/config/settings.js';
import {testCertificate} from '../support/postgres/certificates.js';
import {configFolder} from './config-folder.js';

type Case = {
	readonly files?: Readonly<Record<string, string>>;
	readonly flags?: SettingFlags;
	readonly environment?: Readonly<Record<string, string>>;
};

/** Reads settings in a temporary folder, with only the given environment variables. */
function read(t: ExecutionContext, {files = {}, flags = {}, environment = {}}: Case) {
	const folder = configFolder(t, files);
	const {settings, problems} = readSettings(flags, {environment: {HOME: folder, ...environment}, folder});
	t.deepEqual(problems, []);
	const named = JSON.stringify(settings).replaceAll(`${folder}/`, '');
	return {folder, settings, plain: JSON.parse(named) as unknown, password: passwordOf(settings)};
}

function passwordOf(settings: Settings): string | undefined {
	return settings.engine === 'duckdb' ? undefined : settings.connection.password?.reveal();
}

const cluster = 'sparkify.abc123.us-west-2.redshift.amazonaws.com';
const arn = 'arn:aws:iam::123456789012:role/dwhRole';

test('loads the bundled sample into sparkify.duckdb by default, without rejects', t => {
	const {settings} = read(t, {});
	t.deepEqual(settings, {
		engine: 'duckdb',
		database: 'sparkify.duckdb',
		data: undefined,
		source: undefined,
		maxErrors: 0,
		schemaDrift: {level: 'note', acceptedKeys: []},
		notes: [],
	});
});

test('reads a typical file', t => {
	const {plain, password} = read(t, {
		files: {
			'dwh.cfg': `[CLUSTER]
HOST='${cluster}'
DB_NAME='dwh'
DB_USER='dwhuser'
DB_PASSWORD='Passw0rd'
DB_PORT='5439'

[IAM_ROLE]
ARN='${arn}'

[S3]
LOG_DATA='s3://udacity-dend/log_data'
LOG_JSONPATH='s3://udacity-dend/log_json_path.json'
SONG_DATA='s3://udacity-dend/song_data'
`,
		},
	});
	t.deepEqual(plain, {
		engine: 'redshift',
		connection: {
			host: cluster,
			port: 5439,
			database: 'dwh',
			user: 'dwhuser',
			password: '••••',
			passwordFrom: 'DB_PASSWORD',
			sslMode: 'verify-full',
		},
		copy: {iamRole: arn, logJsonPath: 's3://udacity-dend/log_json_path.json'},
		source: {events: 's3://udacity-dend/log_data', songs: 's3://udacity-dend/song_data'},
		maxErrors: 0,
		schemaDrift: {level: 'note', acceptedKeys: []},
		notes: [],
	});
	t.is(password, 'Passw0rd');
});

test('reads bare values, lower case, colons, any section order, a pasted endpoint and every other key', t => {
	const {plain, password} = read(t, {
		files: {
			'dwh.cfg': `# mine
[s3]
region: eu-central-1
song_data: s3://b-1.x/songs/
log_data: s3://b-1.x
compression = ZSTD
[load]
max_errors = 12
[iam_role]
arn: default
[cluster]
host: wg.123456789012.eu-central-1.redshift-serverless.amazonaws.com:5440/dev
db_user: me
db_password: a#b; c%
sslmode: REQUIRE
[AWS]
KEY=AKIA
SECRET=hunter2
`,
		},
	});
	t.deepEqual(plain, {
		engine: 'redshift',
		connection: {
			host: 'wg.123456789012.eu-central-1.redshift-serverless.amazonaws.com',
			port: 5440,
			database: 'dev',
			user: 'me',
			password: '••••',
			passwordFrom: 'DB_PASSWORD',
			sslMode: 'require',
		},
		copy: {iamRole: 'default', compression: 'zstd', region: 'eu-central-1'},
		source: {events: 's3://b-1.x/', songs: 's3://b-1.x/songs/', region: 'eu-central-1'},
		maxErrors: 12,
		schemaDrift: {level: 'note', acceptedKeys: []},
		notes: [
			'dwh.cfg: [AWS] is for another program.',
			'dwh.cfg:12: HOST is read as the host wg.123456789012.eu-central-1.redshift-serverless.amazonaws.com, the port 5440 and the database dev.',
		],
	});
	t.is(password, 'a#b; c%');
});

test("uses PostgreSQL's port and TLS mode for any other host, and the sample without [S3]", t => {
	const {plain} = read(t, {
		files: {'dwh.cfg': '[CLUSTER]\nHOST=localhost\nDB_NAME=sparkify\nDB_USER=me\nDB_PASSWORD=x\n'},
	});
	t.deepEqual(plain, {
		engine: 'postgres',
		connection: {
			host: 'localhost',
			port: 5432,
			database: 'sparkify',
			user: 'me',
			password: '••••',
			passwordFrom: 'DB_PASSWORD',
			sslMode: 'prefer',
		},
		maxErrors: 0,
		schemaDrift: {level: 'note', acceptedKeys: []},
		notes: [],
	});
});

test('prefers DB_NAME to the database of a pasted endpoint', t => {
	const {settings} = read(t, {
		files: {'dwh.cfg': '[CLUSTER]\nHOST=h:5433/dev\nDB_NAME=sparkify\nDB_USER=me\nDB_PORT=5433\n'},
	});
	t.like(settings, {connection: {host: 'h', port: 5433, database: 'sparkify'}});
});

test('uses DuckDB for a blank template without Redshift keys, with a note', t => {
	const {plain} = read(t, {
		files: {
			'dwh.cfg':
				"[CLUSTER]\nHOST=''\nDB_NAME=''\nDB_USER=''\nDB_PASSWORD=''\n[IAM_ROLE]\nARN=''\n" +
				"[S3]\nLOG_DATA='s3://udacity-dend/log_data'\nSONG_DATA='s3://udacity-dend/song_data'\n",
		},
	});
	t.deepEqual(plain, {
		engine: 'duckdb',
		database: 'sparkify.duckdb',
		source: {events: 's3://udacity-dend/log_data', songs: 's3://udacity-dend/song_data'},
		maxErrors: 0,
		schemaDrift: {level: 'note', acceptedKeys: []},
		notes: ['dwh.cfg:1: [CLUSTER] has no HOST, so the data goes into DuckDB.'],
	});
	const meant = read(t, {files: {'dwh.cfg': '[CLUSTER]\nHOST=\n'}, flags: {engine: 'duckdb'}});
	t.deepEqual(meant.settings.notes, []);
});

test('prefers ENGINE to the host, and does not validate an unused cluster', t => {
	const file = `[WAREHOUSE]\nENGINE=DuckDB\nDATABASE=my.duckdb\n[CLUSTER]\nHOST=!\nDB_PASSWORD=\${NONE}\nDB_PORT=x\n`;
	t.deepEqual(read(t, {files: {'dwh.cfg': file}}).plain, {
		engine: 'duckdb',
		database: 'my.duckdb',
		maxErrors: 0,
		schemaDrift: {level: 'note', acceptedKeys: []},
		notes: [],
	});
	const tunnel =
		'[WAREHOUSE]\nENGINE=redshift\n[CLUSTER]\nHOST=localhost\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=default\n';
	t.like(read(t, {files: {'dwh.cfg': tunnel}, flags: {data: 's3://abc'}}).settings, {
		engine: 'redshift',
		connection: {port: 5439, sslMode: 'verify-full'},
	});
});

test('prefers flags to the file', t => {
	const files = {
		'dwh.cfg': `[CLUSTER]\nHOST=${cluster}\n[LOAD]\nMAX_ERRORS=5\n[S3]\nLOG_DATA=nowhere\n[WAREHOUSE]\nDATABASE=a.duckdb\nMEMORY_LIMIT=2GB\n`,
		'data/log_data/': '',
		'data/song_data/': '',
	};
	const data = join(configFolder(t, files), 'data');
	const flags = {
		engine: 'duckdb',
		database: 'b.duckdb',
		data,
		'max-errors': '7',
		'schema-drift': 'fail',
		'memory-limit': '1.5 gb',
	};
	t.deepEqual(read(t, {files, flags}).settings, {
		engine: 'duckdb',
		database: 'b.duckdb',
		memoryLimit: 1.5e9,
		data,
		source: undefined,
		maxErrors: 7,
		schemaDrift: {level: 'fail', acceptedKeys: []},
		notes: [],
	});
	t.like(read(t, {flags: {data: 's3://udacity-dend'}}).settings, {
		data: 's3://udacity-dend',
		source: undefined,
	});
});

test('accepts hyphenated folders in --data, each separately', t => {
	for (const [events, songs] of [
		['log-data', 'song-data'],
		['log_data', 'song-data'],
	] as const) {
		const data = configFolder(t, {[`${events}/`]: '', [`${songs}/`]: ''});
		t.like(read(t, {flags: {data}}).settings, {
			data: undefined,
			source: {events: join(data, events), songs: join(data, songs)},
		});
	}
	const both = configFolder(t, {'log-data/': '', 'log_data/': '', 'song_data/': '', 'song-data/': ''});
	t.like(read(t, {flags: {data: both}}).settings, {data: both, source: undefined});
});

test('resolves relative paths against the folder of the --config file', t => {
	const folder = configFolder(t, {
		'dwh.cfg': '[LOAD]\nMAX_ERRORS=1\n',
		'conf/other.cfg':
			'[WAREHOUSE]\nDATABASE=../db/my.duckdb\n[S3]\nLOG_DATA=../logs\nSONG_DATA=/tmp\n[LOAD]\nMAX_ERRORS=2\n',
		'logs/': '',
	});
	const config = join(folder, 'conf', 'other.cfg');
	t.deepEqual(readSettings({config}, {environment: {}, folder}), {
		settings: {
			engine: 'duckdb',
			database: join(folder, 'db', 'my.duckdb'),
			data: undefined,
			source: {events: join(folder, 'logs'), songs: '/tmp'},
			maxErrors: 2,
			schemaDrift: {level: 'note', acceptedKeys: []},
			notes: [],
		},
		problems: [],
	});
});

test("uses libpq's variables only for keys that the file does not set", t => {
	const environment = {
		PGHOST: 'elsewhere',
		PGPORT: '6543',
		PGDATABASE: 'envdb',
		PGUSER: 'envuser',
		PGPASSWORD: " p'w ",
		PGSSLMODE: 'verify-ca',
	};
	const all = read(t, {flags: {engine: 'postgres'}, environment});
	t.like(all.settings, {
		connection: {host: 'elsewhere', port: 6543, database: 'envdb', user: 'envuser', sslMode: 'verify-ca'},
	});
	t.is(all.password, " p'w ");

	const files = {
		'dwh.cfg': '[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\nDB_PASSWORD=f\nDB_PORT=1\nSSLMODE=disable\n',
	};
	const none = read(t, {files, environment});
	t.like(none.settings, {connection: {host: 'h', port: 1, database: 'd', user: 'u', sslMode: 'disable'}});
	t.is(none.password, 'f');

	t.like(read(t, {environment}).settings, {engine: 'duckdb'}, 'PGHOST alone chooses nothing');
	const begun = {'dwh.cfg': '[CLUSTER]\nDB_NAME=d\n'};
	t.like(read(t, {files: begun, environment}).settings, {
		engine: 'postgres',
		connection: {host: 'elsewhere'},
	});
});

test('uses the port and database of a pasted endpoint', t => {
	const files = {'dwh.cfg': '[WAREHOUSE]\nENGINE=postgres\n[CLUSTER]\nHOST=h:5439/dev\nDB_USER=u\n'};
	const environment = {PGPORT: '5432', PGDATABASE: 'envdb'};
	t.like(read(t, {files, environment}).settings, {connection: {host: 'h', port: 5439, database: 'dev'}});
});

test('substitutes environment variables and interpolated values', t => {
	const {settings, password} = read(t, {
		files: {
			'dwh.cfg':
				`[DEFAULT]\ncompany = example\n[CLUSTER]\nHOST=db.%(company)s.com\nDB_NAME=\${DB:-dev}\n` +
				`DB_USER=\${ME}\nDB_PASSWORD="\${PW}"\n`,
		},
		environment: {ME: 'me', PW: `"#;%(x)s \${ME}`},
	});
	t.like(settings, {connection: {host: 'db.example.com', database: 'dev', user: 'me'}});
	t.is(password, `"#;%(x)s \${ME}`);
});

test('reads the password from the file, PGPASSWORD or the password file, with its source', t => {
	const folder = configFolder(t);
	const PGPASSFILE = join(folder, 'pgpass');
	writeFileSync(PGPASSFILE, 'h:5432:d:u:c\n', {mode: 0o600});
	const password = (line: string, environment: Readonly<Record<string, string>>) => {
		const file = `[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\n${line}\n`;
		const {settings, password} = read(t, {files: {'dwh.cfg': file}, environment});
		return [password, settings.engine === 'postgres' && settings.connection.passwordFrom];
	};
	t.deepEqual(password('DB_PASSWORD=a', {PGPASSWORD: 'b', PGPASSFILE}), ['a', 'DB_PASSWORD']);
	t.deepEqual(password('DB_PASSWORD=', {PGPASSWORD: 'b', PGPASSFILE}), ['b', 'PGPASSWORD']);
	t.deepEqual(password('', {PGPASSFILE}), ['c', PGPASSFILE]);
	t.deepEqual(password('', {PGPASSFILE: folder}), [undefined, undefined]);
	t.deepEqual(password('', {}), [undefined, undefined]);
});

test('uses certificates only in verifying modes', t => {
	const cfg = (mode: string) => ({
		'dwh.cfg': `[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\nDB_PASSWORD=p\nSSLROOTCERT=ca.pem\n${mode}`,
		'ca.pem': `# Ours\n${testCertificate.authority}`,
	});
	const tls = (mode: string) => {
		const {settings, folder} = read(t, {files: cfg(mode)});
		if (settings.engine !== 'postgres') throw new Error('PostgreSQL was asked for.');
		const {sslMode, sslRootCert} = settings.connection;
		return [sslMode, sslRootCert?.replace(folder, '.'), ...settings.notes];
	};
	const unused = 'SSLROOTCERT is not used: only SSLMODE = verify-ca or verify-full checks the server.';
	t.deepEqual(tls(''), ['prefer', undefined, unused]);
	t.deepEqual(tls('SSLMODE=allow'), ['prefer', undefined, unused]);
	t.deepEqual(tls('SSLMODE=require'), ['verify-ca', './ca.pem']);
	t.deepEqual(tls('SSLMODE=verify-full'), ['verify-full', './ca.pem']);
	const system = {'dwh.cfg': '[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\nSSLROOTCERT=system\n'};
	t.like(read(t, {files: system}).settings, {connection: {sslMode: 'verify-full'}});
	const socket = {'dwh.cfg': '[CLUSTER]\nHOST=/tmp\nDB_NAME=d\nDB_USER=u\nSSLMODE=require\n'};
	t.like(read(t, {files: socket}).settings, {connection: {host: '/tmp', sslMode: 'disable'}});
});

test('treats LOG_JSONPATH = auto as unset', t => {
	for (const word of ['auto', "'auto'", '"auto ignorecase"', 'AUTO', 'Auto  IgnoreCase', `"'auto'"`]) {
		const file = `[CLUSTER]\nHOST=${cluster}/dev\nDB_USER=u\n[IAM_ROLE]\nARN=${arn}\n[S3]\nLOG_DATA=s3://abc/l\nLOG_JSONPATH=${word}\nSONG_DATA=s3://abc/s\n`;
		const {settings} = read(t, {files: {'dwh.cfg': file}});
		t.deepEqual(settings.engine === 'redshift' && settings.copy, {iamRole: arn}, word);
	}
});

test('accepts any name for the schema, and ignores it for DuckDB', t => {
	const files = (engine: string, schema: string) => ({
		'dwh.cfg': `[WAREHOUSE]\nENGINE=${engine}\nSCHEMA=${schema}\n[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\n[IAM_ROLE]\nARN=default\n[S3]\nLOG_DATA=s3://abc/l\nSONG_DATA=s3://abc/s\n`,
	});
	for (const [written, schema] of [
		['sparkify', 'sparkify'],
		['\'My "own" schema\'', 'My "own" schema'],
		['a%%b; DROP', 'a%b; DROP'],
	] as const) {
		t.like(read(t, {files: files('postgres', written)}).settings, {connection: {schema}});
		t.like(read(t, {files: files('redshift', written)}).settings, {connection: {schema}});
	}
	const {settings} = read(t, {files: files('postgres', '')});
	t.is(settings.engine === 'postgres' ? settings.connection.schema : '', undefined);
	t.like(read(t, {files: {'dwh.cfg': '[WAREHOUSE]\nENGINE=duckdb\nSCHEMA=pg_x\n'}}).settings, {
		engine: 'duckdb',
	});
});

test('reads plan settings without a connection', t => {
	const surroundings = {environment: {}, folder: configFolder(t)};
	t.deepEqual(readPlanSettings({engine: 'postgres'}, surroundings), {
		settings: {
			engine: 'postgres',
			data: undefined,
			source: undefined,
			maxErrors: 0,
			schemaDrift: {level: 'note', acceptedKeys: []},
			notes: [],
		},
		problems: [],
	});
	const folder = configFolder(t, {
		'dwh.cfg': `[CLUSTER]\nHOST=${cluster}\nDB_PASSWORD=\${NONE}\n[IAM_ROLE]\nARN=${arn}\n[S3]\nLOG_DATA=s3://abc/l\nSONG_DATA=s3://abc/s\nCOMPRESSION=none\n`,
	});
	t.deepEqual(readPlanSettings({}, {environment: {}, folder}), {
		settings: {
			engine: 'redshift',
			copy: {iamRole: arn},
			data: undefined,
			source: {events: 's3://abc/l', songs: 's3://abc/s'},
			maxErrors: 0,
			schemaDrift: {level: 'note', acceptedKeys: []},
			notes: [],
		},
		problems: [],
	});
});

test('never prints a secret', t => {
	const {settings} = read(t, {
		files: {'dwh.cfg': '[CLUSTER]\nHOST=h\nDB_NAME=d\nDB_USER=u\nDB_PASSWORD=hunter2\n'},
	});
	t.true(settings.engine === 'postgres' && settings.connection.password instanceof Secret);
	t.false(JSON.stringify(settings).includes('hunter2'));
	t.false(String(Object.values(settings)).includes('hunter2'));
});
