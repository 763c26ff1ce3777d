import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {startOnTerminal} from './on-terminal.js';
import {run, runAlone, start} from './run-program.js';

// The tests write no table that another one reads: one database does for all of them.
const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-query-'));

test.before(async t => {
	const DuckDB = await import('@duckdb/node-api');
	const instance = await DuckDB.DuckDBInstance.create(join(folder, 'sparkify.duckdb'));
	const connection = await instance.connect();
	await connection.run(
		`CREATE TABLE plays (id BIGINT, song VARCHAR, seconds DOUBLE, price DECIMAL(9, 2), start_time TIMESTAMP, live BOOLEAN);
		INSERT INTO plays VALUES
			(1, 'Ünder "it"', 200.5, 12.50, '2018-11-21 21:56:47.796', true),
			(9007199254740993, NULL, 0.1, -3.00, '2018-11-01 00:00:00', false),
			(3, 'a,b' || chr(10) || 'c', NULL, NULL, NULL, NULL)`,
	);
	connection.closeSync();
	instance.closeSync();
	t.true(existsSync(join(folder, 'sparkify.duckdb')));
});

test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const query = (...args: readonly string[]) => run(folder, ['query', ...args]);
const plays = 'SELECT * FROM plays';

test.serial('table is the default, also into a pipe', async t => {
	t.deepEqual(await query(plays), {
		code: 0,
		stdout: [
			'              id │ song       │ seconds │ price │ start_time              │ live',
			'─────────────────┼────────────┼─────────┼───────┼─────────────────────────┼──────',
			'               1 │ Ünder "it" │   200.5 │ 12.50 │ 2018-11-21 21:56:47.796 │ true',
			'9007199254740993 │ NULL       │     0.1 │ -3.00 │ 2018-11-01 00:00:00.000 │ false',
			'               3 │ a,b␊c      │    NULL │  NULL │ NULL                    │ NULL',
			'',
		].join('\n'),
		stderr: '',
	});
});

test.serial('csv', async t => {
	const {code, stdout} = await query(plays, '--format', 'csv');
	t.is(code, 0);
	t.is(
		stdout,
		'id,song,seconds,price,start_time,live\r\n' +
			'1,"Ünder ""it""",200.5,12.50,2018-11-21 21:56:47.796,true\r\n' +
			'9007199254740993,,0.1,-3.00,2018-11-01 00:00:00.000,false\r\n' +
			'3,"a,b\nc",,,,\r\n',
	);
});

test.serial('tsv, markdown', async t => {
	const two = 'SELECT id, song FROM plays WHERE id < 2';
	t.is((await query(two, '--format', 'tsv')).stdout, 'id\tsong\n1\tÜnder "it"\n');
	t.is(
		(await query(two, '--format', 'markdown')).stdout,
		'| id | song |\n| ---: | --- |\n| 1 | Ünder "it" |\n',
	);
});

test.serial('json and ndjson', async t => {
	const one =
		'{"id":1,"song":"Ünder \\"it\\"","seconds":200.5,"start_time":"2018-11-21 21:56:47.796","live":true}';
	const two =
		'{"id":9007199254740993,"song":null,"seconds":0.1,"start_time":"2018-11-01 00:00:00.000","live":false}';
	const sql = 'SELECT id, song, seconds, start_time, live FROM plays WHERE live IS NOT NULL ORDER BY id';
	t.is((await query(sql, '--format', 'ndjson')).stdout, `${one}\n${two}\n`);
	t.deepEqual(JSON.parse((await query(sql, '--format', 'json')).stdout), JSON.parse(`[${one},${two}]`));
	t.deepEqual(JSON.parse((await query('SELECT 1 AS a WHERE false', '--format', 'json')).stdout), []);
});

