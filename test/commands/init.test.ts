import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {readSettings} from '../../src/config/read-settings.js';
import {startOnTerminal} from './on-terminal.js';
import {workFolder} from './run-program.js';

test.serial('asks, and writes a file that only its owner can read', async t => {
	const folder = workFolder(t);
	const {until, type, exited, written} = startOnTerminal(t, folder, ['init'], {USER: 'osuser'});
	await until('ENGINE [redshift]: ');
	type('postgres\r');
	await until('HOST [localhost]: ');
	type('https://db.example.com\r');
	await until('HOST must be a host name');
	await until('HOST [localhost]: ');
	type('db.example.com:5433\r');
	await until('DB_PORT [5433]: ');
	type('\r');
	await until('DB_NAME [sparkify]: ');
	type('\r');
	await until('DB_USER [osuser]: ');
	type('\r');
	await until('Password [env]: ');
	type('file\r');
	await until('DB_PASSWORD: ');
	type('hunter2');
	await until('•••••••');
	type(' #100%\r');
	await until('SSLMODE [prefer]: ');
	type('\r');
	await until('LOG_DATA [the bundled sample, songs included]: ');
	type('\r');
	await until('dwh.cfg written, readable only by you. Next, run: sparkify-tui\r\n');
	t.is(await exited, 0);
	t.false(written().includes('hunter2'));

	const path = join(folder, 'dwh.cfg');
	t.deepEqual(readdirSync(folder), ['dwh.cfg']);
	t.is(statSync(path).mode & 0o777, 0o600);
	const text = readFileSync(path, 'utf8');
	t.deepEqual(
		text.split('\n').filter(line => /^[A-Z_]+ = /.test(line)),
		[
			'ENGINE = postgres',
			'HOST = db.example.com',
			'DB_NAME = sparkify',
			'DB_USER = osuser',
			'DB_PASSWORD = hunter2 #100%%',
			'DB_PORT = 5433',
			'SSLMODE = prefer',
		],
	);
	t.true(
		text.includes('\n# ARN = arn:aws:iam::123456789012:role/sparkify-reads-s3\n'),
		'an unset key stays a comment',
	);
	const {settings, problems} = readSettings({}, {environment: {}, folder});
	t.deepEqual(problems, []);
	t.like(settings, {engine: 'postgres', connection: {host: 'db.example.com', port: 5433}});
	t.is(settings.engine === 'postgres' && settings.connection.password?.reveal(), 'hunter2 #100%');
});

test.serial('asks before it overwrites a file', async t => {
	const folder = workFolder(t);
	const path = join(folder, 'my.cfg');
	writeFileSync(path, 'mine', {mode: 0o644});
	const first = startOnTerminal(t, folder, ['init', '--config', 'my.cfg']);
	await first.until('my.cfg already exists.');
	await first.until('y or n [n]: ');
	first.type('\r');
	await first.until('Cancelled. Nothing was written.');
	t.is(await first.exited, 130);
	t.is(readFileSync(path, 'utf8'), 'mine');

	const second = startOnTerminal(t, folder, ['init', '--config', 'my.cfg']);
	await second.until('y or n [n]: ');
	second.type('y\r');
	await second.until('ENGINE [redshift]: ');
	second.type('duckdb\r');
	await second.until('DATABASE [sparkify.duckdb]: ');
	second.type('\r');
	await second.until('LOG_DATA ');
	second.type('\r');
	await second.until('Next, run: sparkify-tui --config my.cfg');
	t.is(await second.exited, 0);
	t.is(statSync(path).mode & 0o777, 0o600);
	t.regex(readFileSync(path, 'utf8'), /^ENGINE = duckdb$/m);
});

test.serial('writes nothing on Ctrl+C or at the end of the input', async t => {
	const folder = workFolder(t);
	const interrupted = startOnTerminal(t, folder, ['init']);
	await interrupted.until('ENGINE [redshift]: ');
	interrupted.type('\u0003');
	await interrupted.until('Cancelled. Nothing was written.');
	t.is(await interrupted.exited, 130);

	const hidden = startOnTerminal(t, folder, ['init'], {USER: 'osuser'});
	for (const [question, answer] of [
		['ENGINE', 'postgres'],
		['HOST', ''],
		['DB_PORT', ''],
		['DB_NAME', ''],
		['DB_USER', ''],
		['Password', 'file'],
	] as const) {
		await hidden.until(`${question} [`);
		hidden.type(`${answer}\r`);
	}
	await hidden.until('DB_PASSWORD: ');
	hidden.type('x\u0003');
	await hidden.until('Cancelled. Nothing was written.');
	t.is(await hidden.exited, 130);

	const ended = startOnTerminal(t, folder, ['init']);
	await ended.until('ENGINE [redshift]: ');
	ended.type('\u0004');
	await ended.until('Cancelled. Nothing was written.');
	t.is(await ended.exited, 130);
	t.deepEqual(readdirSync(folder), []);
});

test.serial('reports a missing folder before the first question', async t => {
	const {until, exited} = startOnTerminal(t, workFolder(t), ['init', '--config', 'no/dwh.cfg']);
	await until('The folder no does not exist; cannot write no/dwh.cfg.');
	t.is(await exited, 2);
});

test.serial('reports an unwritable folder before the first question', async t => {
	// Not even root can write there.
	const {until, exited} = startOnTerminal(t, workFolder(t), ['init', '--config', '/dev/fd/dwh.cfg']);
	await until('/dev/fd/dwh.cfg cannot be written: ');
	t.is(await exited, 2);
});

test.serial('prints full lines on a terminal of unknown size', async t => {
	const folder = workFolder(t);
	const asked = startOnTerminal(t, folder, ['init'], {}, true);
	await asked.until('This writes dwh.cfg. Press Enter for the value in brackets,');
	await asked.until('ENGINE [redshift]: ');
	asked.type('\u0003');
	t.is(await asked.exited, 130);
	const refused = startOnTerminal(t, folder, ['init', '--config', 'no/dwh.cfg'], {}, true);
	await refused.until('sparkify-tui: The folder no does not exist; cannot write no/dwh.cfg.');
	t.is(await refused.exited, 2);
});

test.serial('asks for no password with IAM and writes a readable file', async t => {
	const folder = workFolder(t);
	const {until, type, exited} = startOnTerminal(t, folder, ['init']);
	const host = 'dwh.abc.us-west-2.redshift.amazonaws.com';
	for (const [question, answer] of [
		['ENGINE', ''],
		['HOST: ', `${host}:5439/dev`],
		['DB_PORT', ''],
		['DB_NAME', ''],
		['Login [password]: ', 'iam'],
		['DB_USER', ''],
		['ARN: ', 'default'],
		['LOG_DATA', ''],
		['SONG_DATA', ''],
		['LOG_JSONPATH', ''],
		['REGION', ''],
	] as const) {
		await until(question);
		type(`${answer}\r`);
	}
	await until('dwh.cfg written');
	t.is(await exited, 0);
	t.is(statSync(join(folder, 'dwh.cfg')).mode & 0o777, 0o600);
	const {settings, problems} = readSettings({}, {environment: {}, folder});
	t.deepEqual(problems, []);
	t.like(settings, {
		engine: 'redshift',
		connection: {host, user: '', iam: {issuer: {kind: 'cluster', name: 'dwh'}, region: 'us-west-2'}},
	});
});
