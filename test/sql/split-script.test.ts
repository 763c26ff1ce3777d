import test from 'ava';
import {splitScript} from '../../src/sql/split-script.js';

test('splits at semicolons and leaves them out', t => {
	t.deepEqual(splitScript('DROP TABLE a;\nDROP TABLE b;\n'), ['DROP TABLE a', 'DROP TABLE b']);
	t.deepEqual(splitScript('SELECT 1'), ['SELECT 1']);
});

test('a comment stays with the statement after it; text without a statement is left out', t => {
	t.deepEqual(splitScript('-- first; of two\nSELECT 1;\n\n/* second; */ SELECT 2;\n-- the end\n;;'), [
		'-- first; of two\nSELECT 1',
		'/* second; */ SELECT 2',
	]);
	t.deepEqual(splitScript(' \n-- nothing\n'), []);
	const ruler = `-- ${'-- '.repeat(40)}${'-'.repeat(60)}`;
	t.deepEqual(splitScript(`${ruler}\nSELECT 1;${ruler}`), [`${ruler}\nSELECT 1`]);
});

test('semicolons in strings, quoted names and dollar quotes are text', t => {
	const statements = [
		"SELECT 'it''s; one', '\\'",
		'SELECT 1 AS "a;""b"',
		"SELECT $$;'$$, $tag$ $$; $tag$",
		"SELECT '-- no comment;'",
	];
	t.deepEqual(splitScript(statements.join(';\n')), statements);
});

test('a string or comment that never ends takes the rest', t => {
	t.deepEqual(splitScript("SELECT 'open; SELECT 2"), ["SELECT 'open; SELECT 2"]);
});
