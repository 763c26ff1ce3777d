import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {StatementError} from '../../src/errors.js';
import {describeBlocker} from '../../src/load/watch-locks.js';
import {NotebookSession} from '../../src/notebook/notebook-session.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {Blocker, Row, Warehouse} from '../../src/warehouse/warehouse.js';
import {collectRows} from '../support/engine-fixture.js';
import {openPostgres} from '../support/engine-postgres.js';
import {openRedshift} from '../support/engine-redshift.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

type Open = (t: ExecutionContext) => Promise<Warehouse>;
const open: Readonly<Record<'DuckDB' | 'PostgreSQL' | 'Redshift', Open>> = {
	async DuckDB(t) {
		const folder = mkdtempSync(join(tmpdir(), 'sparkify-sessions-'));
		const warehouse = new DuckDbWarehouse(join(folder, 'a.duckdb'));
		await warehouse.connect();
		t.teardown(async () => {
			await warehouse.close();
			rmSync(folder, {recursive: true});
		});
		return warehouse;
	},
	async PostgreSQL(t) {
		const {warehouse, close} = await openPostgres(stack.postgres);
		t.teardown(close);
		return warehouse;
	},
	async Redshift(t) {
		const {warehouse, close} = await openRedshift(stack);
		t.teardown(close);
		return warehouse;
	},
};

/** Runs a statement in the notebook's session and returns its rows. */
async function pane({notebook}: Warehouse, sql: string): Promise<readonly Row[]> {
	return collectRows(await notebook.query(sql));
}

const numbers = 'CREATE TABLE numbers AS SELECT * FROM (VALUES (1), (2), (3)) AS v (n)';
const refused = {instanceOf: StatementError, message: 'The notebook has an open transaction.'};

for (const [name, openWarehouse] of Object.entries(open)) {
	test.serial(
		`${name}: a transaction of the notebook is neither committed nor rolled back by the load`,
		async t => {
			const warehouse = await openWarehouse(t);
			await warehouse.run('CREATE TABLE other (n INTEGER)');
			await warehouse.run('CREATE TABLE kept (n INTEGER)');
			await warehouse.run('INSERT INTO kept VALUES (1), (2)');
			await pane(warehouse, 'BEGIN');
			await pane(warehouse, 'DELETE FROM kept');
			t.is(warehouse.notebook.transactionState, 'open');
			const insert = async (end: () => void) =>
				warehouse.transaction(async () => {
					await warehouse.run('INSERT INTO other VALUES (1)');
					end();
				});
			const fail = () => {
				throw new Error('mishap');
			};
			// On DuckDB a commit during an open transaction is unsafe, so the stage is refused.
			if (name === 'DuckDB') await t.throwsAsync(insert(fail), refused);
			else {
				await insert(() => {});
				await t.throwsAsync(insert(fail), {message: 'mishap'});
			}
			t.deepEqual(await pane(warehouse, 'SELECT count(*) FROM kept'), [[0]]);
			t.deepEqual(await collectRows(await warehouse.query('SELECT count(*) FROM kept')), [[2]]);
			await pane(warehouse, 'ROLLBACK');
			t.is(warehouse.notebook.transactionState, 'none');
			t.deepEqual(await pane(warehouse, 'SELECT count(*) FROM kept'), [[2]]);
		},
	);

	test.serial(
		`${name}: an open result that another statement closes leaves the transaction open`,
		async t => {
			const warehouse = await openWarehouse(t);
			await warehouse.run('CREATE TABLE counted (n INTEGER)');
			await pane(warehouse, 'BEGIN');
			await pane(warehouse, 'INSERT INTO counted VALUES (1)');
			await warehouse.notebook.query('SELECT count(*) FROM counted');
			t.deepEqual(await pane(warehouse, 'SELECT n FROM counted'), [[1]]);
			await pane(warehouse, 'COMMIT');
			t.deepEqual(await collectRows(await warehouse.query('SELECT n FROM counted')), [[1]]);
		},
	);

	test.serial(`${name}: keeps the notebook's transaction failed until ROLLBACK`, async t => {
		const warehouse = await openWarehouse(t);
		await pane(warehouse, 'BEGIN');
		await t.throwsAsync(pane(warehouse, 'SELECT 1 / (SELECT count(*) FROM nowhere)'));
		if (name === 'DuckDB') await t.throwsAsync(pane(warehouse, "SELECT CAST('x' AS integer)"));
		t.is(warehouse.notebook.transactionState, 'failed');
		await t.throwsAsync(pane(warehouse, 'SELECT 1'), {instanceOf: StatementError});
		t.is(warehouse.notebook.transactionState, 'failed');
		t.deepEqual(await collectRows(await warehouse.query('SELECT 1')), [[1]]);
		await pane(warehouse, 'ROLLBACK');
		t.is(warehouse.notebook.transactionState, 'none');
		t.deepEqual(await pane(warehouse, 'SELECT 1'), [[1]]);
	});

	test.serial(`${name}: keeps the notebook's result open during statements of the load`, async t => {
		const warehouse = await openWarehouse(t);
		await warehouse.run('CREATE TABLE many (n INTEGER)');
		await warehouse.run('INSERT INTO many VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)');
		await warehouse.run('INSERT INTO many SELECT a.n FROM many a, many b, many c, many d');
		const {rows} = await warehouse.notebook.query('SELECT n FROM many');
		t.is(warehouse.notebook.transactionState, 'none');
		const batches = rows[Symbol.asyncIterator]();
		let count = (await batches.next()).value?.length ?? 0;
		await warehouse.transaction(async () => {
			await warehouse.run('DELETE FROM many');
			await warehouse.run('INSERT INTO many VALUES (1)');
		});
		for (let next = await batches.next(); next.done !== true; next = await batches.next())
			count += next.value.length;
		t.is(count, 10_010, 'as of its start');
		t.deepEqual(await collectRows(await warehouse.query('SELECT n FROM many')), [[1]]);
	});

	test.serial(`${name}: keeps the notebook's temporary tables and settings away from the load`, async t => {
		const warehouse = await openWarehouse(t);
		await warehouse.run('CREATE TABLE place (n INTEGER)');
		await warehouse.run('INSERT INTO place VALUES (1)');
		await pane(warehouse, 'CREATE TEMP TABLE place (n INTEGER)');
		await pane(warehouse, "SET TimeZone = 'Asia/Tokyo'");
		t.deepEqual(await collectRows(await warehouse.query('SELECT n FROM place')), [[1]]);
		const show = name === 'DuckDB' ? "SELECT current_setting('TimeZone')" : 'SHOW timezone';
		t.deepEqual(await collectRows(await warehouse.query(show)), [['UTC']]);
	});
}

