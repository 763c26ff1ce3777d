import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {postgresFolder} from './postgres-folder.js';
import {redshiftFolder} from './redshift-folder.js';
import {run, runAlone, workFolder} from './run-program.js';
import {smallData} from './small-data.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
});

test.after.always(async () => {
	await stack?.stop();
});

/** Loads the small data. @param more Additional arguments. */
async function load(t: ExecutionContext, folder: string, ...more: readonly string[]): Promise<void> {
	const {code, stderr} = await run(folder, ['load', '--yes', ...more]);
	t.is(code, 0, stderr);
}

/** The small data, counted by hand: three events of two users, two of them plays; keys complete and unique. */
const equal = [
	'table           rows here  rows there  keys  values',
	'staging_events          3           3  3     equal',
	'staging_songs           1           1  1     equal',
	'songplays               2           2  2     equal',
	'users                   2           2  2     equal',
	'songs                   1           1  1     equal',
	'artists                 1           1  1     equal',
	'time                    2           2  2     equal',
	'',
].join('\n');

test('finds PostgreSQL and DuckDB of one dwh.cfg equal', async t => {
	const folder = await postgresFolder(t, stack.postgres);
	const data = smallData(t);
	await load(t, folder, '--data', data);
	await load(t, folder, '--data', data, '--engine', 'duckdb');
	const {code, stdout, stderr} = await runAlone(folder, ['parity', '--with', 'duckdb']);
	t.is(code, 0, stderr);
	t.is(stdout, equal);
	t.regex(
		stderr,
		/^Here: PostgreSQL \S+ \(PostgreSQL \d+\.\d+\)\nThere: DuckDB sparkify\.duckdb \(DuckDB [\d.]+\)\nEqual: all 7 tables have the same rows on both sides\.\n$/,
	);
	t.false((stdout + stderr).includes(stack.postgres.password));
});

test('finds Redshift and DuckDB of one dwh.cfg equal', async t => {
	const {folder} = await redshiftFolder(t, stack);
	const data = smallData(t);
	await load(t, folder);
	await load(t, folder, '--engine', 'duckdb', '--data', data);
	const there = await run(folder, ['parity', '--with', 'duckdb']);
	t.is(there.code, 0, there.stderr);
	t.is(there.stdout, equal);
	t.regex(there.stderr, /^Here: Redshift \S+ \(Redshift 1\.\S+\)\nThere: DuckDB/m);
	// With the sides swapped.
	const here = await run(folder, ['parity', '--engine', 'duckdb', '--with', 'redshift']);
	t.is(here.code, 0, here.stderr);
	t.is(here.stdout, equal);
});

test('exits with code 1 and prints the rows if two DuckDB files differ', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	for (const file of ['a.duckdb', 'b.duckdb']) await load(t, folder, '--data', data, '--database', file);
	const change = ['query', '--write', '--database', 'b.duckdb'];
	await run(folder, [...change, "UPDATE users SET level = 'free' WHERE user_id = 26"]);
	await run(folder, [...change, "DELETE FROM artists WHERE artist_id = 'AR1'"]);
	const args = ['parity', '--database', 'a.duckdb', '--with', 'b.duckdb'];
	const {code, stdout, stderr} = await run(folder, args);
	t.is(code, 1);
	t.is(
		stdout,
		[
			'table           rows here  rows there  keys   values',
			'staging_events          3           3  3      equal',
			'staging_songs           1           1  1      equal',
			'songplays               2           2  2      equal',
			'users                   2           2  2      differ in level',
			'songs                   1           1  1      equal',
			'artists                 1           0  1 / 0  different rows',
			'time                    2           2  2      equal',
			'',
			'users: 1 difference',
			'  user_id 26',
			"    level: 'paid' here, 'free' there",
			'',
			'artists: 1 difference',
			"  artist_id 'AR1': only here",
			"    name 'Ann', location NULL, latitude NULL, longitude NULL",
			'',
		].join('\n'),
	);
	t.true(stderr.endsWith('Not equal: users, artists.\n'));

	const json = await run(folder, [...args, '--json']);
	t.is(json.code, 1);
	const tables = json.stdout
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as {table: string; equal: boolean});
	t.deepEqual(
		tables.map(({table, equal: isEqual}) => `${table} ${isEqual}`),
		[
			'staging_events true',
			'staging_songs true',
			'songplays true',
			'users false',
			'songs true',
			'artists false',
			'time true',
		],
	);
});

test('rejects what cannot be compared', async t => {
	const folder = workFolder(t);
	const data = smallData(t);
	const none = await run(folder, ['parity', '--with', 'duckdb']);
	t.is(none.code, 2);
	t.is(
		none.stderr,
		'sparkify-tui: The database sparkify.duckdb does not exist.\n-> Load it first: sparkify-tui load\n',
	);
	await load(t, folder, '--data', data);
	const itself = await run(folder, ['parity', '--with', './sparkify.duckdb']);
	t.is(itself.code, 2);
	t.is(
		itself.stderr,
		'sparkify-tui: Both sides are the same warehouse: DuckDB sparkify.duckdb.\n' +
			'-> Name another one with --with: an engine, a profile, a DuckDB file, or another dwh.cfg.\n',
	);
	const closed = '[CLUSTER]\nHOST = 127.0.0.1:1\nDB_NAME = dwh\nDB_USER = me\nDB_PASSWORD = hunter2\n';
	writeFileSync(join(folder, 'other.cfg'), closed);
	const unreachable = await run(folder, ['parity', '--with', 'other.cfg']);
	t.is(unreachable.code, 3);
	t.is(unreachable.stdout, '');
	t.false(unreachable.stderr.includes('hunter2'));
});

test('finds a warehouse without a load not equal', async t => {
	const folder = await postgresFolder(t, stack.postgres);
	await load(t, folder, '--data', smallData(t), '--engine', 'duckdb');
	const {code, stdout} = await run(folder, ['parity', '--with', 'duckdb']);
	t.is(code, 1);
	t.true(stdout.includes('songplays               –           2  –     no table here\n'));
});
