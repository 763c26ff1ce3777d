import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {findPassword, readPgPass} from '../../src/config/password.js';

const wanted = {host: 'db.example.com', port: 5439, database: 'dev', user: 'me'};

const find = (text: string, other: Partial<typeof wanted> = {}) => findPassword(text, {...wanted, ...other});

test('uses the first matching line', t => {
	const text = 'db.example.com:5432:dev:me:other port\ndb.example.com:5439:dev:me:first\n*:*:*:*:second\n';
	t.is(find(text), 'first');
	t.is(find(text, {user: 'you'}), 'second');
	t.is(find('db.example.com:5439:dev:you:x'), undefined);
});

test('matches anything with *, but only as an entire field', t => {
	t.is(find('*:*:*:me:x'), 'x');
	t.is(find('db.*:*:*:me:x'), undefined);
	t.is(find('**:*:*:me:x'), undefined);
	t.is(find('\\*:*:*:me:x', {host: '*'}), 'x');
});

test('accepts escaped colons and backslashes in fields and passwords', t => {
	t.is(find('*:*:a\\:b:c\\\\d:p\\:q\\\\r', {database: 'a:b', user: 'c\\d'}), 'p:q\\r');
	t.is(find('*:*:*:me:end\\'), 'end\\');
	t.is(find('\\d\\b.example.com:*:*:me:x'), 'x');
});

test('accepts unescaped colons in a value', t => {
	t.is(find('::1:5439:dev:me:x', {host: '::1'}), 'x');
	t.is(find('\\:\\:1:5439:dev:me:x', {host: '::1'}), 'x');
	t.is(find('::1:*:a:b:me:x', {host: '::1', database: 'a:b'}), 'x');
	t.is(find('::1:5439:dev:me:x', {host: '::'}), undefined);
});

test('ends a password at its first colon only', t => {
	t.is(find('*:*:*:me:a#b "c" %d:comment'), 'a#b "c" %d');
	t.is(find('*:*:*:me: blanks '), ' blanks ');
});

test('handles comments, short lines, empty passwords and line ends', t => {
	t.is(find('#*:*:*:me:no\n\n*:*:*\n*:*:*:me\n*:*:*:me:yes\r\n'), 'yes');
	t.is(find(' #\n*:*:*:me:'), undefined);
	t.is(find('db.example.com:5439:dev:me:\n*:*:*:me:later'), undefined);
});

test('looks up a default socket folder as localhost', t => {
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

test('reads ~/.pgpass or the file named by PGPASSFILE', t => {
	const HOME = home(t);
	t.deepEqual(readPgPass(wanted, {HOME}), {file: join(HOME, '.pgpass')});
	writeFileSync(join(HOME, '.pgpass'), '*:*:*:me:from home\n', {mode: 0o600});
	t.is(readPgPass(wanted, {HOME}).password?.reveal(), 'from home');
	writeFileSync(join(HOME, 'mine'), '*:*:*:me:from mine\n', {mode: 0o400});
	const mine = {HOME, PGPASSFILE: join(HOME, 'mine')};
	t.is(readPgPass(wanted, mine).password?.reveal(), 'from mine');
	t.deepEqual(readPgPass(wanted, {HOME, PGPASSFILE: join(HOME, 'nowhere')}), {file: join(HOME, 'nowhere')});
});

test('ignores a file that other users can read, with a note', t => {
	const HOME = home(t);
	const file = join(HOME, '.pgpass');
	writeFileSync(file, '*:*:*:me:hunter2\n', {mode: 0o600});
	for (const mode of [0o640, 0o604, 0o610]) {
		chmodSync(file, mode);
		t.deepEqual(readPgPass(wanted, {HOME}), {
			file,
			note: `The password file ${file} is not used: other users can read it. Run: chmod 0600 ${file}`,
		});
	}
	rmSync(file);
	mkdirSync(file);
	t.deepEqual(readPgPass(wanted, {HOME}), {
		file,
		note: `The password file ${file} is not used: it is not a regular file.`,
	});
});