test.serial('writes a file completely or not at all', async t => {
	const file = join(folder, 'out.csv');
	const written = await query(plays, '--format', 'csv', '--output', 'out.csv');
	t.deepEqual([written.code, written.stdout, written.stderr], [0, '', '3 rows written to out.csv\n']);
	const content = readFileSync(file, 'utf8');
	t.true(content.startsWith('id,song,'));

	const failed = await query(
		`SELECT CASE WHEN i = 90000 THEN error('now') ELSE i END FROM range(100000) t(i)`,
		...['--format', 'csv', '--output', 'out.csv'],
	);
	t.is(failed.code, 1);
	t.is(readFileSync(file, 'utf8'), content);
	t.deepEqual(
		readdirSync(folder).filter(name => name.includes('out.csv')),
		['out.csv'],
	);

	const nowhere = await query(plays, '--output', 'no/such/folder.csv');
	t.is(nowhere.code, 2);
	t.true(nowhere.stderr.startsWith('sparkify-tui: no/such/folder.csv cannot be written'));
});

test.serial('parquet', async t => {
	const {code, stderr} = await query(plays, '--format', 'parquet', '--output', 'out.parquet', '--limit', '2');
	t.deepEqual([code, stderr], [0, '2 rows written to out.parquet\n']);
	t.is(readFileSync(join(folder, 'out.parquet')).subarray(0, 4).toString(), 'PAR1');
	const back = await query("SELECT song, price FROM 'out.parquet' ORDER BY price", '--format', 'csv');
	t.is(back.stdout, 'song,price\r\n,-3.00\r\n"Ünder ""it""",12.50\r\n');
});

test.serial('limits the rows with --limit and says so', async t => {
	const cut = await query('SELECT i FROM range(5000) t(i)', '--limit', '2', '--format', 'csv');
	t.deepEqual(cut, {
		code: 0,
		stdout: 'i\r\n0\r\n1\r\n',
		stderr: 'More rows available: --limit is 2.\n',
	});
	const complete = await query('SELECT i FROM range(2) t(i)', '--limit', '2', '--format', 'csv');
	t.deepEqual(complete, {code: 0, stdout: 'i\r\n0\r\n1\r\n', stderr: ''});
	const none = await query('SELECT i FROM range(2) t(i)', '--limit', '0', '--format', 'csv');
	t.is(none.stdout, 'i\r\n');
});

test.serial('writes every row without --limit', async t => {
	const {stdout} = await query('SELECT i FROM range(200000) t(i)', '--format', 'csv');
	const lines = stdout.split('\r\n');
	t.is(lines.length, 200_002);
	t.is(lines.at(-2), '199999');
});

test.serial('reads SQL from a file and from standard input', async t => {
	writeFileSync(join(folder, 'a.sql'), '\uFEFF-- one\nSELECT 1 AS one;\n');
	t.is((await query('--file', 'a.sql', '--format', 'csv')).stdout, 'one\r\n1\r\n');
	t.is((await runAlone(folder, ['query', '-', '--format', 'csv'], 'SELECT 2 AS two')).stdout, 'two\r\n2\r\n');
	t.is((await query('-- three\nSELECT 3 AS three', '--format', 'csv')).stdout, 'three\r\n3\r\n');

	t.deepEqual(await query('--file', 'b.sql'), {
		code: 2,
		stdout: '',
		stderr: 'sparkify-tui: b.sql does not exist.\n',
	});
	t.deepEqual(await run(folder, ['query', '-'], ' -- nothing\n;'), {
		code: 2,
		stdout: '',
		stderr: 'sparkify-tui: No SQL statement found on standard input.\n',
	});
});

test.serial('reads SQL from a pipe without -, and writes to standard output with --output -', async t => {
	t.deepEqual(await run(folder, ['query', '-o', '-', '--format', 'csv'], 'SELECT 4 AS four'), {
		code: 0,
		stdout: 'four\r\n4\r\n',
		stderr: '',
	});
	t.false(existsSync(join(folder, '-')));
	const nothing = await run(folder, ['query']);
	t.deepEqual([nothing.code, nothing.stdout], [2, '']);
	t.is(nothing.stderr, 'sparkify-tui: No SQL statement found on standard input.\n');
});

