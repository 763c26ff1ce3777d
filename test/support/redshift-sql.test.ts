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
		['SELECT nvl(NULL, 3)', 3],
		[`SELECT extract(dow FROM timestamp '2018-11-04 05:30:00')`, 0],
		[`SELECT extract(weekday FROM timestamp '2018-11-01 21:01:46.796')`, 4],
		[`SELECT extract(epoch FROM timestamp '2018-11-01 21:01:46.796')`, 1541106106],
		[`SELECT date_part(week, timestamp '2018-12-31 00:00:00')`, 1],
		[`SELECT datediff(day, '2018-11-01 23:00:00', '2018-11-03 01:00:00')`, '2'],
		[`SELECT datediff(month, '2018-11-30', '2019-01-01')`, '2'],
		[`SELECT to_char(dateadd(month, 2, '2018-11-01'), 'YYYY-MM-DD')`, '2019-01-01'],
		[`SELECT to_char(getdate(), 'YYYY') >= '2024'`, true],
		["SELECT sysdate > getdate() - interval '1 minute'", true],
		["SELECT 3 = CAST('3' AS varchar)", true],
		["SELECT strtol('ff', 16)", '255'],
		['SELECT CAST(NULL AS decimal)', null],
	] as const)
		t.deepEqual(await client.rows(sql), [[value]], sql);
	const {columns} = await client.run(`SELECT extract(day FROM date '2018-11-01'), 1 AS "Upper Case"`);
	t.deepEqual(columns, ['date_part', 'upper case']);
});

test('reports text columns as VARCHAR, and compares, groups and joins them without trailing blanks', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE words (w varchar(10), n integer)');
	await client.rows(`INSERT INTO words VALUES ('x', 1), ('x  ', 2), ('y', 3)`);
	const {fields} = await client.pg.query('SELECT w, n FROM words WHERE w = $1', ['y ']);
	t.deepEqual(
		fields.map(({dataTypeID}) => dataTypeID),
		[1043, 23],
	);
	t.deepEqual(await client.rows('SELECT count(*) FROM words WHERE w = $1', ['x ']), [['2']]);
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

test('supports lateral aliases, with precedence for columns of the same name', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE plays (ts bigint, hours integer)');
	await client.rows('INSERT INTO plays VALUES (7200000, 5)');
	t.deepEqual(
		await client.rows('SELECT ts / 1000 AS seconds, seconds / 60 AS minutes, minutes + 1 FROM plays'),
		[['7200', '120', '121']],
	);
	t.deepEqual(await client.rows('SELECT ts AS hours, hours + 1 FROM plays'), [['7200000', 6]]);
	await client.rows('BEGIN');
	t.deepEqual(await client.rows('SELECT 2 AS two, two * two AS four'), [[2, 4]]);
	await client.rows('CREATE TABLE made AS SELECT ts AS a, a + 1 AS b FROM plays');
	await client.rows('COMMIT');
	t.deepEqual(await client.rows('SELECT b FROM made'), [['7200001']]);
	await assertRejected(
		t,
		client,
		'SELECT nope + 1 AS a, a + nope FROM plays',
		'42703',
		'column "nope" does not exist in plays',
	);
});

