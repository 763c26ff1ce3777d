import test from 'ava';
import {each, holds, isRejected} from './outcomes.js';

test('keeps text in a text column unchanged', t => {
	each('text', (kind, key) => {
		for (const text of [
			'Reno',
			' two  blanks ',
			'112',
			'null',
			'\\N',
			'a\\nb',
			'"quoted"',
			"it's",
			'a\tb',
			'a\nb\rc',
			'\\',
			'C:\\temp\\new\\rest\\x5c',
			'Beyoncé',
			'日本語',
			'Ωmega',
			'😀 and 👨‍👩‍👧',
			'a\u0301',
			'\ufeffmark',
			'\u007f\u0080\u00a0\u2028\u2029\ufffd',
			'\u0001\u0008\u000b\u000c\u001b[31m\u001f',
		])
			holds(t, kind, key, JSON.stringify(text), text);
	});
});

test('decodes all JSON escapes', t => {
	holds(t, 'events', 'song', String.raw`"\"\\\/\b\f\n\r\t"`, '"\\/\b\f\n\r\t');
	holds(t, 'events', 'song', String.raw`"\u0041\u00e9\u00E9\u20ac\uFFFF"`, 'Aéé€\uffff');
	holds(t, 'events', 'song', String.raw`"\ud83d\ude00"`, '😀');
	holds(t, 'events', 'song', String.raw`"\uDBFF\uDFFF"`, '\u{10ffff}');
	holds(t, 'events', 'song', String.raw`"\u005cn\u0022\u0009\u000a\u000d"`, '\\n"\t\n\r');
	holds(t, 'events', 'song', String.raw`"\\u0041"`, '\\u0041');
});

test('keeps the digits of a number in a text column', t => {
	each('text', (kind, key) => {
		for (const json of [
			'112',
			'-7',
			'1540919166796.0',
			'1.540919166796E12',
			'9007199254740993',
			'1e400',
			'1e-400',
			'-0.0',
			'3.10',
		])
			holds(t, kind, key, json, json);
	});
});

test('writes a boolean in a text column as its word', t => {
	each('text', (kind, key) => {
		holds(t, kind, key, 'true', 'true');
		holds(t, kind, key, 'false', 'false');
	});
});

test('keeps the JSON text of an object or array in a text column', t => {
	each('text', (kind, key) => {
		for (const json of [
			'{}',
			'[]',
			'{"city":"Reno","zip":[89501, 1.0]}',
			'[ 1 , "two\\n" ]',
			'{"a":{"b":{"c":null}}}',
			'["\\ud83d"]',
		])
			holds(t, kind, key, json, json);
	});
});

test('accepts text of up to 2,048 bytes of UTF-8', t => {
	const rejected = /text of 2,\d{3} bytes; the column holds 2,048/;
	each('text', (kind, key) => {
		for (const [character, bytes] of [
			['a', 1],
			['é', 2],
			['€', 3],
			['😀', 4],
		] as const) {
			// 2,048 is not a multiple of 3: one-byte letters fill the rest.
			const full = character.repeat(Math.floor(2048 / bytes)) + 'x'.repeat(2048 % bytes);
			holds(t, kind, key, JSON.stringify(full), full);
			isRejected(t, kind, key, JSON.stringify(`${full}x`), rejected);
		}
	});
	// The decoded text counts: \u00e9 has six bytes in the file and two in the column.
	holds(t, 'events', 'song', `"${'\\u00e9'.repeat(1024)}"`, 'é'.repeat(1024));
	isRejected(t, 'events', 'song', `"${'\\u00e9'.repeat(1024)}x"`, rejected);
	holds(t, 'events', 'song', `"${'\\ud83d\\ude00'.repeat(512)}"`, '😀'.repeat(512));
	isRejected(t, 'events', 'song', `"${'\\ud83d\\ude00'.repeat(512)}x"`, rejected);
	holds(t, 'events', 'song', `"${'\\\\'.repeat(2048)}"`, '\\'.repeat(2048));
	isRejected(t, 'events', 'song', `"${'\\\\'.repeat(2049)}"`, rejected);
	holds(t, 'events', 'song', '1'.repeat(2048), '1'.repeat(2048));
	isRejected(t, 'events', 'song', '1'.repeat(2049), rejected);
	holds(t, 'events', 'song', `["${'a'.repeat(2044)}"]`, `["${'a'.repeat(2044)}"]`);
	isRejected(t, 'events', 'song', `["${'a'.repeat(2045)}"]`, rejected);
});

test('rejects NUL and lone surrogates in text', t => {
	each('text', (kind, key) => {
		isRejected(t, kind, key, String.raw`"a\u0000b"`, /NUL/);
		isRejected(t, kind, key, String.raw`"\ud800"`, /surrogate/);
		isRejected(t, kind, key, String.raw`"\udc00\ud800"`, /surrogate/);
		isRejected(t, kind, key, String.raw`"\ud83dx\ude00"`, /surrogate/);
	});
});