test.serial('prints only errors on standard error with --quiet', async t => {
	t.deepEqual(await query('-q', 'SELECT 1; SELECT i FROM range(3) t(i)', '--limit', '1', '-o', 'quiet.csv'), {
		code: 0,
		stdout: '',
		stderr: '',
	});
	t.true(existsSync(join(folder, 'quiet.csv')));
	const failed = await query('-q', 'SELECT nothing');
	t.is(failed.code, 1);
	t.true(failed.stderr.startsWith('sparkify-tui: '));
});

const controls = 'SELECT chr(27) || chr(127) || chr(155) || chr(13) || chr(7) AS c';

test.serial('sends no raw control character to a terminal in any format', async t => {
	for (const format of ['table', 'csv', 'tsv', 'json', 'ndjson', 'markdown']) {
		const terminal = startOnTerminal(t, folder, ['query', controls, '--format', format]);
		t.is(await terminal.exited, 0);
		// The terminal converts line ends to CRLF.
		t.notRegex(terminal.written().replaceAll('\r\n', '\n'), /[\0-\x08\x0B-\x1F\x7F-\x9F]/, format);
		t.true(terminal.written().length > 8, format);
	}
});

test.serial('writes exact values to a pipe', async t => {
	const value = '\u001B\u007F\u009B\r\u0007';
	t.is((await query(controls, '--format', 'csv')).stdout, `c\r\n"${value}"\r\n`);
	t.is((await query(controls, '--format', 'tsv')).stdout, `c\n${value.replace('\r', '\\r')}\n`);
	t.deepEqual(JSON.parse((await query(controls, '--format', 'json')).stdout), [{c: value}]);
	t.deepEqual(JSON.parse((await query(controls, '--format', 'ndjson')).stdout), {c: value});
});

test.serial('runs every statement and prints the rows of the last', async t => {
	t.deepEqual(
		await query(
			`CREATE TEMP TABLE x (a INTEGER); INSERT INTO x VALUES (1), (2); SELECT ';' FROM x; SELECT sum(a) AS total FROM x`,
			...['--format', 'csv'],
		),
		{
			code: 0,
			stdout: 'total\r\n3\r\n',
			stderr:
				'Statement 1 of 4: CREATE TABLE\n' +
				'Statement 2 of 4: INSERT 0 2\n' +
				'Statement 3 of 4: 2 rows not printed: only the last statement prints rows\n',
		},
	);
});

test.serial('stops at a failed statement and shows its location', async t => {
	writeFileSync(join(folder, 'bad.sql'), 'SELECT 1;\n\nSELECT *\nFROM playz;\nSELECT 2;\n');
	const {code, stdout, stderr} = await query('--file', 'bad.sql');
	t.is(code, 1);
	t.is(stdout, '');
	const lines = stderr.split('\n');
	t.is(lines[0], 'Statement 1 of 3: 1 row not printed: only the last statement prints rows');
	t.true(lines[1]!.startsWith('sparkify-tui: ') && lines[1]!.includes('playz'));
	t.is(lines[2], 'at bad.sql:4');
	t.is(lines[3], '4 │ FROM playz;');
	t.is(lines[4], '  │      ^');

	const argument = await query('SELECT 1; SELECT nothing');
	t.is(argument.code, 1);
	t.regex(argument.stderr, /^at statement 2 of 2$/m);
});

test.serial('ends quietly when the reader goes away', async t => {
	const {child, ended} = start(folder, ['query', 'SELECT i FROM range(100000000) t(i)', '--format', 'csv']);
	child.stdout!.once('data', () => child.stdout!.destroy());
	const {code, stderr} = await ended;
	t.is(code, 0);
	t.is(stderr, '');
});

test.serial('cancels the query on SIGINT with code 130 and no file', async t => {
	const slow = 'SELECT count(*) FROM range(200000) a, range(200000) b WHERE a.range * b.range % 7 = 3';
	const {child, ended} = start(folder, ['query', `SELECT 1; ${slow}`, '--output', 'slow.csv']);
	child.stderr!.once('data', () => child.kill('SIGINT'));
	const {code, stderr} = await ended;
	t.is(code, 130);
	t.true(stderr.endsWith('\n\nInterrupted. Interrupt again to exit immediately.\n'));
	t.false(readdirSync(folder).some(name => name.includes('slow.csv')));
});

