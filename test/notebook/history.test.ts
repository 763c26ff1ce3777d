import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {History, historyFile} from '../../src/notebook/history.js';
import {containsSecret} from '../../src/notebook/secrets.js';

/** A path in a temporary folder, which is deleted after the test. The file's folder doesn't exist yet. */
async function freshFile(t: ExecutionContext): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'history-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	return join(folder, 'sparkify-tui', 'history.jsonl');
}

test('has a file for each warehouse, and follows the XDG rules', t => {
	const file = historyFile('duckdb:/a', {XDG_STATE_HOME: '/state'});
	t.regex(file, /^\/state\/sparkify-tui\/history\/[0-9a-f]{32}\.jsonl$/);
	t.not(historyFile('duckdb:/b', {XDG_STATE_HOME: '/state'}), file);
	const fallback = join(homedir(), '.local/state/sparkify-tui/history', basename(file));
	for (const env of [{}, {XDG_STATE_HOME: 'relative'}, {XDG_STATE_HOME: ''}])
		t.is(historyFile('duckdb:/a', env), fallback);
});

test('restores entries in the next session, oldest first', async t => {
	const file = await freshFile(t);
	const first = await History.open(file);
	t.deepEqual(first.entries, []);
	t.is(first.problem, undefined);
	await first.add('select 1;\n');
	await first.add("select 'ü\n\u2028';");
	const second = await History.open(file);
	t.deepEqual(second.entries, ['select 1;', "select 'ü\n\u2028';"]);
});

test('ignores blanks and repetitions', async t => {
	const history = await History.open(await freshFile(t));
	for (const sql of ['a', ' ', 'a', ' a ', 'b', 'a']) await history.add(sql);
	t.deepEqual(history.entries, ['a', 'b', 'a']);
});

test('makes the file readable only by its owner', async t => {
	const file = await freshFile(t);
	await (await History.open(file)).add('a');
	t.is((await stat(file)).mode & 0o777, 0o600);
	t.is((await stat(join(file, '..'))).mode & 0o777, 0o700);
	await chmod(file, 0o644);
	await History.open(file);
	t.is((await stat(file)).mode & 0o777, 0o600);
});

test('lets several sessions append to the same file', async t => {
	const file = await freshFile(t);
	const [one, two] = [await History.open(file), await History.open(file)];
	await Promise.all([one.add('a1'), two.add('b1'), one.add('a2'), two.add('b2')]);
	t.deepEqual((await History.open(file)).entries.toSorted(), ['a1', 'a2', 'b1', 'b2']);
	t.deepEqual(one.entries, ['a1', 'a2']);
});

test('keeps at most 1,000 entries in memory and, after the next start, in the file', async t => {
	const file = await freshFile(t);
	const history = await History.open(file);
	for (let n = 1; n <= 1003; n++) await history.add(`select ${n}`);
	t.is(history.entries.length, 1000);
	t.is(history.entries[0], 'select 4');
	const next = await History.open(file);
	t.is(next.entries.length, 1000);
	t.is(next.entries[0], 'select 4');
	t.is((await readFile(file, 'utf8')).trim().split('\n').length, 1000);
	t.is((await stat(file)).mode & 0o777, 0o600);
	t.deepEqual(await readdir(join(file, '..')), ['history.jsonl']);
});

test('skips a damaged line', async t => {
	const file = await freshFile(t);
	await mkdir(join(file, '..'));
	await writeFile(file, '"a"\n{"sql": 1}\n"cut sho\n\n"b"\n');
	const history = await History.open(file);
	t.deepEqual(history.entries, ['a', 'b']);
	t.is(history.problem, undefined);
});

test('works without a readable file and reports the reason', async t => {
	const file = await freshFile(t);
	await mkdir(file, {recursive: true});
	const history = await History.open(file);
	t.is(history.problem, `The history is not saved: cannot read ${file} (illegal operation on a directory).`);
	await history.add('a');
	t.deepEqual(history.entries, ['a']);
});

test('works without a writable folder and reports the reason', async t => {
	const file = await freshFile(t);
	await writeFile(join(file, '..'), 'in the way');
	const history = await History.open(join(file, '..', '..', 'sparkify-tui', 'history.jsonl'));
	await history.add('a');
	await history.add('b');
	t.deepEqual(history.entries, ['a', 'b']);
	t.regex(history.problem ?? '', /^The history is not saved: cannot (?:read|write) .*\(not a directory\)\.$/);
});

test('does not write secrets', async t => {
	const file = await freshFile(t);
	const history = await History.open(file);
	await history.add('select 1');
	await history.add("create user u password 'Hunter2'");
	t.is(history.entries.length, 2);
	t.notRegex(await readFile(file, 'utf8'), /Hunter2/);
});

test('does not write very long statements', async t => {
	const file = await freshFile(t);
	const history = await History.open(file);
	await history.add('short');
	await history.add(`select '${'x'.repeat(100_000)}'`);
	t.is(history.entries.length, 2);
	t.deepEqual((await History.open(file)).entries, ['short']);
});

test('finds distinct entries, prefixes first, then the latest first', async t => {
	const history = await History.open(await freshFile(t));
	const statements = [
		'select a',
		'insert into x select 1',
		'SELECT b',
		'drop x',
		'select a',
		'explain select',
	];
	for (const sql of statements) await history.add(sql);
	t.deepEqual(history.search('select'), ['select a', 'SELECT b', 'explain select', 'insert into x select 1']);
	t.deepEqual(history.search('nothing'), []);
	t.is(history.search('').length, 5);
});

const secrets = [
	"CREATE USER etl PASSWORD 'Hunter2'",
	"alter user etl with encrypted password 'x'",
	"create user u password e'x'",
	"create user u password /* of /* u */ */ 'x'",
	"-- password = 'x'\nSELECT 1",
	"CREATE USER u IDENTIFIED BY 'x'",
	"COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=A;aws_secret_access_key=B' JSON 'auto'",
	"COPY t FROM 's3://b/k' ACCESS_KEY_ID 'A' SECRET_ACCESS_KEY 'B' SESSION_TOKEN 'C'",
	"unload ('select 1') to 's3://b/k' master_symmetric_key 'x'",
	"CREATE SECRET (TYPE s3, KEY_ID 'A', SECRET 'B')",
	'create or replace persistent secret s (type s3)',
	"SET s3_secret_access_key = 'x'",
	"ATTACH 'postgres://me:pw@host/db' AS pg (TYPE postgres)",
	"ATTACH 'dbname=x user=me password=pw host=h' AS pg",
	"ATTACH 'x.db' (ENCRYPTION_KEY 'k')",
	"SELECT * FROM 'https://b.s3.amazonaws.com/k?X-Amz-Signature=abc'",
	"select 'AKIAIOSFODNN7EXAMPLE'",
];
const harmless = [
	'SELECT user_id, password FROM accounts',
	'SELECT count(*) FROM songplays',
	"COPY t FROM 's3://bucket/log_data' IAM_ROLE 'arn:aws:iam::1:role/r' JSON 's3://bucket/p.json'",
	"SELECT * FROM 'https://example.com/a:b.csv'",
	"SELECT * FROM songs WHERE title = 'The Secret'",
	'SELECT key, token FROM words',
];

for (const sql of secrets) test(`secret: ${sql}`, t => t.true(containsSecret(sql)));
for (const sql of harmless) test(`no secret: ${sql}`, t => t.false(containsSecret(sql)));
