import test from 'ava';
import {expression, literal, statement} from '../../src/sql/statements.js';

test('doubles quotes in a literal', t => {
	t.is(literal("it's"), "'it''s'");
	t.is(literal(9007199254740993n), '9007199254740993');
	t.is(literal(null), 'NULL');
});

test('writes an expression without backslashes, which are escapes on Redshift', t => {
	t.is(expression('plain'), "'plain'");
	t.is(expression('a\\b\\'), "replace('a~b~', '~', chr(92))");
	t.is(expression("it's ~ \\"), "replace('it''s ~ ^', '^', chr(92))");
	t.is(expression('~^| \\'), "replace('~^| \ue000', '\ue000', chr(92))");
});

test('writes the parameters of a statement as such expressions', t => {
	const sql = statement('staging/clear', {table_name: 'a\\b'});
	t.is(sql.split('\n')[0], "DELETE FROM staging_rejects WHERE table_name = replace('a~b', '~', chr(92));");
});
