import {chmodSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parseConfig} from '../../src/config/config-file.js';
import {configSections, keysOf} from '../../src/config/config-keys.js';
import {readSettings} from '../../src/config/read-settings.js';
import {fillTemplate, writeConfig} from '../../src/config/write-config.js';
import {UsageError} from '../../src/errors.js';
import {packageRoot} from '../../src/package-root.js';
import {configFolder} from './config-folder.js';

const cluster = (text: string) =>
	Object.fromEntries(parseConfig(text, 'dwh.cfg').file.entries('CLUSTER').entries());

const problemsOf = (text: string) =>
	parseConfig(text, 'my/dwh.cfg').problems.map(({message, advice}) => [message, advice].join(' ').trim());

test('preserves values exactly, with their lines', t => {
	t.deepEqual(
		cluster('[CLUSTER]\nHOST = a#b;c\\;"d\n\nDB_PASSWORD="x"\nDB_USER=true\nDB_NAME: null\nDB_PORT=\n'),
		{
			host: {text: 'a#b;c\\;"d', line: 2},
			db_password: {text: '"x"', line: 4},
			db_user: {text: 'true', line: 5},
			db_name: {text: 'null', line: 6},
			db_port: {text: '', line: 7},
		},
	);
});

test('preserves line separators, continued values and every other character', t => {
	t.is(
		cluster('[CLUSTER]\nDB_PASSWORD=p\u2028q\u2029r\u0000\t🔑é').db_password?.text,
		'p\u2028q\u2029r\u0000\t🔑é',
	);
	t.is(cluster('[CLUSTER]\nDB_PASSWORD=\n a\n b').db_password?.text, '\na\nb');
	t.is(cluster('[CLUSTER]\nDB_PASSWORD=__proto__').db_password?.text, '__proto__');
});

test('ignores the case of sections and keys, and applies [DEFAULT] everywhere', t => {
	const {file, problems} = parseConfig(
		'[DEFAULT]\nBucket=b\nHOST=d\n[cluster]\nhost=h\n[S3]\nlog_data=l\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual(Object.fromEntries(file.entries('CLUSTER')), {
		bucket: {text: 'b', line: 2},
		host: {text: 'h', line: 5},
	});
	t.is(file.entries('S3').get('host')?.text, 'd');
	t.deepEqual(
		[...file.sections],
		[
			['CLUSTER', 4],
			['S3', 6],
		],
	);
});

