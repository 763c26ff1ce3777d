import test from 'ava';
import {assertRejected, sqlTests} from './redshift/sql-tests.js';
import {login, TestClient} from './redshift/test-clients.js';

const {connect, stack} = sqlTests();

test('evaluates expressions with the values and types of Redshift', async t => {
	const client = await connect(t);
	for (const [sql, value] of [
		// Integer division truncates.
		['SELECT 7 / 2', 3],
		['SELECT -7 / 2', -3],
		['SELECT avg(i) FROM (SELECT 1 AS i UNION ALL SELECT 2) AS numbers', '1'],
		// Trailing blanks are ignored in comparisons but counted in lengths.
		[`SELECT 'a ' = 'a'`, true],
		[`SELECT CAST('a ' AS varchar(9)) = 'a'`, true],
		[`SELECT 'a ' IN ('b', 'a')`, true],
		[`SELECT ' a' = 'a'`, false],
		[`SELECT len('a  ')`, 3],
		[`SELECT octet_length('é')`, 2],
		[`SELECT 'a ' || 'b'`, 'a b'],
		// Lengths are in bytes; characters are never split.
		[`SELECT CAST('ééé' AS varchar(5))`, 'éé'],
		[`SELECT 'abcdef'::varchar(3)`, 'abc'],
		// A backslash is an escape in a plain string.
		[String.raw`SELECT 'a\\b\'c'`, String.raw`a\b'c`],
		[`SELECT extract(dow FROM timestamp '2018-11-04 05:30:00')`, 0],
		[`SELECT extract(epoch FROM timestamp '2018-11-01 21:01:46.796')`, 1541106106],
		[`SELECT to_char(getdate(), 'YYYY') >= '2024'`, true],
		["SELECT sysdate > getdate() - interval '1 minute'", true],
		["SELECT 3 = CAST('3' AS varchar)", true],
		["SELECT strtol('ff', 16)", '255'],
		['SELECT CAST(NULL AS decimal)', null],
	] as const)
		t.deepEqual(await client.rows(sql), [[value]], sql);
	const {columns} = await client.run(
		`SELECT extract(day FROM timestamp '2018-11-01 00:00:00'), 1 AS "Upper Case"`,
	);
	t.deepEqual(columns, ['date_part', 'upper case']);
});

test('reports text columns as VARCHAR, and compares, groups and joins them without trailing blanks', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE words (w varchar(10), n integer)');
	await client.rows(`INSERT INTO words VALUES ('x', 1), ('x  ', 2), ('y', 3)`);
	const {fields} = await client.pg.query(`SELECT w, n FROM words WHERE w = 'y '`);
	t.deepEqual(
		fields.map(({dataTypeID}) => dataTypeID),
		[1043, 23],
	);
	t.deepEqual(await client.rows(`SELECT count(*) FROM words WHERE w = 'x '`), [['2']]);
	t.deepEqual(await client.rows('SELECT count(DISTINCT w), count(*) FROM words'), [['2', '3']]);
	t.deepEqual(await client.rows('SELECT sum(n) FROM words GROUP BY w ORDER BY 1 DESC, w'), [['3'], ['3']]);
	t.deepEqual(await client.rows('SELECT count(*) FROM words AS a JOIN words AS b ON a.w = rtrim(b.w)'), [
		['5'],
	]);
	t.deepEqual(await client.rows("SELECT n FROM words WHERE w LIKE '% '"), [[2]]);
	t.deepEqual(await client.rows("SELECT length(w), len(w || '|') FROM words WHERE n = 2"), [[3, 4]]);
	t.deepEqual(
		await client.rows(
			'SELECT n, row_number() OVER (PARTITION BY w ORDER BY n NULLS LAST) FROM words ORDER BY n',
		),
		[
			[1, '1'],
			[2, '2'],
			[3, '1'],
		],
	);
	await client.rows(`INSERT INTO words VALUES ('4', 4)`);
	t.deepEqual(await client.rows(`SELECT w FROM words WHERE n = w AND n > 3`), [['4']]);
});

