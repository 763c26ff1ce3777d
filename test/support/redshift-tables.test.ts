import test from 'ava';
import {assertRejected, sqlTests} from './redshift/sql-tests.js';
import {login, TestClient} from './redshift/test-clients.js';

const {connect, stack} = sqlTests();

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
