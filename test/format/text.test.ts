import test from 'ava';
import stringWidth from 'string-width';
import {bytes, count, duration, rate} from '../../src/format/figures.js';
import {graphemes} from '../../src/format/graphemes.js';
import {safeJson, safeLines, safeText} from '../../src/format/safe-text.js';
import {displayWidth, fitEnd, fitWidth, padWidth, wrapText} from '../../src/format/text-width.js';

test('separates thousands in count', t => {
	t.is(count(0), '0');
	t.is(count(999), '999');
	t.is(count(8056), '8,056');
	t.is(count(1234567.6), '1,234,568');
	t.is(count(-12345), '-12,345');
	t.is(count(12345678901234567890n), '12,345,678,901,234,567,890');
});

test('prints at most one decimal in bytes', t => {
	t.is(bytes(0), '0 B');
	t.is(bytes(512), '512 B');
	t.is(bytes(1000), '1 kB');
	t.is(bytes(3_712_345), '3.7 MB');
	t.is(bytes(2_000_000_000), '2 GB');
});

test('chooses a readable unit in duration', t => {
	t.is(duration(0), '0 ms');
	t.is(duration(-5), '0 ms');
	t.is(duration(12.4), '12 ms');
	t.is(duration(99.4), '99 ms');
	t.is(duration(99.6), '0.1 s');
	t.is(duration(400), '0.4 s');
	t.is(duration(9949), '9.9 s');
	t.is(duration(9960), '10 s');
	t.is(duration(12_300), '12 s');
	t.is(duration(59_600), '1 min 0 s');
	t.is(duration(200_000), '3 min 20 s');
	t.is(duration(3_599_700), '1 h 0 min');
	t.is(duration(3_900_000), '1 h 5 min');
});

test('prints three significant digits in rate', t => {
	t.is(rate(12_345, 1000), '12,300 rows/s');
	t.is(rate(500, 1000), '500 rows/s');
	t.is(rate(10, 3000), '3 rows/s');
	t.is(rate(0, 1000), '0 rows/s');
	t.is(rate(10, 0), '– rows/s');
});

test('graphemes: splits into user-perceived characters', t => {
	t.deepEqual(graphemes(''), []);
	t.deepEqual(graphemes('a b'), ['a', ' ', 'b']);
	t.deepEqual(graphemes('ae\u0301b'), ['a', 'e\u0301', 'b']);
	t.deepEqual(graphemes('x👩\u200D👧y'), ['x', '👩\u200D👧', 'y']);
	t.deepEqual(graphemes('🇳🇴🇮🇸'), ['🇳🇴', '🇮🇸']);
	t.deepEqual(graphemes('日本'), ['日', '本']);
});

/** Pairs of every two kinds of characters. */
const kinds = [
	'a',
	'ö',
	'Ж',
	'日',
	'か',
	'한',
	'\u1112\u1161',
	'e\u0301',
	'❤\uFE0F',
	'©\uFE0F',
	'1\uFE0F\u20E3',
	'👩\u200D👧',
	'👍🏽',
];
const pairs = [...kinds, '🇳🇴', 'ﾊﾞ', 'ا', 'क्षि', '…', '─', '␛', '\t', '\uD83C'].flatMap((first, _, all) =>
	all.map(second => first + second),
);

test('graphemes: agrees with the segmenter for every pair of characters', t => {
	const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
	for (const text of [...pairs, pairs.join(' ')]) {
		t.deepEqual(
			graphemes(text),
			Array.from(segmenter.segment(text), ({segment}) => segment),
		);
	}
});

test('graphemes: agrees with string-width for every pair of characters', t => {
	for (const text of [...pairs, pairs.join('')]) t.is(displayWidth(text), stringWidth(text), text);
});

test('graphemes: splits a long text in linear time', t => {
	const text = '🎉'.repeat(100_000);
	const begun = performance.now();
	t.is(graphemes(text).length, 100_000);
	t.is(graphemes(`${'\u0301'.repeat(1000)}a`).at(-1), 'a');
	// The segmenter alone takes over ten seconds for half of it.
	t.true(performance.now() - begun < 10_000);
});

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

test('truncates to the end between characters in fitEnd', t => {
	t.is(fitEnd('abc', 3), 'abc');
	t.is(fitEnd('abcdef', 4), '…def');
	t.is(fitEnd('日本語', 4), '…語');
	t.is(fitEnd('e\u0301e\u0301e\u0301', 2), '…e\u0301');
	t.is(fitEnd('abc', 1), '…');
	t.is(fitEnd('abc', 0), '');
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

test('safe text: replaces controls with their pictures', t => {
	t.is(safeText('a\tb\nc\r\0'), 'a␉b␊c␍␀');
	t.is(safeText('\u001B[31mred\u001B[0m'), '␛[31mred␛[0m');
	t.is(safeText('\u007F'), '␡');
	t.is(safeText('\u001F'), '␟');
});

test('safe text: keeps line ends and tabs in safeLines', t => {
	t.is(safeLines('a\tb\r\nc\rd\n\u001B[2J\u009B\n'), 'a\tb\nc␍d\n␛[2J·\n');
});

test('safe text: keeps the meaning of JSON', t => {
	const json = JSON.stringify('\u001B\u007F\u0080\u009Bé');
	t.notRegex(safeJson(json), /[\0-\x1F\x7F-\x9F]/);
	t.is(JSON.parse(safeJson(json)), '\u001B\u007F\u0080\u009Bé');
});

test('safe text: replaces C1 controls, which some terminals interpret as escape sequences', t => {
	t.is(safeText('\u009B31m'), '·31m');
	t.is(safeText('\u0085'), '␤');
});

test('safe text: replaces line and paragraph separators', t => {
	t.is(safeText('a\u2028b\u2029c'), 'a␤b␤c');
});

test('safe text: replaces invisible and direction-changing characters', t => {
	t.is(safeText('\u202Eevil\u202C'), '·evil·');
	t.is(safeText('\u2066a\u2069\u200Eb\u200F\u061C'), '·a··b··');
	t.is(safeText('pass\u200Bword\uFEFF\u2060\u00AD'), 'pass·word···');
	t.is(safeText('\u{E0041}'), '·');
});

test('safe text: splits an emoji sequence, because terminals disagree on its width', t => {
	t.is(safeText('👩\u200D👧'), '👩·👧');
});

test('safe text: replaces a lone surrogate with the replacement character', t => {
	t.is(safeText('a\uD83Db'), 'a\uFFFDb');
	t.is(safeText('\uDE00'), '\uFFFD');
});

test('safe text: changes nothing else', t => {
	const text = 'Björk – ‘Jóga’ · 日本語 e\u0301 ❤\uFE0F 🎉 العربية עברית \u00A0§ ~!@#\\"';
	t.is(safeText(text), text);
});

test('safe text: returns visible text for every character', t => {
	const harmful: string[] = [];
	for (let code = 0; code < 0x1_00_00; code++) {
		const shown = safeText(String.fromCharCode(code));
		if (shown === '' || /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u.test(shown))
			harmful.push(code.toString(16));
	}
	t.deepEqual(harmful, []);
});
