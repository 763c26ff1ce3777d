import test from 'ava';
import type {EngineName} from '../../src/config/settings.js';
import {CancelledError, SparkifyError, StatementError} from '../../src/errors.js';
import type {CellOutput} from '../../src/notebook/document/cell.js';
import {NotebookSession} from '../../src/notebook/notebook-session.js';
import type {Row, Warehouse} from '../../src/warehouse/warehouse.js';
import {collectRows, endless, numbers, type OpenWarehouse, openFixture} from './engine-fixture.js';

const changes = /^This statement changes data, and the session is read-only\.$/;
const several = /^Only one statement can run at a time\.$/;
const readWrite = /^The session is read-only, so its transactions cannot be made read-write\.$/;
const notRun = /^Not run\. The open transaction can change data/;
const any = /./;

type Attempt = {
	/** Run in order; the last one must fail. */
	readonly statements: readonly string[];
	/** Message of the last failure. */
	readonly message: RegExp;
	/** Absent for all. */
	readonly engines?: readonly EngineName[];
	/** Whether earlier statements may fail as well. */
	readonly isLoose?: true;
};

const deletion = 'DELETE FROM users';
const postgres = ['postgres'] as const;
const servers = ['postgres', 'redshift'] as const;
const duckdb = ['duckdb'] as const;

