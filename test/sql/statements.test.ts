import test from 'ava';
import {expression, literal, statement} from '../../src/sql/statements.js';

test('a literal doubles its quotes', t => {
	t.is(literal("it's"), "'it''s'");
	t.is(literal(9007199254740993n), '9007199254740993');
	t.is(literal(null), 'NULL');
});

test('an expression has no backslash in it, which Redshift takes for an escape', t => {
	t.is(expression('plain'), "'plain'");
	t.is(expression('a\\b\\'), "replace('a~b~', '~', chr(92))");
	t.is(expression("it's ~ \\"), "replace('it''s ~ ^', '^', chr(92))");
	t.is(expression('~^| \\'), "replace('~^| \ue000', '\ue000', chr(92))");
});

test('the values of a statement are such expressions', t => {
	const sql = statement('staging/clear', {table_name: 'a\\b'});
	t.is(sql.split('\n')[0], "DELETE FROM staging_rejects WHERE table_name = replace('a~b', '~', chr(92));");
});