test('rejects what PostgreSQL accepts and Redshift does not', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE t (a varchar, n integer)');
	for (const [sql, code, text] of [
		['CREATE UNLOGGED TABLE u (a integer)', '42601', /^syntax error at or near "UNLOGGED"/],
		[`SELECT E'a'`, '42704', 'type "e" does not exist'],
		['SELECT * FROM (VALUES (1)) AS v (i)', '42601', /near "VALUES"/],
		[
			'SELECT string_agg(a, 1) FROM t',
			'42883',
			/^function string_agg\(character varying, integer\) does not exist$/,
		],
		['SELECT gen_random_uuid()', '42883', 'function gen_random_uuid() does not exist'],
		['SELECT sum(n) OVER (ORDER BY a) FROM t', '0A000', /require a frame clause/],
		// Reserved words must be quoted as names.
		['CREATE TABLE u (raw varchar)', '42601', /near "raw"/],
		['SELECT n AS tag FROM t', '42601', /near "tag"/],
	] as const)
		await assertRejected(t, client, sql, code, text);
	t.deepEqual(await client.rows('SELECT sum(n) OVER (ORDER BY a ROWS UNBOUNDED PRECEDING) FROM t'), []);
});

test('rejects leader-node functions used with tables, with an INFO message', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE t (n integer, at timestamp)');
	t.deepEqual(await client.rows('SELECT count(*) FROM generate_series(1, 3) AS g (i)'), [['3']]);
	t.is((await client.rows('SELECT current_schema(), now()'))[0]?.[0], 'public');
	client.takeNotices();
	for (const sql of [
		'SELECT n FROM t, generate_series(1, 3) AS g (i)',
		'INSERT INTO t (n) SELECT i FROM generate_series(1, 3) AS g (i)',
		'CREATE TABLE u AS SELECT i FROM generate_series(1, 3) AS g (i)',
		'SELECT now() FROM t',
		'SELECT current_timestamp FROM t',
		'INSERT INTO t VALUES (1, now())',
		'SELECT current_schema() FROM stl_load_errors',
	]) {
		await assertRejected(
			t,
			client,
			sql,
			'0A000',
			'Specified types or functions (one per INFO message) not supported on Redshift tables.',
		);
		t.regex(client.takeNotices()[0] ?? '', /^INFO: Function ".*\(\)" not supported\.$/, sql);
	}
	t.is((await client.run('INSERT INTO t VALUES (1, CURRENT_TIMESTAMP)')).rowCount, 1);
	t.is((await client.run('INSERT INTO t VALUES (1, getdate())')).rowCount, 1);
});

test('reports errors with the wording of Redshift, without a position', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE t (a varchar, n integer)');
	await client.rows(`INSERT INTO t VALUES ('x1', 1)`);
	for (const [sql, code, text] of [
		['SELEC 1', '42601', 'syntax error at or near "SELEC" in context "SELEC", at line 1'],
		['SELECT a\nFROM t WHERE', '42601', 'syntax error at end of input'],
		[
			'SELECT 1 FORM t\nGROUP BY',
			'42601',
			'syntax error at or near "t" in context "SELECT 1 FORM t", at line 1',
		],
		['SELECT nope FROM t', '42703', 'column "nope" does not exist in t'],
		['SELECT nope', '42703', 'column "nope" does not exist'],
		['SELECT * FROM nowhere', '42P01', 'relation "nowhere" does not exist'],
		['SELECT no_such_function(1)', '42883', 'function no_such_function(integer) does not exist'],
		[`SELECT CAST('x' AS integer)`, '22P02', 'invalid input syntax for integer: "x"'],
		['SELECT CAST(a AS integer) FROM t', 'XX000', `Invalid digit, Value 'x', Pos 0, Type: Integer`],
	] as const)
		await assertRejected(t, client, sql, code, text);
});

test('marks errors for what Redshift or the double does not support as its own', async t => {
	const client = await connect(t);
	for (const sql of [
		'SELECT listagg(1)',
		'SET client_min_messages TO notice',
		'SET lock_timeout TO 1',
		'SELECT TOP 3 1',
		'SELECT DISTINCT ON (a) 1 AS a',
		'SELECT 1 IS DISTINCT FROM 2',
		'SELECT count(*) FILTER (WHERE true)',
		`SELECT 'a' ORDER BY 1 COLLATE "C"`,
		'SELECT ARRAY[1, 2]',
		`SELECT '{}' -> 'a'`,
		'INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING',
		'INSERT INTO t VALUES (1) RETURNING a',
		'CREATE INDEX i ON t (a)',
		'CREATE TABLE t (id serial)',
		'CREATE TABLE t (a integer[])',
		'CREATE TABLE t (a varchar COLLATE "C")',
		'SELECT 1; SELECT 2',
		'SELECT * FROM stl_wlm_query',
		'SELECT * FROM pg_proc',
		'SELECT * FROM information_schema.views',
		'MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE',
		'SELECT 1 QUALIFY row_number() OVER () = 1',
		'CREATE TABLE t (s super)',
		'SELECT $$a$$',
		'SELECT extract(millisecond FROM getdate())',
		"SELECT getdate() + interval '1 millisecond'",
	])
		await t.throwsAsync(client.rows(sql), {message: /^redshift-double: /}, sql);
});

