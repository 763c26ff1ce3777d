import test from 'ava';
import {readCell} from '../../src/parity/cells.js';

test('distinguishes NULL from the text N and from an empty text', t => {
	t.is(readCell('N', 'text'), null);
	t.is(readCell('1:N', 'text'), 'N');
	t.is(readCell('0:', 'text'), '');
	t.is(readCell('5:a:b;c', 'text'), 'a:b;c');
	t.is(readCell('N', 'double'), null);
});

test('decodes whole numbers beyond 2^53 exactly', t => {
	t.is(readCell('-12', 'whole-number'), -12);
	t.is(readCell('9007199254740993', 'whole-number'), 9007199254740993n);
});

test('decodes a double without rounding', t => {
	t.is(readCell('0/0/0/0', 'double'), 0);
	t.is(readCell('0/-3/-2305843009213693952/0', 'double'), -3.5);
	// 2^58 in the second fraction part, scaled by 2^1008: 2^-1074.
	t.is(readCell('1008/0/0/288230376151711744', 'double'), Number.MIN_VALUE);
	t.is(readCell('1008/0/0/-288230376151711744', 'double'), -Number.MIN_VALUE);
	t.is(readCell('-126/1/0/0', 'double'), 2 ** 126);
	// 1 + 2^-52, the next double after 1.
	t.is(readCell('0/1/1024/0', 'double'), 1 + Number.EPSILON);
});

test('decodes a timestamp with milliseconds, and microseconds if there are any', t => {
	t.is(readCell('2018-11-21 21:56:47.796000', 'timestamp'), '2018-11-21 21:56:47.796');
	t.is(readCell('2018-11-21 21:56:47.000000', 'timestamp'), '2018-11-21 21:56:47.000');
	t.is(readCell('2018-11-21 21:56:47.796001', 'timestamp'), '2018-11-21 21:56:47.796001');
});