test.serial('does not create a missing database', async t => {
	t.deepEqual(await query(plays, '--database', 'other.duckdb'), {
		code: 2,
		stdout: '',
		stderr:
			'sparkify-tui: The database other.duckdb does not exist.\n-> Load it first: sparkify-tui load --database other.duckdb\n',
	});
	t.false(existsSync(join(folder, 'other.duckdb')));
});

test.serial('accepts an in-memory database for queries only', async t => {
	writeFileSync(join(folder, 'some.csv'), 'a\n1\n2\n');
	t.deepEqual(
		await query("SELECT sum(a) AS total FROM 'some.csv'", '--database', ':memory:', '--format', 'csv'),
		{code: 0, stdout: 'total\r\n3\r\n', stderr: ''},
	);
	for (const args of [['load', '--yes'], []])
		t.deepEqual(await run(folder, [...args, '--database', ':memory:']), {
			code: 2,
			stdout: '',
			stderr:
				'sparkify-tui: --database is :memory:, but an in-memory database is lost when the program ends. Name a file. The default is sparkify.duckdb.\n',
		});
	const parity = await run(folder, ['parity', '--with', 'sparkify.duckdb', '--database', ':memory:']);
	t.is(parity.code, 2);
	t.regex(parity.stderr, /^sparkify-tui: An in-memory database has no tables /);
	t.false(existsSync(join(folder, ':memory:')));
});

test.serial('exits with code 3 if the file is not a database', async t => {
	writeFileSync(join(folder, 'text.duckdb'), 'This is a text.');
	const {code, stderr} = await query(plays, '--database', 'text.duckdb');
	t.is(code, 3);
	t.true(stderr.startsWith('sparkify-tui: text.duckdb is not a DuckDB database.\n'));
});

test.serial('exits with 1 and a message if the SQL ends inside a transaction', async t => {
	const {code, stdout, stderr} = await query(
		'--write',
		'BEGIN; DELETE FROM plays; SELECT count(*) AS n FROM plays',
		'--format',
		'csv',
	);
	t.is(code, 1);
	t.is(stdout, 'n\r\n0\r\n');
	t.regex(stderr, /inside a transaction, so its changes were rolled back/);
	t.is((await query('SELECT count(*) AS n FROM plays', '--format', 'csv')).stdout, 'n\r\n3\r\n');

	const failed = await query('--write', "BEGIN; DELETE FROM plays; SELECT CAST('x' AS integer)");
	t.is(failed.code, 1);
	t.regex(failed.stderr, /inside a transaction, so its changes were rolled back/);
	t.is((await query('BEGIN; SELECT 1; COMMIT')).code, 0);
});

test.serial('refuses to change data without --write', async t => {
	const count = async () => (await query('SELECT count(*) AS n FROM plays', '--format', 'csv')).stdout;
	for (const sql of [
		'DELETE FROM plays',
		'SELECT 1; DELETE FROM plays',
		'BEGIN; DELETE FROM plays; COMMIT',
		'COMMIT; DELETE FROM plays',
	]) {
		const {code, stderr} = await query(sql);
		t.is(code, 1, sql);
		if (sql.startsWith('COMMIT')) continue;
		t.regex(stderr, /This statement changes data, and the session is read-only\./, sql);
		t.regex(stderr, /Allow writing first: type \\write in the notebook, or start with --write\./, sql);
	}
	t.is(await count(), 'n\r\n3\r\n');
	const written = await query('--write', 'CREATE TABLE kept AS SELECT * FROM plays; DELETE FROM plays');
	t.is(written.code, 0);
	t.regex(written.stderr, /DELETE 3/);
	t.is(await count(), 'n\r\n0\r\n');
	await query('--write', 'INSERT INTO plays SELECT * FROM kept; DROP TABLE kept');
	t.is(await count(), 'n\r\n3\r\n');
});