test.serial('DuckDB: resets global settings that the notebook changed before a stage', async t => {
	const warehouse = await open.DuckDB(t);
	for (const sql of [
		"SET checkpoint_threshold = '1GB'",
		'SET auto_checkpoint_skip_wal_threshold = 100000',
		"SET default_null_order = 'nulls_first'",
		"SET default_order = 'desc'",
		"SET default_collation = 'nocase'",
	])
		await pane(warehouse, sql);
	const rows = await warehouse.transaction(async () =>
		collectRows(
			await warehouse.query(`
				SELECT current_setting('checkpoint_threshold'), current_setting('auto_checkpoint_skip_wal_threshold'),
					current_setting('default_null_order'), current_setting('default_order'), 'a' = 'A'
			`),
		),
	);
	t.deepEqual(rows, [['0 bytes', 0, 'NULLS_LAST', 'ASC', false]]);
});

test.serial(
	'DuckDB: allows only queries during a stage, and no stage during a notebook transaction',
	async t => {
		const warehouse = await open.DuckDB(t);
		await warehouse.run(numbers);
		await pane(warehouse, 'CREATE TABLE notes (n INTEGER)');
		await warehouse.transaction(async () => {
			await warehouse.run('DELETE FROM numbers WHERE n = 1');
			t.deepEqual(await pane(warehouse, 'SELECT count(*) FROM numbers'), [[3]]);
			for (const sql of ['BEGIN', 'INSERT INTO notes VALUES (1)', 'WITH x AS (SELECT 1) DELETE FROM notes'])
				await t.throwsAsync(pane(warehouse, sql), {message: /^A stage is running\./}, sql);
		});
		t.deepEqual(await pane(warehouse, 'SELECT n FROM numbers ORDER BY n'), [[2], [3]]);

		await pane(warehouse, 'BEGIN');
		const error = await t.throwsAsync<StatementError>(
			warehouse.transaction(async () => warehouse.run('DELETE FROM numbers')),
			refused,
		);
		t.is(error?.failure.advice, 'Commit or roll it back, then retry.');
		await pane(warehouse, 'ROLLBACK');
		t.is(await warehouse.transaction(async () => warehouse.run('DELETE FROM numbers')), 2);
	},
);

