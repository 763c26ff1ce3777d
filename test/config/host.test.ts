import test from 'ava';
import {isRedshiftHost, readHost, readPort, redshiftEndpoint} from '../../src/config/host.js';

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
