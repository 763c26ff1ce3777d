import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {readSettings, type SettingFlags} from '../../src/config/read-settings.js';

function folder(t: ExecutionContext, ...entries: readonly string[]): string {
	const path = mkdtempSync(join(tmpdir(), 'sparkify-test-settings-'));
	t.teardown(() => rmSync(path, {recursive: true, force: true}));
	for (const entry of entries) {
		if (entry.endsWith('/')) mkdirSync(join(path, entry));
		else writeFileSync(join(path, entry), '');
	}
	return path;
}

const messages = (flags: SettingFlags) =>
	readSettings(flags).problems.map(({message, advice}) => [message, advice].join(' ').trim());

test('without flags: the bundled sample into sparkify.duckdb, and no reject', t => {
	t.deepEqual(readSettings({}), {
		settings: {engine: 'duckdb', database: 'sparkify.duckdb', data: undefined, maxErrors: 0},
		problems: [],
	});
});

test('flags count', t => {
	const data = folder(t, 'log_data/', 'song_data/');
	t.deepEqual(readSettings({engine: 'duckdb', database: 'my.duckdb', data, 'max-errors': '12'}), {
		settings: {engine: 'duckdb', database: 'my.duckdb', data, maxErrors: 12},
		problems: [],
	});
});

test('engines that are not there yet, and one that never was', t => {
	t.deepEqual(messages({engine: 'postgres'}), [
		'The engine postgres is not there yet: this version loads into duckdb only.',
	]);
	t.deepEqual(messages({engine: 'redshift'}), [
		'The engine redshift is not there yet: this version loads into duckdb only.',
	]);
	t.deepEqual(messages({engine: 'duckbd'}), [
		'There is no engine "duckbd": the engines are duckdb, postgres, redshift. Did you mean duckdb?',
	]);
});

test('S3 and dwh.cfg are not there yet', t => {
	t.deepEqual(messages({data: 's3://udacity-dend'}), [
		'--data s3://udacity-dend: S3 as a source is not there yet. Copy the files into a folder and name that.',
	]);
	t.deepEqual(messages({config: 'dwh.cfg'}), [
		'--config dwh.cfg: reading dwh.cfg is not there yet. Use --engine, --database, --data and --max-errors.',
	]);
});

test('a data folder that is none', t => {
	const path = folder(t, 'file.json');
	t.deepEqual(messages({data: join(path, 'nowhere')}), [`--data ${path}/nowhere: there is no such folder.`]);
	t.deepEqual(messages({data: join(path, 'file.json')}), [
		`--data ${path}/file.json is a file, not a folder.`,
	]);
	t.deepEqual(messages({data: ''}), ['--data takes the name of a folder, not nothing.']);
});

test('a data folder that lacks something: says what is there instead', t => {
	const songs = folder(t, 'song_data/', 'readme.txt');
	t.deepEqual(messages({data: songs}), [
		`--data ${songs} has no log_data/; it holds readme.txt, song_data/. Name the folder that holds both.`,
	]);
	const other = folder(t, 'a', 'b/', 'c', 'd', 'e', 'f');
	t.deepEqual(messages({data: other}), [
		`--data ${other} has no log_data/ and no song_data/; it holds a, b/, c, d and 2 more. Name the folder that holds both.`,
	]);
	const empty = folder(t);
	t.deepEqual(messages({data: empty}), [
		`--data ${empty} has no log_data/ and no song_data/; it is empty. Name the folder that holds both.`,
	]);
});

test('one folder too deep: names the right one', t => {
	const data = folder(t, 'log_data/', 'song_data/');
	t.deepEqual(messages({data: join(data, 'log_data')}), [
		`--data ${data}/log_data has no log_data/ and no song_data/; it is empty. Name the folder above it: --data ${data}`,
	]);
});

test('a database that cannot be a file', t => {
	const path = folder(t);
	t.deepEqual(messages({database: path}), [`--database ${path} is a folder. Name a file in it.`]);
	t.deepEqual(messages({database: ''}), ['--database takes the name of a file, not nothing.']);
});

test('every mistake is reported', t => {
	t.deepEqual(
		messages({config: 'x.cfg', engine: 'redshift', database: '', data: 's3://b', 'max-errors': 'some'}),
		[
			'--config x.cfg: reading dwh.cfg is not there yet. Use --engine, --database, --data and --max-errors.',
			'The engine redshift is not there yet: this version loads into duckdb only.',
			'--database takes the name of a file, not nothing.',
			'--data s3://b: S3 as a source is not there yet. Copy the files into a folder and name that.',
			'--max-errors takes a whole number from 0 up, not "some".',
		],
	);
});