test('stores the settings of Redshift, and hides its own schema', async t => {
	const client = await connect(t);
	await client.rows(`SET query_group TO 'sparkify-tui'`);
	await client.rows('SET enable_result_cache_for_session TO off');
	t.deepEqual(await client.rows('SHOW query_group'), [['sparkify-tui']]);
	t.deepEqual(await client.rows('SHOW timezone'), [['UTC']]);
	await client.rows('CREATE SCHEMA doctor');
	await client.rows('SET search_path TO doctor, public');
	await client.rows('CREATE TABLE t (a varchar(7))');
	t.deepEqual(await client.rows('SELECT current_schema()'), [['doctor']]);
	t.deepEqual(
		await client.rows(
			`SELECT table_schema, table_name, column_name, data_type, character_maximum_length
			FROM information_schema.columns WHERE table_schema = current_schema()`,
		),
		[['doctor', 't', 'a', 'character varying', 7]],
	);
	await client.rows("SET TimeZone TO 'America/New_York'");
	t.deepEqual(await client.rows(`SELECT to_char(timestamptz '2018-11-01 12:00:00+00', 'HH24')`), [['08']]);
	await client.rows('DROP SCHEMA doctor CASCADE');
	await client.rows(`SET statement_timeout TO 200`);
	await assertRejected(
		t,
		client,
		'SELECT count(*) FROM generate_series(1, 1000000) AS a (i), generate_series(1, 1000000) AS b (j)',
		'57014',
		/^Query \(\d+\) canceled on user's request$/,
	);
});

test('shows plan steps and data movement in the form of Redshift', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE t (n integer, m integer)');
	const [[scan] = []] = await client.rows('EXPLAIN SELECT n FROM t');
	t.regex(String(scan), /^XN Seq Scan on t {2}\(cost=\d/);
	const plan = (
		await client.rows('EXPLAIN INSERT INTO t SELECT a.n, b.m FROM t AS a LEFT JOIN t AS b ON a.n = b.m')
	).map(([line]) => String(line));
	t.true(
		plan.some(line => /XN .* DS_(?:BCAST_INNER|DIST_NONE) {2}\(cost=/.test(line)),
		plan.join('\n'),
	);
});

test('enforces lengths in bytes and NOT NULL', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE artists (id varchar(5) NOT NULL, name varchar) DISTSTYLE ALL SORTKEY (id)');
	await client.rows(
		'CREATE TABLE songs (id varchar(5), n bigint) DISTSTYLE KEY DISTKEY (id) SORTKEY (n, id)',
	);
	await client.rows(`INSERT INTO artists VALUES ('a', 'x'), ('a', 'x')`);
	await client.rows(`INSERT INTO songs VALUES ('s', 1), ('s', 1)`);
	t.deepEqual(await client.rows('SELECT count(*) FROM artists'), [['2']]);
	await assertRejected(
		t,
		client,
		"INSERT INTO artists VALUES (NULL, 'x')",
		'XX000',
		'Cannot insert a NULL value into column id',
	);
	await assertRejected(
		t,
		client,
		`INSERT INTO artists VALUES ('ééé', 'x')`,
		'XX000',
		'Value too long for character type',
	);
	await client.rows(`INSERT INTO artists VALUES ('éé   ', 'blanks are cut')`);
	t.deepEqual(await client.rows(`SELECT octet_length(id) FROM artists WHERE id = 'éé'`), [[5]]);
	await client.rows(`INSERT INTO artists VALUES ('a', '${'x'.repeat(256)}')`);
	await assertRejected(
		t,
		client,
		`INSERT INTO artists VALUES ('a', '${'x'.repeat(257)}')`,
		'XX000',
		'Value too long for character type',
	);
	await assertRejected(
		t,
		client,
		'CREATE TABLE u (a integer) DISTSTYLE EVEN DISTKEY (a)',
		'42601',
		/DISTKEY/,
	);
	client.takeNotices();
	await client.rows('DROP TABLE IF EXISTS nowhere');
	t.deepEqual(client.takeNotices(), ['INFO: Table "nowhere" does not exist and will be skipped']);
	t.deepEqual(await client.rows('SELECT "table", size, tbl_rows FROM svv_table_info ORDER BY 1'), [
		['artists', '1', '4'],
		['songs', '1', '2'],
	]);
});