/** What passes filters of keywords, and what is plain. */
const attempts: readonly Attempt[] = [
	{statements: ['INSERT INTO users (user_id) VALUES (9)'], message: changes},
	{statements: ["UPDATE users SET first_name = 'x'"], message: changes},
	{statements: [deletion], message: changes},
	{statements: [`/* SELECT */ ${deletion}`], message: changes},
	{statements: [`-- SELECT\n${deletion};`], message: changes},
	{statements: ['TRUNCATE users'], message: changes},
	{statements: ['CREATE TABLE made (i integer)'], message: changes},
	{statements: ['CREATE TABLE made AS SELECT 1 AS i'], message: changes},
	{statements: ['CREATE VIEW made AS SELECT 1 AS i'], message: changes},
	{statements: ['DROP TABLE users'], message: changes},
	{statements: ['ALTER TABLE users ADD COLUMN made integer'], message: changes},
	{statements: ['SELECT 1 AS i INTO made'], message: changes, engines: servers},
	{statements: ['SELECT 1 AS i INTO made'], message: any, engines: duckdb},
	{statements: [`SELECT 1; ${deletion}`], message: several},
	{statements: [`COMMIT; ${deletion}`], message: several},
	{statements: [`ROLLBACK; ${deletion}`], message: several},
	{statements: [`BEGIN; ${deletion}; COMMIT`], message: several},
	{statements: [`SELECT 1; COMMIT; ${deletion}`], message: several},
	{statements: [`SELECT '\\'; COMMIT; ${deletion}; --'`, deletion], message: changes, isLoose: true},
	{statements: [`SELECT $$; COMMIT; ${deletion}; --$$`, deletion], message: changes, isLoose: true},
	{statements: [`SELECT 1 /* /* */; COMMIT; ${deletion} -- */`, deletion], message: changes, isLoose: true},
	{statements: [`SELECT U&'\\'; COMMIT; ${deletion}; --'`, deletion], message: changes, isLoose: true},
	{
		statements: ['WITH d AS (DELETE FROM users RETURNING *) SELECT * FROM d'],
		message: changes,
		engines: postgres,
	},
	{
		statements: ['WITH d AS (DELETE FROM users RETURNING *) SELECT * FROM d'],
		message: any,
		engines: ['duckdb', 'redshift'],
	},
	{statements: ['DELETE FROM users RETURNING *'], message: changes, engines: ['postgres', 'duckdb']},
	{statements: [`EXPLAIN ANALYZE ${deletion}`], message: changes, engines: ['postgres', 'duckdb']},
	{statements: [`EXPLAIN ANALYZE ${deletion}`], message: any, engines: ['redshift']},
	{statements: [`DO $$ BEGIN ${deletion}; END $$`], message: changes, engines: postgres},
	{statements: [`DO $$ BEGIN ${deletion}; END $$`], message: any, engines: ['duckdb', 'redshift']},
	{statements: [`DO $$ BEGIN COMMIT; ${deletion}; END $$`], message: any, engines: postgres},
	{
		statements: [`DO $$ BEGIN SET TRANSACTION READ WRITE; ${deletion}; END $$`],
		message: readWrite,
		engines: postgres,
	},
	{statements: ['CALL empty_users()'], message: changes, engines: postgres},
	{statements: ['CALL commit_and_empty_users()'], message: any, engines: postgres},
	{statements: ['SELECT users_emptied()'], message: changes, engines: postgres},
	{statements: ['CALL empty_users()'], message: any, engines: ['duckdb', 'redshift']},
	{statements: ['SET TRANSACTION READ WRITE', deletion], message: changes, isLoose: true},
	{statements: ['SET transaction_read_only = off', deletion], message: changes, isLoose: true},
	{statements: ['SET default_transaction_read_only = off', deletion], message: changes, isLoose: true},
	{
		statements: ['SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE', deletion],
		message: changes,
		isLoose: true,
	},
	{
		statements: ["SELECT set_config('transaction_read_only', 'off', false)", deletion],
		message: changes,
		isLoose: true,
	},
	{statements: ['BEGIN', deletion], message: changes},
	{statements: ['BEGIN;', 'SELECT 1', deletion], message: changes},
	{statements: ['/* a */ begin transaction -- b\n;', deletion], message: changes},
	{statements: ['START TRANSACTION', deletion], message: changes},
	{statements: ['BEGIN READ WRITE', deletion], message: changes, engines: servers},
	{statements: ['BEGIN TRANSACTION READ WRITE', deletion], message: changes},
	{
		statements: ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE', deletion],
		message: changes,
		engines: postgres,
	},
	{statements: ['BEGIN', 'SET TRANSACTION READ WRITE'], message: readWrite, engines: servers},
	{statements: ['BEGIN', 'BEGIN READ WRITE'], message: readWrite, engines: postgres},
	{statements: ['BEGIN', 'COMMIT', deletion], message: changes},
	{statements: ['BEGIN', 'ROLLBACK', deletion], message: changes},
	{statements: ['BEGIN', `COMMIT; ${deletion}`], message: several},
	{statements: ['BEGIN', 'EXPLAIN ANALYZE COMMIT', deletion], message: changes, engines: duckdb},
	{statements: ['EXPLAIN ANALYZE COMMIT', deletion], message: changes, isLoose: true},
	{statements: ['EXPLAIN ANALYZE BEGIN', deletion], message: changes, isLoose: true},
	{
		statements: ['PREPARE p AS DELETE FROM users', 'EXECUTE p'],
		message: changes,
		engines: ['postgres', 'duckdb'],
	},
	{statements: ['COMMIT AND CHAIN', deletion], message: changes, isLoose: true},
	{statements: ['ROLLBACK AND CHAIN', deletion], message: changes, isLoose: true},
	{statements: ['BEGIN', 'COMMIT AND CHAIN', deletion], message: changes, engines: postgres},
	{
		statements: ['BEGIN', 'COMMIT AND CHAIN', 'SET TRANSACTION READ WRITE'],
		message: readWrite,
		engines: postgres,
	},
	{
		statements: ['BEGIN', 'ROLLBACK AND CHAIN', 'SET TRANSACTION READ WRITE'],
		message: readWrite,
		engines: postgres,
	},
	{
		// PostgreSQL 15 chains a read-write transaction after an error.
		statements: ['BEGIN', 'SELECT oops', 'ROLLBACK AND CHAIN', deletion],
		message: notRun,
		engines: postgres,
		isLoose: true,
	},
	{statements: ["COPY users FROM '/etc/hostname'"], message: changes, engines: postgres},
	{
		statements: ["COPY users (first_name) FROM '/etc/hostname' (AUTO_DETECT false)"],
		message: changes,
		engines: duckdb,
	},
	{statements: ['COPY users FROM STDIN'], message: changes, engines: postgres},
	{
		statements: ["COPY users FROM 's3://bucket/x' IAM_ROLE default FORMAT JSON 'auto'"],
		message: changes,
		engines: ['redshift'],
	},
	{statements: ["SELECT nextval('counter')"], message: changes, engines: ['postgres', 'duckdb']},
	{statements: ["SELECT setval('counter', 7)"], message: changes, engines: postgres},
	{statements: ['SELECT * FROM users FOR UPDATE'], message: changes, engines: postgres},
	{statements: ['VACUUM users'], message: any, engines: servers},
	{
		statements: ["SELECT query_to_xml('DELETE FROM users RETURNING 1', true, false, '')"],
		message: any,
		engines: postgres,
	},
	{statements: ['CREATE TEMP TABLE made (i integer)'], message: changes, engines: postgres},
	{statements: ['CREATE TEMP TABLE made AS SELECT 1 AS i'], message: changes, engines: postgres},
	{
		statements: ['PREPARE p AS COMMIT', 'EXECUTE p', deletion],
		message: changes,
		engines: duckdb,
		isLoose: true,
	},
	{statements: ['BEGIN', 'EXECUTE p', deletion], message: any, engines: duckdb, isLoose: true},
	{
		statements: ['PREPARE q AS BEGIN', 'EXECUTE q', deletion],
		message: changes,
		engines: duckdb,
		isLoose: true,
	},
	{
		statements: ["SELECT lo_from_bytea(0, 'x')", deletion],
		message: changes,
		isLoose: true,
		engines: postgres,
	},
	{
		// A function of the user's that answers `on` must not stand in for the server's.
		statements: ['SET search_path = lying, pg_catalog, public', 'BEGIN', 'SET TRANSACTION READ WRITE'],
		message: readWrite,
		engines: postgres,
	},
	{
		statements: ["ATTACH ':memory:' AS other", 'CREATE TABLE other.made (i integer)'],
		message: changes,
		engines: duckdb,
	},
	{statements: ["SELECT * FROM query('DELETE FROM users RETURNING *')"], message: any, engines: duckdb},
];

