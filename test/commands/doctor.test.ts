import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {printValue} from '../../src/config/config-syntax.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {byCheck, statuses} from './doctor-run.js';
import {startOnTerminal} from './on-terminal.js';
import {run, runAlone, start, workFolder} from './run-program.js';
import {smallData} from './small-data.js';

let server: PostgresServer;

test.before(async () => {
	server = await startPostgres({tls: 'offered'});
});

test.after.always(async () => {
	await server?.stop();
});

function configured(t: ExecutionContext, ...cluster: readonly string[]): string {
	const folder = workFolder(t);
	writeFileSync(join(folder, 'dwh.cfg'), ['[CLUSTER]', ...cluster, ''].join('\n'));
	return folder;
}

test('checks DuckDB and the sample without a configuration, and leaves no file', async t => {
	const folder = workFolder(t);
	const {code, stdout, stderr} = await runAlone(folder, ['doctor'], '', {LANG: 'C.UTF-8', LC_ALL: ''});
	t.is(code, 0, stderr);
	const lines = stdout.split('\n');
	t.regex(lines[0] ?? '', /^✔ Node {11}v\d+\.\d+\.\d+ on /);
	t.is(lines[1], '– terminal       standard output is not a terminal');
	t.true(lines[2]?.startsWith('    The notebook needs one'));
	t.is(lines[3], '✔ configuration  no dwh.cfg here: DuckDB in sparkify.duckdb');
	t.is(lines[4], '✔ login          sparkify.duckdb does not exist yet; its folder is writable');
	t.regex(stdout, /^✔ version {8}DuckDB \d/m);
	t.regex(stdout, /^✔ privileges {5}a table can be created, filled and dropped in the schema main/m);
	t.regex(stdout, /^✔ event data {5}30 files, .* in the bundled sample$/m);
	t.regex(stdout, /^✔ song data {6}4 files, .* in the bundled sample$/m);
	t.regex(stdout, /^✔ free space {5}.* free on the disk of sparkify\.duckdb$/m);
	t.deepEqual(
		readdirSync(folder).filter(name => name.includes('duckdb')),
		[],
	);
});

test('opens an existing database and keeps its tables', async t => {
	const folder = workFolder(t);
	t.is((await run(folder, ['load', '--yes', '--data', smallData(t)])).code, 0);
	const ended = await run(folder, ['doctor', '--json']);
	t.is(ended.code, 0, ended.stdout);
	t.is(byCheck(ended).get('login')?.found, 'sparkify.duckdb opens and is writable');
	const {stdout} = await run(folder, ['query', 'SELECT count(*) AS n FROM songplays', '--format', 'csv']);
	t.is(stdout, 'n\r\n2\r\n');
	const tables = await run(folder, ['query', 'SHOW TABLES', '--format', 'csv']);
	t.false(tables.stdout.includes('doctor'));
});

test('prints ASCII marks in a locale without UTF-8, and reports a missing folder', async t => {
	const folder = workFolder(t);
	const {code, stdout} = await run(folder, ['doctor', '--database', 'no/such.duckdb'], '', {LC_ALL: 'C'});
	t.is(code, 1);
	t.regex(stdout, /^\+ Node /m);
	t.regex(
		stdout,
		/^x login {10}the folder .*\/no for no\/such\.duckdb does not exist\n {4}Create the folder/m,
	);
	t.regex(stdout, /^- version {8}not reached: see login$/m);
});

test('reports every mistake in dwh.cfg with its line and stops', async t => {
	const folder = configured(t, 'HOSTT = x', 'DB_PORT = q', 'DB_NAME = dev', 'DB_USER = me');
	const ended = await run(folder, ['doctor', '--json', '--engine', 'postgres']);
	t.is(ended.code, 2);
	const {found, advice = []} = byCheck(ended).get('configuration') ?? {};
	t.is(found, 'dwh.cfg: 3 mistakes');
	t.true(advice.some(line => line.startsWith('dwh.cfg:2: ') && line.includes('Did you mean HOST?')));
	t.true(advice.some(line => line.startsWith('dwh.cfg:3: DB_PORT must be a number')));
	t.is(byCheck(ended).get('events')?.found, 'not reached: see configuration');
});