test('rejects what PostgreSQL accepts and Redshift does not', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE t (a varchar, n integer)');
	for (const [sql, code, text] of [
		['CREATE TABLE u (id serial)', '0A000', 'Column "u.id" has unsupported type "serial".'],
		['CREATE TABLE u (j jsonb)', '0A000', 'Column "u.j" has unsupported type "jsonb".'],
		['CREATE TABLE u (a integer[])', '0A000', 'Column "u.a" has unsupported type "integer[]".'],
		['CREATE TABLE u (a datetime2)', '42704', 'type "datetime2" does not exist'],
		['CREATE UNLOGGED TABLE u (a integer)', '42601', /^syntax error at or near "UNLOGGED"/],
		['CREATE TABLE u (a integer GENERATED ALWAYS AS IDENTITY)', '42601', /near "ALWAYS"/],
		['CREATE TABLE u (a varchar COLLATE "C")', '42601', /near ""C""/],
		['CREATE INDEX i ON t (a)', '0A000', 'SQL command "CREATE INDEX" not supported on Redshift tables.'],
		[`INSERT INTO t VALUES ('a', 1) ON CONFLICT DO NOTHING`, '42601', /near "ON"/],
		[`INSERT INTO t VALUES ('a', 1) RETURNING a`, '42601', /near "RETURNING"/],
		['SELECT count(*) FILTER (WHERE n > 1) FROM t', '42601', /near "\("/],
		['SELECT DISTINCT ON (a) a FROM t', '0A000', 'SELECT DISTINCT ON is not supported'],
		['SELECT a FROM t ORDER BY a COLLATE "C"', '42601', /near "COLLATE"/],
		['SELECT a FROM t WHERE a IS DISTINCT FROM n', '42601', /near "DISTINCT"/],
		['SELECT ARRAY[1, 2]', '42601', /near "\["/],
		[`SELECT '{}' -> 'a'`, '42601', /near ">"/],
		[`SELECT E'a'`, '42704', 'type "e" does not exist'],
		['SELECT * FROM (VALUES (1)) AS v (i)', '42601', /near "VALUES"/],
		[
			'SELECT string_agg(a, 1) FROM t',
			'42883',
			/^function string_agg\(character varying, integer\) does not exist$/,
		],
		['SELECT gen_random_uuid()', '42883', 'function gen_random_uuid() does not exist'],
		['SAVEPOINT s', '42601', /near "SAVEPOINT"/],
		['SET lock_timeout TO 1', '42704', 'unrecognized configuration parameter "lock_timeout"'],
		['SET standard_conforming_strings TO on', '42704', /unrecognized configuration parameter/],
		['SELECT sum(n) OVER (ORDER BY a) FROM t', '0A000', /require a frame clause/],
		['COPY t FROM STDIN', '0A000', /^LOAD source is not supported/],
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

test('marks errors for unsupported features as its own', async t => {
	const client = await connect(t);
	for (const sql of [
		'SELECT listagg(1)',
		'SELECT TOP 3 1',
		'SET client_min_messages TO notice',
		'SELECT * FROM stl_wlm_query',
		'SELECT * FROM pg_proc',
		'SELECT * FROM information_schema.views',
		'MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE',
		"UNLOAD ('SELECT 1') TO 's3://b/x' IAM_ROLE default",
		'SELECT 1 QUALIFY row_number() OVER () = 1',
		'CREATE TABLE t (s super)',
		'CREATE TABLE t (a integer GENERATED BY DEFAULT AS IDENTITY(0, 1))',
		'SELECT $$a$$',
		'SELECT extract(millisecond FROM getdate())',
		"SELECT getdate() + interval '1 millisecond'",
	])
		await t.throwsAsync(client.rows(sql), {message: /^redshift-double: /}, sql);
});

test('stores the settings of Redshift, and hides its own schema in search_path', async t => {
	const client = await connect(t);
	await client.rows(`SET query_group TO 'sparkify-tui'`);
	await client.rows('SET enable_result_cache_for_session TO off');
	t.deepEqual(await client.rows('SHOW query_group'), [['sparkify-tui']]);
	t.deepEqual(await client.rows('SHOW search_path'), [['"$user", public']]);
	t.deepEqual(await client.rows('SHOW server_version'), [['8.0.2']]);
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

test('enforces lengths in bytes and NOT NULL, but no keys', async t => {
	const client = await connect(t);
	await client.rows(
		'CREATE TABLE artists (id varchar(5) PRIMARY KEY, name varchar UNIQUE) DISTSTYLE ALL SORTKEY (id)',
	);
	await client.rows(
		'CREATE TABLE songs (id varchar(5), artist varchar(5) REFERENCES artists (id), n smallint ENCODE az64, ' +
			'FOREIGN KEY (artist) REFERENCES artists (id)) BACKUP NO DISTSTYLE KEY DISTKEY (id) COMPOUND SORTKEY (artist, id)',
	);
	await client.rows(`INSERT INTO artists VALUES ('a', 'x'), ('a', 'x')`);
	await client.rows(`INSERT INTO songs VALUES ('s', 'none', 1), ('s', NULL, 1)`);
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
		'CREATE TABLE u (a integer REFERENCES nowhere (a))',
		'42P01',
		'relation "nowhere" does not exist',
	);
	await assertRejected(
		t,
		client,
		'CREATE TABLE artists (a integer)',
		'42P07',
		'Relation "artists" already exists',
	);
	await assertRejected(
		t,
		client,
		'CREATE TABLE u (a integer DISTKEY, b integer DISTKEY)',
		'42601',
		/DISTKEY/,
	);
	await assertRejected(
		t,
		client,
		'CREATE TABLE u (a integer) DISTSTYLE EVEN DISTKEY (a)',
		'42601',
		/DISTKEY/,
	);
	client.takeNotices();
	await client.rows('CREATE TABLE IF NOT EXISTS artists (a integer)');
	await client.rows('DROP TABLE IF EXISTS nowhere');
	t.deepEqual(client.takeNotices(), [
		'INFO: Relation "artists" already exists and will be skipped',
		'INFO: Table "nowhere" does not exist and will be skipped',
	]);
	t.deepEqual(
		await client.rows(
			'SELECT "column", type, encoding, distkey, sortkey FROM pg_table_def WHERE tablename = \'songs\'',
		),
		[
			['id', 'character varying(5)', 'none', true, 2],
			['artist', 'character varying(5)', 'none', false, 1],
			['n', 'smallint', 'az64', false, 0],
		],
	);
	t.deepEqual(
		await client.rows('SELECT "table", diststyle, sortkey1, tbl_rows FROM svv_table_info ORDER BY 1'),
		[
			['artists', 'ALL', 'id', '4'],
			['songs', 'KEY(id)', 'artist', '2'],
		],
	);
});

test('gives VARCHAR and TEXT 256 bytes, VARCHAR(MAX) 65,535, and takes other types from PostgreSQL', async t => {
	const client = await connect(t);
	await client.rows(
		'CREATE TABLE t (a varchar, b text, c varchar(max), d character varying(3), e char, f bpchar, g decimal, h numeric(9, 5), ' +
			'i float, j real, k double precision, l int2, m timestamptz, n boolean DEFAULT true, "O" nvarchar(7))',
	);
	t.deepEqual(
		(await client.rows(`SELECT type FROM pg_table_def WHERE tablename = 't'`)).map(([type]) => type),
		[
			'character varying(256)',
			'character varying(256)',
			'character varying(65535)',
			'character varying(3)',
			'character(1)',
			'character(256)',
			'numeric(18,0)',
			'numeric(9,5)',
			'double precision',
			'real',
			'double precision',
			'smallint',
			'timestamp with time zone',
			'boolean',
			'character varying(7)',
		],
	);
	await client.rows("INSERT INTO t (c) VALUES (repeat('é', 32767))");
	t.deepEqual(await client.rows('SELECT octet_length(c), n, o FROM t'), [[65_534, true, null]]);
	await client.rows("ALTER TABLE t ADD COLUMN p varchar(2) DEFAULT 'x'");
	await client.rows('ALTER TABLE t RENAME COLUMN p TO q');
	t.deepEqual(await client.rows('SELECT q FROM t'), [['x']]);
});

test('generates unique IDENTITY values with gaps, out of order, and rejects explicit values', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE plays (id bigint IDENTITY(10, 3) NOT NULL, n integer)');
	await client.rows('INSERT INTO plays (n) VALUES (1), (2), (3), (4)');
	// Ranks 0, 1, 2, 3 become 1, 0, 3, 2, with twice the step between values: 10 + 2 × 3 × rank.
	t.deepEqual(await client.rows('SELECT id FROM plays ORDER BY n'), [['16'], ['10'], ['28'], ['22']]);
	await assertRejected(
		t,
		client,
		'INSERT INTO plays (id, n) VALUES (1, 1)',
		'0A000',
		'cannot set an identity column to a value',
	);
	await assertRejected(t, client, 'CREATE TABLE u (a varchar IDENTITY(0, 1))', '42601', /identity/);
});

test('rolls back DROP and CREATE, and commits on TRUNCATE', async t => {
	const client = await connect(t);
	await client.rows('CREATE TABLE t (n integer)');
	await client.rows('INSERT INTO t VALUES (1)');
	await client.rows('BEGIN');
	await client.rows('DROP TABLE t');
	await client.rows('CREATE TABLE t (other varchar)');
	await client.rows('ROLLBACK');
	t.deepEqual(await client.rows('SELECT n FROM t'), [[1]]);
	await client.rows('BEGIN');
	await client.rows('INSERT INTO t VALUES (2)');
	t.is((await client.run('TRUNCATE TABLE t')).command, 'TRUNCATE');
	await client.rows('ROLLBACK');
	t.deepEqual(client.takeNotices(), ['WARNING: there is no transaction in progress']);
	t.deepEqual(await client.rows('SELECT count(*) FROM t'), [['0']]);
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
