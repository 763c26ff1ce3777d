import test from 'ava';
import {safeJson, safeLines, safeText} from '../../src/format/safe-text.js';

test('replaces controls with their pictures', t => {
	t.is(safeText('a\tb\nc\r\0'), 'a␉b␊c␍␀');
	t.is(safeText('\u001B[31mred\u001B[0m'), '␛[31mred␛[0m');
	t.is(safeText('\u007F'), '␡');
	t.is(safeText('\u001F'), '␟');
});

test('keeps line ends and tabs in safeLines', t => {
	t.is(safeLines('a\tb\r\nc\rd\n\u001B[2J\u009B\n'), 'a\tb\nc␍d\n␛[2J·\n');
});

test('keeps the meaning of JSON', t => {
	const json = JSON.stringify('\u001B\u007F\u0080\u009Bé');
	t.notRegex(safeJson(json), /[\0-\x1F\x7F-\x9F]/);
	t.is(JSON.parse(safeJson(json)), '\u001B\u007F\u0080\u009Bé');
});

test('replaces C1 controls, which some terminals interpret as escape sequences', t => {
	t.is(safeText('\u009B31m'), '·31m');
	t.is(safeText('\u0085'), '␤');
});

test('replaces line and paragraph separators', t => {
	t.is(safeText('a\u2028b\u2029c'), 'a␤b␤c');
});

test('replaces invisible and direction-changing characters', t => {
	t.is(safeText('\u202Eevil\u202C'), '·evil·');
	t.is(safeText('\u2066a\u2069\u200Eb\u200F\u061C'), '·a··b··');
	t.is(safeText('pass\u200Bword\uFEFF\u2060\u00AD'), 'pass·word···');
	t.is(safeText('\u{E0041}'), '·');
});

test('splits an emoji sequence, because terminals disagree on its width', t => {
	t.is(safeText('👩\u200D👧'), '👩·👧');
});

test('replaces a lone surrogate with the replacement character', t => {
	t.is(safeText('a\uD83Db'), 'a\uFFFDb');
	t.is(safeText('\uDE00'), '\uFFFD');
});

test('changes nothing else', t => {
	const text = 'Björk – ‘Jóga’ · 日本語 e\u0301 ❤\uFE0F 🎉 العربية עברית \u00A0§ ~!@#\\"';
	t.is(safeText(text), text);
});

test('returns visible text for every character', t => {
	const harmful: string[] = [];
	for (let code = 0; code < 0x1_00_00; code++) {
		const shown = safeText(String.fromCharCode(code));
		if (shown === '' || /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u.test(shown))
			harmful.push(code.toString(16));
	}
	t.deepEqual(harmful, []);
});
