import test from 'ava';
import stringWidth from 'string-width';
import {graphemes} from '../../src/format/graphemes.js';
import {displayWidth} from '../../src/format/text-width.js';

test('splits into user-perceived characters', t => {
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

test('agrees with the segmenter for every pair of characters', t => {
	const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
	for (const text of [...pairs, pairs.join(' ')]) {
		t.deepEqual(
			graphemes(text),
			Array.from(segmenter.segment(text), ({segment}) => segment),
		);
	}
});

test('agrees with string-width for every pair of characters', t => {
	for (const text of [...pairs, pairs.join('')]) t.is(displayWidth(text), stringWidth(text), text);
});

test('splits a long text in linear time', t => {
	const text = '🎉'.repeat(100_000);
	const begun = performance.now();
	t.is(graphemes(text).length, 100_000);
	t.is(graphemes(`${'\u0301'.repeat(1000)}a`).at(-1), 'a');
	// The segmenter alone takes over ten seconds for half of it.
	t.true(performance.now() - begun < 10_000);
});
