import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {readRoleArn} from '../../src/config/aws.js';
import {isRedshiftHost, readHost, readPort, redshiftEndpoint} from '../../src/config/host.js';
import {findPassword, readPgPass} from '../../src/config/password.js';
import {wholeNumber} from '../../src/config/simple-values.js';

test('reads digits', t => {
	t.is(wholeNumber('--limit', '0', 0), 0);
	t.is(wholeNumber('--limit', '1000000', 0), 1_000_000);
	t.is(wholeNumber('--limit', '007', 0), 7);
});

for (const text of ['', ' ', '-1', '1.5', '1e3', '0x10', 'ten', '1,000', '9007199254740993']) {
	test(`rejects "${text}"`, t => {
		t.deepEqual(wholeNumber('--limit', text, 0), {
			message: `--limit must be a whole number of at least 0, not "${text}".`,
		});
	});
}

test('reports the minimum', t => {
	t.deepEqual(wholeNumber('--days', '0', 1), {
		message: '--days must be a whole number of at least 1, not "0".',
	});
});

const cluster = 'sparkify.abc123.us-west-2.redshift.amazonaws.com';
const workgroup = 'sparkify.123456789012.us-west-2.redshift-serverless.amazonaws.com';

test('accepts a host, optionally with the port and database of an endpoint', t => {
	t.deepEqual(readHost('HOST', cluster), {host: cluster});
	t.deepEqual(readHost('HOST', `${cluster}:5439`), {host: cluster, port: 5439});
	t.deepEqual(readHost('HOST', `${workgroup}:5439/dev`), {host: workgroup, port: 5439, database: 'dev'});
	t.deepEqual(readHost('HOST', 'localhost/dev'), {host: 'localhost', database: 'dev'});
	t.deepEqual(readHost('HOST', 'db_1.local.:1/'), {host: 'db_1.local.', port: 1});
});

test('accepts addresses and socket folders', t => {
	t.deepEqual(readHost('HOST', '127.0.0.1:5432'), {host: '127.0.0.1', port: 5432});
	t.deepEqual(readHost('HOST', '::1'), {host: '::1'});
	t.deepEqual(readHost('HOST', '[fe80::2]:5432/dev'), {host: 'fe80::2', port: 5432, database: 'dev'});
	t.deepEqual(readHost('HOST', '/var/run/postgresql'), {host: '/var/run/postgresql'});
});

test('rejects a scheme or user without repeating the text before the host', t => {
	const message = 'HOST must be a host name without a scheme or user.';
	t.deepEqual(readHost('HOST', `jdbc:redshift://${cluster}:5439/dev`), {message, advice: `Write ${cluster}`});
	t.deepEqual(readHost('HOST', 'postgres://me:hunter2@db.example.com/x'), {
		message,
		advice: 'Write db.example.com',
	});
	t.deepEqual(readHost('HOST', 'me:hunter@2@db.example.com'), {message, advice: 'Write db.example.com'});
	t.deepEqual(readHost('HOST', 'postgres://db.example.com/x?password=h@unter2'), {
		message,
		advice: 'Write db.example.com',
	});
	t.deepEqual(readHost('HOST', 'https://'), {message});
});

test('rejects an invalid host', t => {
	for (const text of ['my host', '<host>', '-a.b', 'a..b', 'ä.de', 'a'.repeat(64), '[x]:1', 'a:b:c']) {
		t.deepEqual(readHost('HOST', text), {
			message: `HOST: "${text}" is not a host name.`,
			advice: 'Copy the endpoint from the console, or write an address such as 10.0.0.7.',
		});
	}
});

test('does not repeat the text after a question mark', t => {
	t.like(readHost('HOST', 'h:5439/dev?password=hunter2'), {
		message: 'HOST: "h:5439/dev?…" is not a host name.',
	});
});

