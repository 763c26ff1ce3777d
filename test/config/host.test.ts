import test from 'ava';
import {isRedshiftHost, readHost, readPort} from '../../src/config/host.js';

const cluster = 'sparkify.abc123.us-west-2.redshift.amazonaws.com';
const workgroup = 'sparkify.123456789012.us-west-2.redshift-serverless.amazonaws.com';

test('a host alone, or with the port and the database of its endpoint', t => {
	t.deepEqual(readHost('HOST', cluster), {host: cluster});
	t.deepEqual(readHost('HOST', `${cluster}:5439`), {host: cluster, port: 5439});
	t.deepEqual(readHost('HOST', `${workgroup}:5439/dev`), {host: workgroup, port: 5439, database: 'dev'});
	t.deepEqual(readHost('HOST', 'localhost/dev'), {host: 'localhost', database: 'dev'});
	t.deepEqual(readHost('HOST', 'db_1.local.:1/'), {host: 'db_1.local.', port: 1});
});

test('addresses and socket folders', t => {
	t.deepEqual(readHost('HOST', '127.0.0.1:5432'), {host: '127.0.0.1', port: 5432});
	t.deepEqual(readHost('HOST', '::1'), {host: '::1'});
	t.deepEqual(readHost('HOST', '[fe80::2]:5432/dev'), {host: 'fe80::2', port: 5432, database: 'dev'});
	t.deepEqual(readHost('HOST', '/var/run/postgresql'), {host: '/var/run/postgresql'});
});

test('a scheme or a user is told, and what stands before the host is not repeated', t => {
	const message = 'HOST takes the name of a host alone, without a scheme or a user before it.';
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

test('what is no host', t => {
	for (const text of ['my host', '<host>', '-a.b', 'a..b', 'ä.de', 'a'.repeat(64), '[x]:1', 'a:b:c']) {
		t.deepEqual(readHost('HOST', text), {
			message: `HOST: "${text}" is no host name.`,
			advice: 'Copy the endpoint from the console, or write an address such as 10.0.0.7.',
		});
	}
});

test('what follows a question mark is not repeated', t => {
	t.like(readHost('HOST', 'h:5439/dev?password=hunter2'), {message: 'HOST: "h:5439/dev?…" is no host name.'});
});

test('ports are from 1 to 65535', t => {
	t.is(readPort('DB_PORT', '1'), 1);
	t.is(readPort('DB_PORT', '65535'), 65_535);
	for (const text of ['0', '65536', '-1', '54.39', 'five', '']) {
		t.deepEqual(readPort('DB_PORT', text), {
			message: `DB_PORT takes a number from 1 to 65535, not "${text}".`,
		});
	}
	t.deepEqual(readHost('HOST', 'h:0'), {message: 'HOST: the port takes a number from 1 to 65535, not "0".'});
});

test('Redshift is known by its hosts', t => {
	for (const host of [cluster, workgroup, cluster.toUpperCase(), `${cluster}.cn`])
		t.true(isRedshiftHost(host), host);
	for (const host of ['localhost', 'redshift.amazonaws.com.example.com', 'my-redshift.local']) {
		t.false(isRedshiftHost(host), host);
	}
});
