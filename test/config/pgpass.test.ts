import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {findPassword, readPgPass} from '../../src/config/pgpass.js';

const wanted = {host: 'db.example.com', port: 5439, database: 'dev', user: 'me'};

const find = (text: string, other: Partial<typeof wanted> = {}) => findPassword(text, {...wanted, ...other});

test('the first line that fits counts', t => {
	const text = 'db.example.com:5432:dev:me:other port\ndb.example.com:5439:dev:me:first\n*:*:*:*:second\n';
	t.is(find(text), 'first');
	t.is(find(text, {user: 'you'}), 'second');
	t.is(find('db.example.com:5439:dev:you:x'), undefined);
});

test('* stands for anything, but only as the whole field', t => {
	t.is(find('*:*:*:me:x'), 'x');
	t.is(find('db.*:*:*:me:x'), undefined);
	t.is(find('**:*:*:me:x'), undefined);
	t.is(find('\\*:*:*:me:x', {host: '*'}), 'x');
});

test('a backslash takes a colon or itself into a field or the password', t => {
	t.is(find('*:*:a\\:b:c\\\\d:p\\:q\\\\r', {database: 'a:b', user: 'c\\d'}), 'p:q\\r');
	t.is(find('*:*:*:me:end\\'), 'end\\');
	t.is(find('\\d\\b.example.com:*:*:me:x'), 'x');
});

test('a colon of the value itself needs no backslash', t => {
	t.is(find('::1:5439:dev:me:x', {host: '::1'}), 'x');
	t.is(find('\\:\\:1:5439:dev:me:x', {host: '::1'}), 'x');
	t.is(find('::1:*:a:b:me:x', {host: '::1', database: 'a:b'}), 'x');
	t.is(find('::1:5439:dev:me:x', {host: '::'}), undefined);
});

test('a password ends at its first colon; everything else is part of it', t => {
	t.is(find('*:*:*:me:a#b "c" %d:comment'), 'a#b "c" %d');
	t.is(find('*:*:*:me: blanks '), ' blanks ');
});

test('comments, short lines, empty passwords and line ends', t => {
	t.is(find('#*:*:*:me:no\n\n*:*:*\n*:*:*:me\n*:*:*:me:yes\r\n'), 'yes');
	t.is(find(' #\n*:*:*:me:'), undefined);
	t.is(find('db.example.com:5439:dev:me:\n*:*:*:me:later'), undefined);
});

test('a socket in its usual place is localhost', t => {
	t.is(find('localhost:*:*:me:x', {host: '/var/run/postgresql'}), 'x');
	t.is(find('localhost:*:*:me:x', {host: '/tmp'}), 'x');
	t.is(find('/srv/pg:*:*:me:x', {host: '/srv/pg'}), 'x');
	t.is(find('localhost:*:*:me:x', {host: '/srv/pg'}), undefined);
});

function home(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'sparkify-test-pgpass-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

test('~/.pgpass, or what PGPASSFILE names', t => {
	const HOME = home(t);
	t.deepEqual(readPgPass(wanted, {HOME}), {file: join(HOME, '.pgpass')});
	writeFileSync(join(HOME, '.pgpass'), '*:*:*:me:from home\n', {mode: 0o600});
	t.is(readPgPass(wanted, {HOME}).password?.reveal(), 'from home');
	writeFileSync(join(HOME, 'mine'), '*:*:*:me:from mine\n', {mode: 0o400});
	const mine = {HOME, PGPASSFILE: join(HOME, 'mine')};
	t.is(readPgPass(wanted, mine).password?.reveal(), 'from mine');
	t.deepEqual(readPgPass(wanted, {HOME, PGPASSFILE: join(HOME, 'nowhere')}), {file: join(HOME, 'nowhere')});
});

test('a file that others may read is not used, and said so', t => {
	const HOME = home(t);
	const file = join(HOME, '.pgpass');
	writeFileSync(file, '*:*:*:me:hunter2\n', {mode: 0o600});
	for (const mode of [0o640, 0o604, 0o610]) {
		chmodSync(file, mode);
		t.deepEqual(readPgPass(wanted, {HOME}), {
			file,
			note: `The password file ${file} is not used: others may read it. Run: chmod 0600 ${file}`,
		});
	}
	rmSync(file);
	mkdirSync(file);
	t.deepEqual(readPgPass(wanted, {HOME}), {
		file,
		note: `The password file ${file} is not used: it is no plain file.`,
	});
});