test('gives VARCHAR and TEXT 256 bytes, VARCHAR(MAX) 65,535, and takes other types from PostgreSQL', async t => {
	const client = await connect(t);
	await client.rows(
		'CREATE TABLE t (a varchar, b text, c varchar(max), d character varying(3), e decimal, f numeric(9, 5), ' +
			'g double precision, h int2, "I" varchar(7))',
	);
	t.deepEqual(
		await client.rows(
			`SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
			WHERE c.relname = 't' AND a.attnum > 0 ORDER BY a.attnum`,
		),
		[
			['a', 'character varying(256)'],
			['b', 'character varying(256)'],
			['c', 'character varying(65535)'],
			['d', 'character varying(3)'],
			['e', 'numeric(18,0)'],
			['f', 'numeric(9,5)'],
			['g', 'double precision'],
			['h', 'smallint'],
			['i', 'character varying(7)'],
		],
	);
	await client.rows('ALTER TABLE t ADD COLUMN p varchar(2)');
	await client.rows("INSERT INTO t (p) VALUES ('x')");
	t.deepEqual(await client.rows('SELECT p, a FROM t'), [['x', null]]);
});

test('generates unique IDENTITY values with gaps, out of order', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE plays (id bigint IDENTITY(10, 3) NOT NULL, n integer)');
	await client.rows('INSERT INTO plays (n) VALUES (1), (2), (3), (4)');
	// Ranks 0, 1, 2, 3 become 1, 0, 3, 2, with twice the step between values: 10 + 2 × 3 × rank.
	t.deepEqual(await client.rows('SELECT id FROM plays ORDER BY n'), [['16'], ['10'], ['28'], ['22']]);
});

test('rolls back DROP and CREATE', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE t (n integer)');
	await client.rows('INSERT INTO t VALUES (1)');
	await client.rows('BEGIN');
	await client.rows('DROP TABLE t');
	await client.rows('CREATE TABLE t (other varchar)');
	await client.rows('ROLLBACK');
	t.deepEqual(await client.rows('SELECT n FROM t'), [[1]]);
});

test('accepts only the end of a transaction after an error', async t => {
	const client = await connect(t);
	for (const mistake of ['SELECT nope', 'SELECT DISTINCT ON (1) 1', 'CREATE INDEX i ON t (a)', 'SELEC 1']) {
		await client.rows('BEGIN');
		await t.throwsAsync(client.rows(mistake));
		await assertRejected(
			t,
			client,
			'SELECT 1',
			'25P02',
			'current transaction is aborted, commands ignored until end of transaction block',
		);
		t.is((await client.run('COMMIT')).command, 'ROLLBACK');
	}
	t.deepEqual(await client.rows('SELECT 1'), [[1]]);
});

test('reads the snapshot from the start of a transaction, and reports a conflict as error 1023', async t => {
	const client = await connect(t);
	const other = await TestClient.open({...login(stack().redshift), database: client.pg.database!});
	await client.rows('CREATE TABLE t (n integer)');
	await client.rows('INSERT INTO t VALUES (1)');
	await client.rows('BEGIN');
	t.deepEqual(await client.rows('SELECT n FROM t'), [[1]]);
	await other.rows('UPDATE t SET n = 2');
	t.deepEqual(await client.rows('SELECT n FROM t'), [[1]]);
	const error = await t.throwsAsync<Error & {detail: string}>(client.rows('UPDATE t SET n = 3'), {
		code: 'XX000',
		message: '1023',
	} as never);
	t.regex(
		error?.detail ?? '',
		/^Serializable isolation violation on table - \d+, transactions forming the cycle are:/,
	);
	await client.rows('ROLLBACK');
	await other.close();
});