const prepared: Readonly<Partial<Record<EngineName, readonly string[]>>> = {
	duckdb: ['CREATE SEQUENCE counter'],
	postgres: [
		'CREATE SEQUENCE counter',
		'CREATE PROCEDURE empty_users() LANGUAGE sql AS $$ DELETE FROM users $$',
		'CREATE PROCEDURE commit_and_empty_users() LANGUAGE plpgsql AS $$ BEGIN COMMIT; DELETE FROM users; END $$',
		"CREATE FUNCTION users_emptied() RETURNS integer LANGUAGE sql AS 'DELETE FROM users; SELECT 1'",
		'CREATE SCHEMA lying',
		"CREATE FUNCTION lying.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT 'on'::text $$",
	],
};

async function read({notebook}: Warehouse, sql: string): Promise<readonly Row[]> {
	return collectRows(await notebook.query(sql, {isReadOnly: true}));
}

/** "Read-only by default, enforced by the engine." */
export function readOnlyTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, read-only: refuses every change, however it is written`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const {engine, notebook} = warehouse;
		for (const sql of prepared[engine] ?? []) await warehouse.run(sql);
		await warehouse.run("INSERT INTO users (user_id, first_name) VALUES (1, 'Ada'), (2, 'Bob')");
		const content = async () => [
			await rows('SELECT user_id, first_name FROM users ORDER BY user_id'),
			(await warehouse.catalog()).map(table => table.name).filter(table => table !== 'other'),
			engine === 'postgres' ? await rows('SELECT last_value, is_called FROM counter') : [],
		];
		const before = await content();
		for (const {statements, message, engines, isLoose} of attempts) {
			if (engines?.includes(engine) === false) continue;
			const what = statements.join(' → ');
			for (const [index, sql] of statements.entries()) {
				const error = await read(warehouse, sql).then(
					() => undefined,
					(thrown: unknown) => thrown,
				);
				if (index === statements.length - 1) {
					if (!(error instanceof SparkifyError)) t.fail(`${what} did not fail: ${String(error)}`);
					else {
						t.regex(error.failure.message, message, what);
						if (message === changes)
							t.regex(
								error.failure.advice ?? '',
								/^Allow writing first: type \\write in the notebook, or start with --write\./,
								what,
							);
					}
				} else if (!isLoose) t.is(error, undefined, `${what}: ${sql}`);
			}
			await notebook.close();
			t.is(notebook.transactionState, 'none', what);
			t.deepEqual(await content(), before, what);
			if (engine === 'postgres') await read(warehouse, 'SET search_path = public');
			// As the cells of a notebook, which runs the statements of a cell one by one.
			const session = new NotebookSession(notebook, {on: name, isReadOnly: true});
			let outputs: readonly CellOutput[] = [];
			session.subscribe(action => {
				t.not(action.type, 'question-asked', what);
				if (action.type === 'run-ended') outputs = action.run.outputs;
			});
			for (const sql of statements) {
				const {id} = session.document.cells.at(-1)!;
				session.dispatch({type: 'text-changed', id, text: sql});
				await session.run([id]);
			}
			const failed = outputs.at(-1);
			if (failed?.type !== 'error') t.fail(`${what} did not fail in a cell: ${failed?.type}`);
			else if (message !== several) t.regex(failed.failure.message, message, what);
			await session.close();
			await notebook.close();
			t.is(notebook.transactionState, 'none', what);
			t.deepEqual(await content(), before, what);
			if (engine === 'postgres') await read(warehouse, 'SET search_path = public');
		}
		// The same session may change data when it is told so.
		await notebook.query('DELETE FROM users WHERE user_id = 1');
		t.deepEqual(await rows('SELECT user_id FROM users'), [[2]]);
	});

	test.serial(`${name}, read-only: queries work, and settings last`, async t => {
		const {warehouse} = await openFixture(t, open);
		const {engine, notebook} = warehouse;
		const isRedshift = engine === 'redshift';
		t.deepEqual(await read(warehouse, 'SELECT 1 AS one;'), [[1]]);
		t.deepEqual(await read(warehouse, 'WITH a AS (SELECT 2 AS n) SELECT n FROM a'), [[2]]);
		t.true((await read(warehouse, 'EXPLAIN SELECT count(*) FROM users')).length > 0);
		if (!isRedshift) {
			t.deepEqual(await read(warehouse, 'VALUES (3)'), [[3]]);
			t.true((await read(warehouse, 'EXPLAIN ANALYZE SELECT count(*) FROM users')).length > 0);
		}
		if (engine === 'duckdb') {
			t.true((await read(warehouse, 'DESCRIBE users')).length > 0);
			t.true((await read(warehouse, 'SHOW TABLES')).length > 0);
			t.is((await read(warehouse, "PIVOT (SELECT 'x' AS k, 1 AS n) ON k USING sum(n)")).length, 1);
			await read(warehouse, "SET VARIABLE kept = 'yes'");
			t.deepEqual(await read(warehouse, "SELECT getvariable('kept')"), [['yes']]);
		} else {
			await read(warehouse, 'SET search_path TO elsewhere');
			t.deepEqual(await read(warehouse, 'SHOW search_path'), [['elsewhere']]);
			await read(warehouse, 'SET search_path TO public');
		}
		t.is(notebook.transactionState, 'none');
		await t.throwsAsync(read(warehouse, 'SELECT oops'), {instanceOf: StatementError});
		t.is(notebook.transactionState, 'none');
		t.deepEqual(await read(warehouse, 'SELECT 4'), [[4]]);
	});

	test.serial(`${name}, read-only: BEGIN leaves the transaction to the user`, async t => {
		const {warehouse} = await openFixture(t, open);
		const {notebook} = warehouse;
		t.is((await notebook.query('BEGIN', {isReadOnly: true})).command, 'BEGIN');
		t.is(notebook.transactionState, 'open');
		t.deepEqual(await read(warehouse, 'SELECT count(*) FROM users'), [[0]]);
		t.is(notebook.transactionState, 'open');
		t.is((await notebook.query('COMMIT', {isReadOnly: true})).command, 'COMMIT');
		t.is(notebook.transactionState, 'none');
		await read(warehouse, 'BEGIN');
		await t.throwsAsync(read(warehouse, 'SELECT oops'), {instanceOf: StatementError});
		if (notebook.transactionState !== 'none') await read(warehouse, 'ROLLBACK');
		t.is(notebook.transactionState, 'none');
		// A transaction that can change data was opened before the session became read-only.
		await notebook.query('BEGIN');
		await notebook.query('INSERT INTO users (user_id) VALUES (1)');
		await t.throwsAsync(read(warehouse, deletion), {
			message: notRun,
		});
		if (notebook.transactionState === 'open') await read(warehouse, 'COMMIT');
		t.is(notebook.transactionState, 'none');
	});

	test.serial(
		`${name}, read-only: no transaction stays open after a half-read or cancelled result`,
		async t => {
			const {warehouse} = await openFixture(t, open);
			const {notebook} = warehouse;
			const many = numbers(4);
			const half = await notebook.query(many, {isReadOnly: true});
			t.is(notebook.transactionState, 'none');
			for await (const batch of half.rows) {
				t.true(batch.length > 0);
				break;
			}
			t.is(notebook.transactionState, 'none');
			t.deepEqual(await read(warehouse, 'SELECT 1'), [[1]]);
			// The next statement closes a result of which nothing was read.
			const unread = await notebook.query(many, {isReadOnly: true});
			t.deepEqual(await read(warehouse, 'SELECT 2'), [[2]]);
			await t.throwsAsync(collectRows(unread), {instanceOf: StatementError});
			await t.throwsAsync(
				(async () =>
					collectRows(await notebook.query(endless, {isReadOnly: true, signal: AbortSignal.timeout(300)})))(),
				{instanceOf: CancelledError},
			);
			t.is(notebook.transactionState, 'none');
			t.is((await read(warehouse, many)).length, 10_000);
			await notebook.query('INSERT INTO users (user_id) VALUES (1)');
			t.deepEqual(await read(warehouse, 'SELECT count(*) FROM users'), [[1]]);
		},
	);

	test.serial(`${name}, read-only: a stage runs while a result is open`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const {notebook} = warehouse;
		const result = await notebook.query(numbers(5), {isReadOnly: true});
		await warehouse.transaction(() => warehouse.run('INSERT INTO users (user_id) VALUES (1)'));
		t.deepEqual(await rows('SELECT count(*) FROM users'), [[1]]);
		t.is((await collectRows(result)).length, 100_000);
		t.deepEqual(await read(warehouse, 'SELECT count(*) FROM users'), [[1]]);
	});
}
