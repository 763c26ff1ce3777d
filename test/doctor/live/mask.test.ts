import test from 'ava';
import {createMask, maskAll, shortHost} from '../../../src/doctor/live/mask.js';

test('masks passwords, account numbers, addresses and the host', t => {
	const host = 'wg.123456789012.us-west-2.redshift-serverless.amazonaws.com';
	const mask = createMask(host, ['pa$$ "word"', '']);
	t.is(
		mask(
			`User arn:aws:redshift:us-west-2:123456789012:dbuser:x at ${host} said pa$$ "word" to ::ffff:10.1.2.3`,
		),
		'User arn:aws:redshift:us-west-2:<account>:dbuser:x at ….us-west-2.redshift-serverless.amazonaws.com said •••• to ::ffff:<address>',
	);
	t.is(mask('Redshift 1.0.38698 at 1541106106796'), 'Redshift 1.0.38698 at 1541106106796');
});

test('masks every text in a value, keys included, but no numbers', t => {
	const mask = createMask('', ['secret']);
	t.deepEqual(maskAll({'a secret': ['secret', 5n, null, 1.5, {b: true}]}, mask), {
		'a ••••': ['••••', '5', null, 1.5, {b: true}],
	});
});

test('keeps the kind and region of a host', t => {
	t.is(shortHost('mine.abc.eu-west-1.redshift.amazonaws.com'), '….eu-west-1.redshift.amazonaws.com');
	t.is(shortHost('warehouse.internal.example.org'), 'war…');
	t.is(shortHost('localhost'), 'localhost');
});
