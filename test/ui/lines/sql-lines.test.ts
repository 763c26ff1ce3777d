import test from 'ava';
import type {Line} from '../../../src/ui/lines/line.js';
import {sqlLines} from '../../../src/ui/lines/sql-lines.js';

const textsOf = (lines: readonly Line[]) => lines.map(line => line.map(({text}) => text).join(''));

test('wraps a long line between words and indents the continuation', t => {
	const sql = 'SELECT a\nFROM plays\n    WHERE first = second AND third = fourth';
	t.deepEqual(textsOf(sqlLines(sql, 28)), [
		'SELECT a',
		'FROM plays',
		'    WHERE first = second AND',
		'      third = fourth',
	]);
});

test('keeps a line that just fits, and breaks a word longer than a line', t => {
	t.deepEqual(textsOf(sqlLines('SELECT abcdefghi', 16)), ['SELECT abcdefghi']);
	t.deepEqual(textsOf(sqlLines(`SELECT '${'x'.repeat(20)}'`, 16)), [
		'SELECT',
		`  '${'x'.repeat(13)}`,
		`  ${'x'.repeat(7)}'`,
	]);
});

test('keeps the style of a comment in its continuation lines', t => {
	const lines = sqlLines('-- one two three four', 14);
	t.deepEqual(textsOf(lines), ['-- one two', '  three four']);
	t.deepEqual(lines[1]?.at(-1)?.color ?? lines[1]?.at(-1)?.dim, lines[0]?.[0]?.color ?? lines[0]?.[0]?.dim);
});