test('accepts ports from 1 to 65535', t => {
	t.is(readPort('DB_PORT', '1'), 1);
	t.is(readPort('DB_PORT', '65535'), 65_535);
	for (const text of ['0', '65536', '-1', '54.39', 'five', '']) {
		t.deepEqual(readPort('DB_PORT', text), {
			message: `DB_PORT must be a number from 1 to 65535, not "${text}".`,
		});
	}
	t.deepEqual(readHost('HOST', 'h:0'), {
		message: 'HOST: the port must be a number from 1 to 65535, not "0".',
	});
});

test('recognizes Redshift hosts', t => {
	for (const host of [cluster, workgroup, cluster.toUpperCase(), `${cluster}.cn`])
		t.true(isRedshiftHost(host), host);
	for (const host of ['localhost', 'redshift.amazonaws.com.example.com', 'my-redshift.local']) {
		t.false(isRedshiftHost(host), host);
	}
});

test('parses endpoints of clusters and workgroups in any partition and case', t => {
	t.deepEqual(redshiftEndpoint('sparkify.abc123xyz.us-west-2.redshift.amazonaws.com'), {
		kind: 'cluster',
		name: 'sparkify',
		region: 'us-west-2',
	});
	t.deepEqual(redshiftEndpoint('My-WG.123456789012.eu-central-1.Redshift-Serverless.amazonaws.com.'), {
		kind: 'workgroup',
		name: 'my-wg',
		region: 'eu-central-1',
	});
	t.deepEqual(redshiftEndpoint('dwh.abc.cn-north-1.redshift.amazonaws.com.cn'), {
		kind: 'cluster',
		name: 'dwh',
		region: 'cn-north-1',
	});
	t.like(redshiftEndpoint('dwh.abc.us-gov-west-1.redshift.amazonaws.com'), {region: 'us-gov-west-1'});
});

test('returns undefined for any other host', t => {
	for (const host of [
		'localhost',
		'127.0.0.1',
		'dwh.example.com',
		'redshift.amazonaws.com',
		'a.us-west-2.redshift.amazonaws.com',
		'a.b.us-west-2.redshift.amazonaws.com.example.com',
	]) {
		t.is(redshiftEndpoint(host), undefined, host);
	}
});

const read = (text: string) => readRoleArn('ARN', text);

test('accepts roles with a path, of every partition, in a chain, and default', t => {
	for (const arn of [
		'arn:aws:iam::123456789012:role/dwhRole',
		'arn:aws:iam::000000000012:role/service-role/My+Role=a,b.c@d_e-f',
		'arn:aws-cn:iam::123456789012:role/r',
		'arn:aws-us-gov:iam::123456789012:role/r',
		'arn:aws:iam::123456789012:role/a,arn:aws:iam::210987654321:role/b',
	]) {
		t.is(read(arn), arn);
	}
	t.is(read('default'), 'default');
	t.is(read('DEFAULT'), 'default');
});

test('rejects the name of a role', t => {
	t.deepEqual(read('dwhRole'), {
		message: 'ARN must be a role ARN, not just a name ("dwhRole").',
		advice:
			"Copy it from the role in the console; it looks like arn:aws:iam::123456789012:role/NAME. For the cluster's default role, write default.",
	});
	t.like(read('my role: x'), {message: 'ARN must be a role ARN, not "my role: x".'});
});

const advice = 'It looks like arn:aws:iam::123456789012:role/NAME.';
for (const [arn, what] of [
	[
		'arn:aws-eu:iam::123456789012:role/r',
		'"arn:" must be followed by aws, aws-cn or aws-us-gov, not "aws-eu"',
	],
	['arn:aws:sts::123456789012:assumed-role/r', 'the service must be iam, not "sts"'],
	[
		'arn:aws:iam:us-west-2:123456789012:role/r',
		'"iam" must be followed by two colons, without "us-west-2" between them',
	],
	[
		'arn:aws:iam:123456789012:role/r',
		'"iam" must be followed by two colons, without "123456789012" between them',
	],
	['arn:aws:iam::12345:role/r', 'the account must have 12 digits, not "12345"'],
	['arn:aws:iam::123456789012:user/me', 'the account must be followed by role/ and a name, not "user/me"'],
	['arn:aws:iam::123456789012:role/', 'its name is missing or contains an invalid character'],
	['arn:aws:iam::123456789012:role/a b', 'its name is missing or contains an invalid character'],
] as const) {
	test(`rejects ${arn}: ${what}`, t => {
		t.deepEqual(read(arn), {message: `ARN: "${arn}" is not a role ARN: ${what}.`, advice});
	});
}

