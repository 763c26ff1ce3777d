import test from 'ava';
import type {Line} from '../../src/ui/line.js';
import {sqlLines} from '../../src/ui/sql-lines.js';

const textsOf = (lines: readonly Line[]) => lines.map(line => line.map(({text}) => text).join(''));

test('a line that is too long goes on in the next, between words and further to the right', t => {
	const sql = 'SELECT a\nFROM plays\n    WHERE first = second AND third = fourth';
	t.deepEqual(textsOf(sqlLines(sql, 28)), [
		'SELECT a',
		'FROM plays',
		'    WHERE first = second AND',
		'      third = fourth',
	]);
});

test('a line that just fits stays, and a word longer than a line is broken', t => {
	t.deepEqual(textsOf(sqlLines('SELECT abcdefghi', 16)), ['SELECT abcdefghi']);
	t.deepEqual(textsOf(sqlLines(`SELECT '${'x'.repeat(20)}'`, 16)), [
		'SELECT',
		`  '${'x'.repeat(13)}`,
		`  ${'x'.repeat(7)}'`,
	]);
});

test('a comment keeps its look in the lines that it goes on in', t => {
	const lines = sqlLines('-- one two three four', 14);
	t.deepEqual(textsOf(lines), ['-- one two', '  three four']);
	t.deepEqual(lines[1]?.at(-1)?.color ?? lines[1]?.at(-1)?.dim, lines[0]?.[0]?.color ?? lines[0]?.[0]?.dim);
});
