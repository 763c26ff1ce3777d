import test from 'ava';
import {UsageError} from '../../../src/errors.js';
import {
	literalOf,
	offsetBefore,
	parametersOf,
	withParameters,
} from '../../../src/notebook/document/parameters.js';

const names = (sql: string) => parametersOf(sql).map(({name}) => name);

test('finds parameters where a value may stand, and nowhere else', t => {
	t.deepEqual(names('SELECT :a, (:b), x=:c, x<:d AND y BETWEEN :e AND :f'), ['a', 'b', 'c', 'd', 'e', 'f']);
	t.deepEqual(names('LIMIT :n;'), ['n']);
	t.deepEqual(names(':start'), ['start']);
	for (const sql of [
		'x::date',
		"x = ':a'",
		'-- :a\n1',
		'/* :a */ 1',
		'a[lo:hi]',
		'a[:hi]',
		'{a:b}',
		"{'k':v}",
		'j:key',
		"interval '1 day':x",
		'f(a := 1)',
		'$$ :a $$',
		'x @? y',
		'"a":b',
	])
		t.deepEqual(names(sql), [], sql);
	t.deepEqual(names('a[1:(:n)]'), ['n']);
});

test('writes each kind of value as one literal', t => {
	const literal = literalOf;
	t.is(literal('42'), '42');
	t.is(literal('-1.5'), '(-1.5)');
	t.is(literal('2018-11-01'), "DATE '2018-11-01'");
	t.is(literal('2018-11-01T12:30'), "TIMESTAMP '2018-11-01 12:30'");
	t.is(literal('true'), 'TRUE');
	t.is(literal('null'), 'NULL');
	t.is(literal("O'Hara; DROP TABLE users"), "'O''Hara; DROP TABLE users'");
	t.is(literal("'42'"), "'42'");
	t.is(literal('(1, 2, paid)'), "(1, 2, 'paid')");
	t.is(literal('()'), '(NULL)');
	t.is(literal(''), "''");
});

test('replaces parameters and finds the places before', t => {
	const values = new Map([
		['from', '2018-11-01'],
		['n', '5'],
	]);
	const before = 'SELECT x FROM t WHERE d >= :from LIMIT :n + oops';
	const {sql, edits} = withParameters(before, values);
	t.is(sql, "SELECT x FROM t WHERE d >= DATE '2018-11-01' LIMIT 5 + oops");
	for (const word of ['WHERE', 'oops', 'LIMIT'])
		t.is(offsetBefore(sql.indexOf(word), edits), before.indexOf(word), word);
	t.is(offsetBefore(sql.indexOf('2018') + 3, edits), before.indexOf(':from'));
});

test('refuses a parameter without a value, and a list that does not follow IN', t => {
	const refuse = (sql: string, value?: string) =>
		t.throws(() => withParameters(sql, new Map(value === undefined ? [] : [['a', value]])), {
			instanceOf: UsageError,
		}).failure;
	t.like(refuse('SELECT :a'), {message: 'The parameter :a has no value.', sql: {offset: 7}});
	t.like(refuse('SELECT :a', '(1,2)'), {
		message: 'The parameter :a is a list, which is allowed only after IN.',
	});
	t.is(withParameters('x IN :a', new Map([['a', '(1, 2)']])).sql, 'x IN (1, 2)');
});
