import test from 'ava';
import {splitScript} from '../../src/sql/split-script.js';

test('splits at semicolons and removes them', t => {
	t.deepEqual(splitScript('DROP TABLE a;\nDROP TABLE b;\n'), ['DROP TABLE a', 'DROP TABLE b']);
	t.deepEqual(splitScript('SELECT 1'), ['SELECT 1']);
});

test('keeps a comment with the statement after it and drops parts without a statement', t => {
	t.deepEqual(splitScript('-- first; of two\nSELECT 1;\n\n/* second; */ SELECT 2;\n-- the end\n;;'), [
		'-- first; of two\nSELECT 1',
		'/* second; */ SELECT 2',
	]);
	t.deepEqual(splitScript(' \n-- nothing\n'), []);
	const ruler = `-- ${'-- '.repeat(40)}${'-'.repeat(60)}`;
	t.deepEqual(splitScript(`${ruler}\nSELECT 1;${ruler}`), [`${ruler}\nSELECT 1`]);
});

test('ignores semicolons in strings, quoted names and dollar quotes', t => {
	const statements = [
		"SELECT 'it''s; one', '\\'",
		'SELECT 1 AS "a;""b"',
		"SELECT $$;'$$, $tag$ $$; $tag$",
		"SELECT '-- no comment;'",
	];
	t.deepEqual(splitScript(statements.join(';\n')), statements);
});

test('reads an unterminated string to the end of the script', t => {
	t.deepEqual(splitScript("SELECT 'open; SELECT 2"), ["SELECT 'open; SELECT 2"]);
});
