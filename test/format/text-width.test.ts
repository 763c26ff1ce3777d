import test from 'ava';
import {displayWidth, fitWidth, padWidth, wrapText} from '../../src/format/text-width.js';

test('counts cells, not characters, in displayWidth', t => {
	t.is(displayWidth(''), 0);
	t.is(displayWidth('abc'), 3);
	t.is(displayWidth('e\u0301'), 1);
	t.is(displayWidth('日本語'), 6);
	t.is(displayWidth('🎉'), 2);
	t.is(displayWidth('␛[31m'), 5);
});

test('returns fitting text unchanged from fitWidth', t => {
	t.is(fitWidth('abc', 3), 'abc');
	t.is(fitWidth('日本', 4), '日本');
	t.is(fitWidth('', 0), '');
});

test('truncates with an ellipsis between characters in fitWidth', t => {
	t.is(fitWidth('abcdef', 4), 'abc…');
	t.is(fitWidth('日本語', 5), '日本…');
	t.is(fitWidth('日本語', 4), '日…');
	t.is(fitWidth('e\u0301e\u0301e\u0301', 2), 'e\u0301…');
	t.is(fitWidth('abc', 1), '…');
	t.is(fitWidth('abc', 0), '');
});

test('pads either side in padWidth', t => {
	t.is(padWidth('ab', 4), 'ab  ');
	t.is(padWidth('12', 4, 'right'), '  12');
	t.is(padWidth('日', 3), '日 ');
	t.is(padWidth('abc', 2), 'abc');
});

test('breaks at spaces in wrapText', t => {
	t.deepEqual(wrapText('one two three', 7), ['one two', 'three']);
	t.deepEqual(wrapText('one two three', 8), ['one two', 'three']);
	t.deepEqual(wrapText('one   two', 4), ['one', 'two']);
	t.deepEqual(wrapText('ab cd', 5), ['ab cd']);
});

test('keeps line ends and indentation in wrapText', t => {
	t.deepEqual(wrapText('a\n\nb', 10), ['a', '', 'b']);
	t.deepEqual(wrapText('  a b', 10), ['  a b']);
	t.deepEqual(wrapText('', 10), ['']);
});

test('breaks words longer than a line in wrapText', t => {
	t.deepEqual(wrapText('abcdefgh', 3), ['abc', 'def', 'gh']);
	t.deepEqual(wrapText('x abcdef', 4), ['x', 'abcd', 'ef']);
	t.deepEqual(wrapText('日本語', 4), ['日本', '語']);
	t.deepEqual(wrapText('日本', 1), ['日', '本']);
});

test('wraps to the width without losing a word', t => {
	const text =
		'Check that the folder exists,  and that\nyou may write to it: /a/very/long/path/name.csv 日本語の歌';
	for (let cells = 2; cells < 40; cells++) {
		const lines = wrapText(text, cells);
		t.true(lines.every(line => displayWidth(line) <= cells));
		t.is(lines.join('').replaceAll(/\s/g, ''), text.replaceAll(/\s/g, ''));
	}
});
