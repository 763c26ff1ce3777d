import {chmodSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parseConfig} from '../../src/config/config-file.js';
import {configKeys, configSections} from '../../src/config/config-keys.js';
import {readSettings} from '../../src/config/read-settings.js';
import {fillTemplate, writeConfig} from '../../src/config/write-config.js';
import {UsageError} from '../../src/errors.js';
import {packageRoot} from '../../src/package-root.js';
import {configFolder} from './config-folder.js';

const example = readFileSync(join(packageRoot, 'dwh.cfg.example'), 'utf8');

test('explains every key exactly once in the example, in its section', t => {
	for (const section of configSections) {
		const text = example.split(`\n[${section}]\n`)[1]?.split('\n[')[0] ?? '';
		for (const key of configKeys[section]) {
			t.is([...text.matchAll(new RegExp(`^(?:# )?${key} = `, 'gm'))].length, 1, key);
		}
	}
	t.deepEqual(
		example.split('\n').filter(line => line.length > 120),
		[],
	);
});

test('parses the example as a configuration', t => {
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

test('fills in values, comments out the other keys and preserves the text', t => {
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

test('throws for a value without a line in the template', t => {
	t.throws(() => fillTemplate('[LOAD]\n', {LOAD: {MAX_ERRORS: '3'}}), {
		message: 'The template has no line for LOAD.MAX_ERRORS.',
	});
});

test('replaces a file that others could read with one for its owner only', t => {
	const folder = configFolder(t, {'dwh.cfg': 'old'});
	const path = join(folder, 'dwh.cfg');
	chmodSync(path, 0o644);
	writeConfig(path, 'new');
	t.is(readFileSync(path, 'utf8'), 'new');
	t.is(statSync(path).mode & 0o777, 0o600);
	t.deepEqual(readdirSync(folder), ['dwh.cfg']);
});

test('leaves nothing behind after a failed write', t => {
	const folder = configFolder(t, {'dwh.cfg/': ''});
	const error = t.throws(() => writeConfig(join(folder, 'dwh.cfg'), 'new'), {instanceOf: UsageError});
	t.is(error?.exitCode, 2);
	t.deepEqual(readdirSync(folder), ['dwh.cfg']);
	t.throws(() => writeConfig(join(folder, 'none', 'dwh.cfg'), 'new'), {
		message: `${folder}/none/dwh.cfg cannot be written: ENOENT.`,
	});
});