test('stops at a host name that does not resolve', async t => {
	const folder = configured(t, 'HOST = nosuch.invalid', 'DB_NAME = dev', 'DB_USER = me', 'DB_PASSWORD = x');
	const ended = await run(folder, ['doctor', '--json']);
	t.is(ended.code, 3);
	const {status, advice = []} = byCheck(ended).get('dns') ?? {};
	t.is(status, 'failed');
	t.regex(advice[0] ?? '', /HOST/);
	t.is(byCheck(ended).get('tcp')?.found, 'not reached: see host name');
	t.is(byCheck(ended).get('events')?.status, 'ok');
});

test('stops at a closed port', async t => {
	const folder = configured(t, 'HOST = 127.0.0.1', 'DB_PORT = 1', 'DB_NAME = dev', 'DB_USER = me');
	const ended = await run(folder, ['doctor', '--json']);
	t.is(ended.code, 3);
	t.is(
		statuses(ended),
		'node ok, terminal none, configuration ok, dns none, tcp failed, tls none, login none, version none, ' +
			'privileges none, events ok, songs ok, space none',
	);
	t.true(byCheck(ended).get('tcp')?.found.includes('127.0.0.1 refuses connections on port 1'));
});

test('stops at TLS if the server is not PostgreSQL', async t => {
	const other = createServer(socket => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n')));
	await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
	t.teardown(() => other.close());
	const {port} = other.address() as {readonly port: number};
	const folder = configured(t, `HOST = 127.0.0.1:${port}/dev`, 'DB_USER = me', 'DB_PASSWORD = x');
	const ended = await run(folder, ['doctor', '--json']);
	t.is(ended.code, 3);
	t.true(byCheck(ended).get('tls')?.found.includes('does not speak the PostgreSQL protocol'));
	t.is(byCheck(ended).get('login')?.found, 'not reached: see TLS');
});

test('passes every check on a healthy PostgreSQL server', async t => {
	const database = await server.createDatabase();
	const password = `DB_PASSWORD = ${printValue(server.password)}`;
	const cluster = [`HOST = ${server.host}:${server.port}/${database}`, `DB_USER = ${server.user}`, password];
	const folder = configured(t, ...cluster, 'SSLMODE = verify-full', 'SSLROOTCERT = ca.pem');
	writeFileSync(join(folder, 'ca.pem'), server.authority);
	const ended = await run(folder, ['doctor', '--json', '--data', smallData(t)]);
	t.is(ended.code, 0, ended.stdout);
	t.is(
		statuses(ended),
		'node ok, terminal none, configuration ok, dns ok, tcp ok, tls ok, login ok, version ok, privileges ok, ' +
			'events ok, songs ok, space ok',
	);
	const found = byCheck(ended);
	t.regex(found.get('tls')?.found ?? '', /^TLSv1\.\d, certificate of localhost.*, verified with its name$/);
	t.regex(found.get('version')?.found ?? '', /^PostgreSQL \d+/);
	t.true(found.get('privileges')?.found.includes('in the schema public'));
	t.true(found.get('events')?.found.startsWith('1 file, '));
	t.false((ended.stdout + ended.stderr).includes(server.password));

	const byAddress = ['[CLUSTER]', `HOST = 127.0.0.1:${server.port}/${database}`, ...cluster.slice(1)];
	const checked = ['SSLMODE = verify-full', 'SSLROOTCERT = ca.pem', ''];
	writeFileSync(join(folder, 'dwh.cfg'), [...byAddress, ...checked].join('\n'));
	const misnamed = await run(folder, ['doctor', '--json']);
	t.is(misnamed.code, 3);
	t.is(byCheck(misnamed).get('tls')?.found, 'The certificate is for a host other than 127.0.0.1.');

	writeFileSync(join(folder, 'dwh.cfg'), ['[CLUSTER]', ...cluster, 'SSLMODE = verify-full', ''].join('\n'));
	const untrusted = await run(folder, ['doctor', '--json']);
	t.is(untrusted.code, 3);
	t.true(
		byCheck(untrusted)
			.get('tls')
			?.advice.some(line => line.includes('SSLROOTCERT')),
	);
});

test('stops at the login after a wrong password, without printing it', async t => {
	const folder = configured(
		t,
		`HOST = ${server.host}:${server.port}/postgres`,
		`DB_USER = ${server.user}`,
		'DB_PASSWORD = hunter2',
	);
	const ended = await run(folder, ['doctor', '--json']);
	t.is(ended.code, 3);
	const {status, found = ''} = byCheck(ended).get('login') ?? {};
	t.is(status, 'failed');
	t.true(found.includes('The password for sparkify is wrong, or the user does not exist'));
	t.true(byCheck(ended).get('configuration')?.found.endsWith('user sparkify, password from DB_PASSWORD'));
	t.is(byCheck(ended).get('tls')?.status, 'ok');
	t.false((ended.stdout + ended.stderr).includes('hunter2'));
});

test('uses color, wraps and asks only for the password on a terminal', async t => {
	const folder = configured(t, `HOST = ${server.host}:${server.port}/postgres`, `DB_USER = ${server.user}`);
	const doctor = startOnTerminal(t, folder, ['doctor'], {LANG: 'C.UTF-8', LC_ALL: '', NO_COLOR: ''});
	await doctor.until('\u001B[32m✔\u001B[39m Node');
	await doctor.until('xterm-256color, 100x40, ');
	await doctor.until('(Enter for none): ');
	doctor.type(`${server.password}\r`);
	await doctor.until('PostgreSQL ');
	t.is(await doctor.exited, 0);
	t.false(doctor.written().includes(server.password));
});

test('respects NO_COLOR', async t => {
	const doctor = startOnTerminal(t, workFolder(t), ['doctor'], {LANG: 'C.UTF-8', LC_ALL: '', NO_COLOR: '1'});
	await doctor.until('✔ free space');
	t.is(await doctor.exited, 0);
	t.false(doctor.written().includes('\u001B[32m'));
});

test('exits at once with code 130 on Ctrl+C', async t => {
	// Accepts connections and sends nothing.
	const silent = createServer(() => {});
	await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
	t.teardown(() => silent.close());
	const {port} = silent.address() as {readonly port: number};
	const folder = configured(t, `HOST = 127.0.0.1:${port}/dev`, 'DB_USER = me', 'DB_PASSWORD = x');
	const {child, ended} = start(folder, ['doctor']);
	await new Promise<void>(resolve => {
		let seen = '';
		child.stdout?.on('data', (chunk: Buffer) => {
			seen += chunk.toString();
			if (seen.includes('answers after')) resolve();
		});
	});
	const before = Date.now();
	child.kill('SIGINT');
	const {code, stdout} = await ended;
	t.is(code, 130);
	t.true(Date.now() - before < 5000);
	t.false(stdout.includes('✖'), 'no check failed');
});

test('validates the command line first', async t => {
	const folder = workFolder(t);
	const live = await run(folder, ['doctor', '--live']);
	t.is(live.code, 2);
	t.true(live.stderr.includes('--live tries COPY on a server, but the engine is duckdb.'));
	const output = await run(folder, ['doctor', '--output', 'x.json']);
	t.is(output.code, 2);
	t.true(output.stderr.includes('--output requires --live'));
	mkdirSync(join(folder, 'data'));
	t.is((await run(folder, ['doctor', 'now'])).code, 2);
	t.false(existsSync(join(folder, 'x.json')));
});