test.serial('DuckDB: refuses to drop tables during a notebook transaction or statement', async t => {
	const warehouse = await open.DuckDB(t);
	await warehouse.run(numbers);
	const drop = async () =>
		warehouse.transaction(async () => warehouse.run('DROP TABLE numbers'), {changesTables: true});
	await pane(warehouse, 'BEGIN');
	await t.throwsAsync(drop(), refused);
	await pane(warehouse, 'ROLLBACK');

	const controller = new AbortController();
	const endless = warehouse.notebook.query(
		'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b',
		{signal: controller.signal},
	);
	await new Promise(resolve => setTimeout(resolve, 50));
	await t.throwsAsync(drop(), {instanceOf: StatementError, message: 'The notebook is running a statement.'});
	controller.abort();
	await t.throwsAsync(endless.then(collectRows));

	const {rows} = await warehouse.notebook.query('SELECT * FROM range(10000000)');
	const batches = rows[Symbol.asyncIterator]();
	await batches.next();
	await drop();
	t.false(existsSync(`${warehouse.identity.replace('duckdb:', '')}.wal`), 'the commit is in the file');
	await t.throwsAsync(batches.next(), {message: /a stage dropped or created tables/});
	t.deepEqual(await pane(warehouse, 'SELECT 1'), [[1]]);
});

test.serial('PostgreSQL: refuses COPY from and to the client and keeps the session usable', async t => {
	const warehouse = await open.PostgreSQL(t);
	await warehouse.run('CREATE TABLE copied (n integer)');
	for (const sql of ['COPY copied FROM STDIN', 'COPY copied TO STDOUT', 'COPY (SELECT 1) TO STDOUT']) {
		const error = await t.throwsAsync<StatementError>(pane(warehouse, sql), {
			instanceOf: StatementError,
			message: /^COPY … (FROM STDIN|TO STDOUT) can't run here/,
		});
		t.truthy(error?.failure.advice);
		t.deepEqual(await pane(warehouse, 'SELECT 1'), [[1]], sql);
	}
	await pane(warehouse, 'BEGIN');
	await t.throwsAsync(pane(warehouse, 'COPY copied FROM STDIN'));
	t.is(warehouse.notebook.transactionState, 'failed');
	await pane(warehouse, 'ROLLBACK');
});

test.serial('PostgreSQL: holds no snapshot after an idle result was closed', async t => {
	const warehouse = await open.PostgreSQL(t);
	const session = new NotebookSession(warehouse.notebook, {on: '', isReadOnly: true, idleMs: 200});
	const {id} = session.document.cells[0]!;
	session.dispatch({type: 'text-changed', id, text: 'SELECT * FROM generate_series(1, 100000)'});
	await session.run([id]);
	const held = `SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()
			AND (backend_xmin IS NOT NULL OR state LIKE 'idle in transaction%')`;
	t.deepEqual(
		(await warehouse.observe(held)).map(row => row.map(Number)),
		[[1]],
	);
	while (session.document.open !== undefined) await new Promise(done => setTimeout(done, 20));
	t.deepEqual(
		(await warehouse.observe(held)).map(row => row.map(Number)),
		[[0]],
	);
	t.like(session.document.cells[0]?.run?.outputs[0], {type: 'result', closedAfterMs: 200});
});

test.serial("PostgreSQL: returns the server's notices", async t => {
	const warehouse = await open.PostgreSQL(t);
	await pane(warehouse, 'DROP TABLE IF EXISTS nowhere');
	t.deepEqual(warehouse.notebook.takeNotices(), ['NOTICE: table "nowhere" does not exist, skipping']);
	await pane(warehouse, "DO $$BEGIN RAISE WARNING 'careful' USING HINT = 'Look.'; END$$");
	t.deepEqual(warehouse.notebook.takeNotices(), ['WARNING: careful Hint: Look.']);
	await pane(warehouse, 'LISTEN news');
	await pane(warehouse, "NOTIFY news, 'hello'");
	t.deepEqual(warehouse.notebook.takeNotices(), ['NOTIFY news: hello']);
	await pane(warehouse, "SET client_encoding = 'LATIN1'");
	t.regex(warehouse.notebook.takeNotices().join(), /^WARNING: client_encoding is LATIN1/);
	t.deepEqual(await pane(warehouse, '-- nothing'), []);
});

test.serial("PostgreSQL: reports a stage that waits for the notebook's transaction", async t => {
	const warehouse = await open.PostgreSQL(t);
	await warehouse.run('CREATE TABLE held (n integer)');
	await pane(warehouse, 'BEGIN');
	await pane(warehouse, 'DELETE FROM held');
	await pane(warehouse, 'LOCK held');
	const dropping = warehouse.transaction(async () => warehouse.run('DROP TABLE held'), {changesTables: true});
	let blockers: readonly Blocker[] = [];
	while (blockers.length === 0) blockers = await warehouse.blockers();
	t.like(blockers, [{isNotebook: true}]);
	t.is(describeBlocker(blockers[0]!), 'The notebook has an open transaction that blocks this stage.');
	await pane(warehouse, 'ROLLBACK');
	await dropping;
});
