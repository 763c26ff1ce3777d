import {chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import pg from 'pg';
import {printValue} from '../../src/config/config-syntax.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {stageCount} from '../support/stage-numbers.js';
import {startOnTerminal} from './on-terminal.js';
import {run, runAlone, start, workFolder} from './run-program.js';
import {smallCounts, smallData} from './small-data.js';

let server: PostgresServer;

test.before(async () => {
	server = await startPostgres({tls: 'offered'});
});

test.after.always(async () => {
	await server?.stop();
});

/** A folder with a dwh.cfg for a new database on the server. @param lines Additional lines for [CLUSTER]. */
async function configured(t: ExecutionContext, ...lines: readonly string[]): Promise<string> {
	const folder = workFolder(t);
	const database = await server.createDatabase();
	const {host, port, user} = server;
	const cluster = [`HOST = ${host}:${port}/${database}`, `DB_USER = ${user}`, ...lines];
	writeFileSync(join(folder, 'dwh.cfg'), ['[CLUSTER]', ...cluster, ''].join('\n'));
	return folder;
}

const counts = Object.entries(smallCounts)
	.map(([table, rows]) => `${table.padEnd(15)}  ${String(rows).padStart(4)}\n`)
	.join('');

test.serial('loads and queries through dwh.cfg, with the password in the file', async t => {
	const folder = await configured(t, `DB_PASSWORD = ${printValue(server.password)}`);
	const load = await runAlone(folder, ['load', '--yes', '--data', smallData(t)]);
	t.is(load.code, 0, load.stderr);
	t.is(load.stdout, `table            rows\n${counts}`);
	t.regex(load.stderr, /Warehouse: PostgreSQL localhost\/test_\d+\.$/m);
	t.regex(
		load.stderr,
		/^Note: dwh\.cfg:2: HOST is read as the host localhost, the port \d+ and the database test_\d+\.$/m,
	);

	const query = await run(folder, ['query', 'SELECT count(*) AS plays FROM songplays', '--format', 'csv']);
	t.is(query.code, 0, query.stderr);
	t.is(query.stdout, 'plays\r\n2\r\n');
	for (const {stdout, stderr} of [load, query]) t.false((stdout + stderr).includes(server.password));
});

test.serial('writes a Parquet file, but none for a statement without rows', async t => {
	const folder = await configured(t, `DB_PASSWORD = ${printValue(server.password)}`);
	const sql = "SELECT i AS id, i * 1.50 AS price, 'n' || i AS name FROM generate_series(1, 3) AS i";
	const toParquet = ['--format', 'parquet', '--output', 'out.parquet', '--quiet'];
	const written = await run(folder, ['query', sql, ...toParquet, '--limit', '2']);
	t.deepEqual([written.code, written.stdout, written.stderr], [0, '', '']);
	const back = [
		'query',
		"FROM 'out.parquet'",
		'--engine',
		'duckdb',
		'--database',
		':memory:',
		'--format',
		'csv',
	];
	t.regex((await run(folder, back)).stdout, /^id,price,name\r\n1,1\.50?,n1\r\n2,3(?:\.00)?,n2\r\n$/);

	rmSync(join(folder, 'out.parquet'));
	const created = await run(folder, ['query', 'CREATE TABLE nothing (a INTEGER)', '--write', ...toParquet]);
	t.is(created.code, 0, created.stderr);
	t.false(existsSync(join(folder, 'out.parquet')));
});

test.serial('query exits with 1 and rolls back if the SQL ends inside a transaction', async t => {
	const folder = await configured(t, `DB_PASSWORD = ${printValue(server.password)}`);
	t.is((await run(folder, ['query', '--write', 'CREATE TABLE plays AS SELECT 1 AS id'])).code, 0);
	const left = /inside a transaction, so its changes were rolled back/;
	const open = await run(folder, [
		'query',
		'--write',
		'BEGIN; DELETE FROM plays; SELECT count(*) FROM plays',
		'--format',
		'csv',
	]);
	t.deepEqual([open.code, open.stdout], [1, 'count\r\n0\r\n']);
	t.regex(open.stderr, left);
	const failed = await run(folder, [
		'query',
		'--write',
		"BEGIN; DELETE FROM plays; SELECT CAST('x' AS integer)",
	]);
	t.is(failed.code, 1);
	t.regex(failed.stderr, left);
	t.is(
		(await run(folder, ['query', 'SELECT count(*) FROM plays', '--format', 'csv'])).stdout,
		'count\r\n1\r\n',
	);
	t.is((await run(folder, ['query', '--write', 'BEGIN; DELETE FROM plays; COMMIT'])).code, 0);
	t.is(
		(await run(folder, ['query', 'SELECT count(*) FROM plays', '--format', 'csv'])).stdout,
		'count\r\n0\r\n',
	);
});

test.serial("takes the password from the environment or from libpq's file", async t => {
	const sql = ['query', 'SELECT 1 AS one', '--format', 'csv'];
	const named = await configured(t, `DB_PASSWORD = \${SPARKIFY_PW}`);
	const unset = await run(named, sql);
	t.is(unset.code, 2);
	t.is(
		unset.stderr,
		'sparkify-tui: dwh.cfg:4: DB_PASSWORD needs the environment variable SPARKIFY_PW, which is not set. ' +
			'Set it before you start the program.\n',
	);
	const given = await run(named, sql, '', {SPARKIFY_PW: server.password});
	t.is(given.stdout, 'one\r\n1\r\n');

	const folder = await configured(t);
	const none = await run(folder, sql);
	t.is(none.code, 3);
	const pgpass = join(folder, '.pgpass');
	writeFileSync(pgpass, `localhost:${server.port}:*:${server.user}:${server.password}\n`, {mode: 0o600});
	const found = await run(folder, sql);
	t.is(found.stdout, 'one\r\n1\r\n');
	chmodSync(pgpass, 0o644);
	const refused = await run(folder, sql);
	t.is(refused.code, 3);
	t.true(refused.stderr.includes(`Note: The password file ${pgpass} is not used: other users can read it.`));
	for (const {stderr} of [unset, none, refused]) t.false(stderr.includes(server.password));
});

test.serial('exits with code 3 and advice after a wrong password, without printing it', async t => {
	const folder = await configured(t, 'DB_PASSWORD = hunter2');
	const {code, stdout, stderr} = await run(folder, ['load', '--yes', '--data', smallData(t), '--json']);
	t.is(code, 3);
	t.true(stderr.includes('The password for sparkify is wrong, or the user does not exist.'));
	t.false((stdout + stderr).includes('hunter2'));
});

test.serial('verifies the server according to SSLMODE and SSLROOTCERT', async t => {
	const sql = ['query', 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()', '--format', 'csv'];
	const password = `DB_PASSWORD = ${printValue(server.password)}`;
	const encrypted = async (...lines: readonly string[]) => {
		const folder = await configured(t, password, ...lines);
		writeFileSync(join(folder, 'ca.pem'), server.authority);
		return run(folder, sql);
	};
	t.is((await encrypted()).stdout, 'ssl\r\ntrue\r\n');
	t.is((await encrypted('SSLMODE = disable')).stdout, 'ssl\r\nfalse\r\n');
	t.is((await encrypted('SSLMODE = verify-full', 'SSLROOTCERT = ca.pem')).stdout, 'ssl\r\ntrue\r\n');
	const unknown = await encrypted('SSLMODE = verify-full');
	t.is(unknown.code, 3);
	t.regex(unknown.stderr, /SSLROOTCERT/);
});

test.serial('asks for a missing password on a terminal without showing it', async t => {
	const folder = await configured(t);
	const load = startOnTerminal(t, folder, ['load', '--yes', '--data', smallData(t)]);
	await load.until('Password of sparkify at localhost (Enter for none): ');
	load.type(`${server.password}\r`);
	await load.until(`Done. ${stageCount} stages, `);
	t.is(await load.exited, 0);
	t.false(load.written().includes(server.password));

	const query = startOnTerminal(t, folder, ['query', 'SELECT count(*) AS plays FROM songplays']);
	await query.until('(Enter for none): ');
	query.type('\u0003');
	t.is(await query.exited, 130);
});

test.serial('asks for the password before the notebook takes over the terminal', async t => {
	const folder = await configured(t);
	const notebook = startOnTerminal(t, folder, ['--data', smallData(t)]);
	await notebook.until('(Enter for none): ');
	notebook.type(`${server.password}\r`);
	await notebook.until('\u001B[?1049h');
	await notebook.until('Connect to the warehouse');
	notebook.type('\r');
	await notebook.until(`PostgreSQL ${server.version.split('.')[0]}`);
	notebook.type('\u0003');
	notebook.type('\u0003');
	await notebook.until('\u001B[?1049l');
	await notebook.exited;
	t.false(notebook.written().includes(server.password));
});

test.serial('stores the password nowhere', async t => {
	const folder = await configured(t, `DB_PASSWORD = ${printValue(server.password)}`);
	await run(folder, ['load', '--yes', '--data', smallData(t)]);
	const {stdout} = await run(folder, ['query', "SELECT count(*) AS n FROM songplays WHERE level = 'paid'"]);
	t.true(stdout.length > 0);
	const kept = readdirSync(join(folder, 'state'), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(({parentPath, name}) => join(parentPath, name));
	t.true(kept.length > 0);
	for (const file of kept) t.false(readFileSync(file, 'utf8').includes(server.password), file);
});

/** Another session in the database that a folder's dwh.cfg names. */
async function otherSession(t: ExecutionContext, folder: string): Promise<pg.Client> {
	const database = /HOST = .*\/(\w+)/.exec(readFileSync(join(folder, 'dwh.cfg'), 'utf8'))?.[1];
	const other = new pg.Client(server.url(database));
	await other.connect();
	t.teardown(() => other.end());
	return other;
}

test.serial('shows who holds a lock while waiting, and continues when it is released', async t => {
	const folder = await configured(t, `DB_PASSWORD = ${printValue(server.password)}`);
	t.is((await run(folder, ['load', '--yes', '--data', smallData(t)])).code, 0);
	const other = await otherSession(t, folder);
	const {rows: sessions} = await other.query<{pid: number}>('SELECT pg_backend_pid() AS pid');
	await other.query('BEGIN');
	await other.query('SELECT count(*) FROM songplays');

	const {child, ended} = start(folder, ['load', '--yes', '--data', smallData(t)]);
	await new Promise<void>(seen => {
		let stderrText = '';
		child.stderr!.on('data', (chunk: Buffer) => {
			stderrText += chunk;
			const holder = `Session ${sessions[0]?.pid} of ${server.user} holds a lock that this stage needs`;
			if (
				stderrText.includes(holder) &&
				stderrText.includes('Commit or end it there, or cancel with Ctrl+C.')
			)
				seen();
		});
	});
	await other.query('COMMIT');
	const {code, stderr} = await ended;
	t.is(code, 0, stderr);
	t.is(stderr.match(/holds a lock/g)?.length, 1, 'reported once');
});

test.serial('ends on Ctrl+C while another session locks a table', async t => {
	const folder = await configured(t, `DB_PASSWORD = ${printValue(server.password)}`);
	t.is((await run(folder, ['load', '--yes', '--data', smallData(t)])).code, 0);
	const other = await otherSession(t, folder);
	await other.query('BEGIN');
	await other.query('LOCK TABLE staging_events');

	const {child, ended} = start(folder, ['load', '--yes', '--data', smallData(t)]);
	const waiting = 'SELECT 1 FROM pg_locks WHERE NOT granted';
	while ((await other.query(waiting)).rowCount === 0);
	child.kill('SIGINT');
	t.is((await ended).code, 130);
	await other.query('ROLLBACK');
	const {rows} = await other.query('SELECT count(*)::integer AS n FROM staging_events');
	t.deepEqual(rows, [{n: smallCounts.staging_events}]);
});