const wanted = {host: 'db.example.com', port: 5439, database: 'dev', user: 'me'};

const find = (text: string, other: Partial<typeof wanted> = {}) => findPassword(text, {...wanted, ...other});

test('password file: uses the first matching line', t => {
	const text = 'db.example.com:5432:dev:me:other port\ndb.example.com:5439:dev:me:first\n*:*:*:*:second\n';
	t.is(find(text), 'first');
	t.is(find(text, {user: 'you'}), 'second');
	t.is(find('db.example.com:5439:dev:you:x'), undefined);
});

test('password file: matches anything with *, but only as an entire field', t => {
	t.is(find('*:*:*:me:x'), 'x');
	t.is(find('db.*:*:*:me:x'), undefined);
	t.is(find('**:*:*:me:x'), undefined);
	t.is(find('\\*:*:*:me:x', {host: '*'}), 'x');
});

test('password file: accepts escaped colons and backslashes in fields and passwords', t => {
	t.is(find('*:*:a\\:b:c\\\\d:p\\:q\\\\r', {database: 'a:b', user: 'c\\d'}), 'p:q\\r');
	t.is(find('*:*:*:me:end\\'), 'end\\');
	t.is(find('\\d\\b.example.com:*:*:me:x'), 'x');
});

test('password file: accepts unescaped colons in a value', t => {
	t.is(find('::1:5439:dev:me:x', {host: '::1'}), 'x');
	t.is(find('\\:\\:1:5439:dev:me:x', {host: '::1'}), 'x');
	t.is(find('::1:*:a:b:me:x', {host: '::1', database: 'a:b'}), 'x');
	t.is(find('::1:5439:dev:me:x', {host: '::'}), undefined);
});

test('password file: ends a password at its first colon only', t => {
	t.is(find('*:*:*:me:a#b "c" %d:comment'), 'a#b "c" %d');
	t.is(find('*:*:*:me: blanks '), ' blanks ');
});

test('password file: handles comments, short lines, empty passwords and line ends', t => {
	t.is(find('#*:*:*:me:no\n\n*:*:*\n*:*:*:me\n*:*:*:me:yes\r\n'), 'yes');
	t.is(find(' #\n*:*:*:me:'), undefined);
	t.is(find('db.example.com:5439:dev:me:\n*:*:*:me:later'), undefined);
});

test('password file: looks up a default socket folder as localhost', t => {
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

test('password file: reads ~/.pgpass or the file named by PGPASSFILE', t => {
	const HOME = home(t);
	t.deepEqual(readPgPass(wanted, {HOME}), {file: join(HOME, '.pgpass')});
	writeFileSync(join(HOME, '.pgpass'), '*:*:*:me:from home\n', {mode: 0o600});
	t.is(readPgPass(wanted, {HOME}).password?.reveal(), 'from home');
	writeFileSync(join(HOME, 'mine'), '*:*:*:me:from mine\n', {mode: 0o400});
	const mine = {HOME, PGPASSFILE: join(HOME, 'mine')};
	t.is(readPgPass(wanted, mine).password?.reveal(), 'from mine');
	t.deepEqual(readPgPass(wanted, {HOME, PGPASSFILE: join(HOME, 'nowhere')}), {file: join(HOME, 'nowhere')});
});

test('password file: ignores a file that other users can read, with a note', t => {
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