test('treats lower-case [default] as a section like any other', t => {
	const {file, problems} = parseConfig(
		'[default]\nhost=h\nregion=us-east-1\n[CLUSTER]\ndb_name=d\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual([...file.entries('CLUSTER').keys()], ['db_name']);
});

test('ignores sections of other programs', t => {
	const {file, problems} = parseConfig(
		'[AWS]\nKEY=a\nSECRET=b\n[a.b]\ny[]=1\n[IAM]\nKEY=c\n[CLUSTER]\nHOST=h\n[IAM_ROLE]\nARN=default\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual(file.notes, ['dwh.cfg: [AWS], [a.b], [IAM] are for another program.']);
	t.deepEqual([...file.entries('CLUSTER').keys()], ['host']);
});

test('ignores keys of other programs among its own', t => {
	const {file, problems} = parseConfig(
		'[CLUSTER]\nHOST=h\nDB_PASSWORD=p\nNODE_TYPE=dc2.large\nDWH_CLUSTER_IDENTIFIER=c\nDWH_HOST=i\nDB_PASSWORDS=q\n' +
			'[IAM_ROLE]\nROLE_NAME=dwhRole\nARN=default\n[S3]\nlog_data=s3://b/l\nsong_data=s3://b/s\nLOG_DATAx=s3://b/l/2018\n',
		'dwh.cfg',
	);
	t.deepEqual(problems, []);
	t.deepEqual(file.notes, [
		'dwh.cfg: NODE_TYPE in [CLUSTER], DWH_CLUSTER_IDENTIFIER in [CLUSTER], DWH_HOST in [CLUSTER], DB_PASSWORDS in [CLUSTER], ROLE_NAME in [IAM_ROLE], LOG_DATAX in [S3] are for another program.',
	]);
});

test('notes an unclosed quote, which is part of the value', t => {
	const notes = (text: string) => parseConfig(`[CLUSTER]\n${text}\n`, 'dwh.cfg').file.notes;
	t.deepEqual(notes('DB_USER="me"\nDB_PASSWORD=\'hunter2'), [
		"dwh.cfg:3: DB_PASSWORD begins with ' but does not end with it; the quote is part of the value.",
	]);
	t.deepEqual(notes('DB_USER=me"\nDB_PASSWORD=\'"hunter2\''), []);
});

test('rejects misspelled sections and sections that hold its keys under another name', t => {
	t.deepEqual(problemsOf('[CLUSTR]\nHOST=h\n[IAM]\nARN=default\n[LAOD]\n'), [
		'my/dwh.cfg:1: Unknown section [CLUSTR]. Did you mean [CLUSTER]?',
		'my/dwh.cfg:3: Unknown section [IAM]. Did you mean [IAM_ROLE]?',
		'my/dwh.cfg:5: Unknown section [LAOD]. Did you mean [LOAD]?',
	]);
	t.deepEqual(problemsOf('[DWH]\nDB_USER=u\nHOST=h\n'), [
		'my/dwh.cfg:1: Unknown section [DWH]. DB_USER belongs in [CLUSTER].',
	]);
	t.deepEqual(problemsOf('[DWH]\nDB_USER=u\n[CLUSTER]\nHOST=h\n'), []);
});

test('rejects unknown keys and suggests the most similar one', t => {
	t.deepEqual(
		problemsOf('[CLUSTER]\nDB_PASSWROD=a\nUSER=b\nARN=c\nDWH_HOST=d\npass word=e\n[LOAD]\nREGION=f\n'),
		[
			'my/dwh.cfg:2: [CLUSTER] has no key DB_PASSWROD. Did you mean DB_PASSWORD?',
			'my/dwh.cfg:3: [CLUSTER] has no key USER. Did you mean DB_USER?',
			'my/dwh.cfg:4: [CLUSTER] has no key ARN. ARN belongs in [IAM_ROLE].',
			'my/dwh.cfg:5: [CLUSTER] has no key DWH_HOST. Did you mean HOST?',
			'my/dwh.cfg:6: [CLUSTER] has no such key. Its keys are HOST, DB_NAME, DB_USER, DB_PASSWORD, DB_PORT, SSLMODE, SSLROOTCERT, IAM, CLUSTER_IDENTIFIER, WORKGROUP, REGION.',
			'my/dwh.cfg:8: [LOAD] has no key REGION. REGION belongs in [CLUSTER] or [S3].',
		],
	);
});

test('rejects duplicates, including those in sections of other programs', t => {
	t.deepEqual(
		problemsOf(
			'[CLUSTER]\nHOST=a\nDB_NAME=b\nhost=c\n[S3]\n[Cluster]\nHost=d\n' +
				'[AWS]\nkey=a\n[aws]\nkey=a\n[AWS]\nKey=b\nhunter 2=c\nhunter 2=d\n[DEFAULT]\na=1\n[DEFAULT]\nA=2\n',
		),
		[
			'my/dwh.cfg:4: HOST is set in [CLUSTER] twice, first on line 2.',
			'my/dwh.cfg:6: [CLUSTER] appears twice, first on line 1.',
			'my/dwh.cfg:7: HOST is set in [CLUSTER] twice, first on line 2.',
			'my/dwh.cfg:12: [AWS] appears twice, first on line 8.',
			'my/dwh.cfg:13: KEY is set in [AWS] twice, first on line 9.',
			'my/dwh.cfg:15: A key is set in [AWS] twice, first on line 14.',
			'my/dwh.cfg:19: A is set in [DEFAULT] twice, first on line 17.',
		],
	);
});

test('rejects unreadable lines', t => {
	t.deepEqual(problemsOf('[CLUSTER\nHOST=x\n[S3]\nhunter2\n'), [
		'my/dwh.cfg:1: The section has no name or no closing bracket.',
		'my/dwh.cfg:2: The key comes before the first section, such as [CLUSTER].',
		'my/dwh.cfg:4: Expected a section, a key with a value, or a comment.',
	]);
});

const example = readFileSync(join(packageRoot, 'dwh.cfg.example'), 'utf8');

test('writing: explains every key exactly once in the example, in its section', t => {
	for (const section of configSections) {
		const text = example.split(`\n[${section}]\n`)[1]?.split('\n[')[0] ?? '';
		for (const key of keysOf(section)) {
			t.is([...text.matchAll(new RegExp(`^(?:# )?${key} = `, 'gm'))].length, 1, key);
		}
	}
	t.deepEqual(
		example.split('\n').filter(line => line.length > 120),
		[],
	);
});

test('writing: parses the example as a configuration', t => {
	const folder = configFolder(t, {'dwh.cfg': example});
	const {settings, problems} = readSettings({}, {environment: {PGPASSWORD: 'p'}, folder});
	t.deepEqual(problems, []);
	t.like(settings, {
		engine: 'redshift',
		connection: {
			host: 'sparkify.abc123xyz789.us-west-2.redshift.amazonaws.com',
			port: 5439,
			database: 'dev',
			user: 'awsuser',
			sslMode: 'verify-full',
		},
		copy: {
			iamRole: 'arn:aws:iam::123456789012:role/sparkify-reads-s3',
			logJsonPath: 's3://udacity-dend/log_json_path.json',
			region: 'us-west-2',
		},
		source: {
			events: 's3://udacity-dend/log_data',
			songs: 's3://udacity-dend/song_data',
			region: 'us-west-2',
		},
	});
});

test('writing: fills in values, comments out the other keys and preserves the text', t => {
	const filled = fillTemplate(example, {
		WAREHOUSE: {ENGINE: 'duckdb', DATABASE: 'a.duckdb'},
		LOAD: {MAX_ERRORS: '3'},
	});
	const {file, problems} = parseConfig(filled, 'dwh.cfg');
	t.deepEqual(problems, []);
	const keys = configSections.flatMap(section =>
		[...file.entries(section)].map(([key, {text}]) => [section, key, text]),
	);
	t.deepEqual(keys, [
		['LOAD', 'max_errors', '3'],
		['WAREHOUSE', 'engine', 'duckdb'],
		['WAREHOUSE', 'database', 'a.duckdb'],
	]);
	t.true(filled.includes('\n# HOST = sparkify.abc123xyz789.us-west-2.redshift.amazonaws.com\n'));
	const words = (text: string) => text.split('\n').filter(line => !/^(?:# )?[A-Z_]+ = /.test(line));
	t.deepEqual(words(filled), words(example));
});

test('writing: throws for a value without a line in the template', t => {
	t.throws(() => fillTemplate('[LOAD]\n', {LOAD: {MAX_ERRORS: '3'}}), {
		message: 'The template has no line for LOAD.MAX_ERRORS.',
	});
});

test('writing: replaces a file that others could read with one for its owner only', t => {
	const folder = configFolder(t, {'dwh.cfg': 'old'});
	const path = join(folder, 'dwh.cfg');
	chmodSync(path, 0o644);
	writeConfig(path, 'new');
	t.is(readFileSync(path, 'utf8'), 'new');
	t.is(statSync(path).mode & 0o777, 0o600);
	t.deepEqual(readdirSync(folder), ['dwh.cfg']);
});

test('writing: leaves nothing behind after a failed write', t => {
	const folder = configFolder(t, {'dwh.cfg/': ''});
	const error = t.throws(() => writeConfig(join(folder, 'dwh.cfg'), 'new'), {instanceOf: UsageError});
	t.is(error?.exitCode, 2);
	t.deepEqual(readdirSync(folder), ['dwh.cfg']);
	t.throws(() => writeConfig(join(folder, 'none', 'dwh.cfg'), 'new'), {
		message: `${folder}/none/dwh.cfg cannot be written: ENOENT.`,
	});
});
