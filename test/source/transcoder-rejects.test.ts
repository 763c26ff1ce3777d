import test from 'ava';
import {readRecords} from './read-records.js';
import {reads} from './reads.js';
import {usualRecord} from './record-keys.js';

const notJson = /^not JSON/;
const a = '{"artist":"A"}';
const b = '{"artist":"B"}';
const c = '{"artist":"C"}';

test('a record that is no object is rejected, and says what it is', t => {
	reads(
		t,
		`"text"\n5\n-1.5e3\ntrue\nfalse\nnull\n${a}`,
		['A'],
		[
			[1, null, /string/, '"text"'],
			[2, null, /number/, '5'],
			[3, null, /number/, '-1.5e3'],
			[4, null, /true/, 'true'],
			[5, null, /false/, 'false'],
			[6, null, /null/, 'null'],
		],
	);
	reads(
		t,
		`1 2${a}`,
		['A'],
		[
			[1, null, /number/, '1'],
			[1, null, /number/, '2'],
		],
	);
});

test('an array around the objects is one reject', t => {
	reads(t, `[${a},${b}]`, [], [[1, null, /array/, `[${a},${b}]`]]);
	reads(t, `[\n${a},\n${b}\n]\n${c}`, ['C'], [[1, null, /array/]]);
	reads(t, '[]', [], [[1, null, /array/]]);
});

test('after text that is no JSON, reading goes on at the next line', t => {
	reads(t, `hello\n${a}`, ['A'], [[1, null, notJson, 'hello']]);
	reads(t, `${a}\nhello ${b}\n${c}`, ['A', 'C'], [[2, null, notJson, `hello ${b}`]]);
	reads(t, `${a} trash ${b}\n${c}`, ['A', 'C'], [[1, null, notJson, `trash ${b}`]]);
	reads(t, `${a},\n${b}`, ['A', 'B'], [[1, null, notJson, ',']]);
	reads(t, `${a}\ntrash`, ['A'], [[2, null, notJson, 'trash']]);
	reads(
		t,
		`}\n]\n:\n${a}\n\u0000\n${b}`,
		['A', 'B'],
		[
			[1, null, notJson, '}'],
			[2, null, notJson, ']'],
			[3, null, notJson, ':'],
			[5, null, notJson, '\ufffd'],
		],
	);
	reads(
		t,
		`\n\ngarbage one\n\ngarbage two\r\n${a}\nthree`,
		['A'],
		[
			[3, null, notJson, 'garbage one'],
			[5, null, notJson, 'garbage two'],
			[7, null, notJson, 'three'],
		],
	);
});

test('what JSON does not allow is rejected, a record a line', t => {
	for (const record of [
		"{'artist':'A'}",
		'{artist:"A"}',
		'{"artist":"A",}',
		'{,"artist":"A"}',
		'{"artist"}',
		'{"artist" "A"}',
		'{"artist":}',
		'{"artist":"A" "ts":5}',
		'{"artist":A}',
		'{"artist":tru}',
		'{"artist":nul1}',
		'{"artist":True}',
		'{"artist":NaN}',
		'{"artist":undefined}',
		'{"ts":007}',
		'{"ts":-01.5}',
		'{"ts":+5}',
		'{"length":.5}',
		'{"length":5.}',
		'{"length":1.5e}',
		'{"length":1e+}',
		'{"ts":-}',
		'{"ts":0x10}',
		'{"ts":1_000}',
		'{"artist":"\\x41"}',
		'{"artist":"\\u12G4"}',
		'{"artist":"\\"}',
		'{"artist":"a\tb"}',
		'{"artist":"a\u0001b"}',
		'{"artist":"a\u0000b"}',
		'{"artist":[1,]}',
		'{"artist":[1 2]}',
		'{"artist":{"a":1,}}',
		'{"artist":"A"/*comment*/}',
		'{"artist":"A"]',
		'{"artist":"A"',
		'{"artist":"A',
		'{"artist":[',
		'{"artist":"A\\',
		'{\u00a0"artist":"A"}',
	]) {
		reads(t, `${record}\n${a}\n${b}`, ['A', 'B'], [[1, null, notJson]]);
		// The same among records in their usual form.
		const usual = usualRecord('events', {artist: '"U"'});
		reads(t, `${usual}\n${record}\n${usual}\n`, ['U', 'U'], [[2, null, notJson]]);
	}
	for (const value of ['007', '-01', '1.', '1.e5', '- 1', '--1', '1e', '5a'])
		reads(t, `${usualRecord('events', {artist: '"U"', ts: value})}\n${a}`, ['A'], [[1, null, notJson]]);
});

test('the reason says what was expected, where, and what is there', t => {
	// {"artist":"A",} has its second brace as byte 15.
	reads(t, '  {"artist":"A",}', [], [[1, null, /^not JSON: .*key.* at byte 15, found "\}"$/]]);
	reads(t, `${a} é`, ['A'], [[1, null, /^not JSON: .* at byte 1, found "é"$/]]);
});

test('a record that was cut off is rejected, and none of the others', t => {
	const cutOff = /ends inside/;
	reads(t, `${a}\n{"artist":"B`, ['A'], [[2, null, cutOff, '{"artist":"B']]);
	reads(t, `${a}\n{`, ['A'], [[2, null, cutOff, '{']]);
	reads(t, `${a}\n{"artist":"B"`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"artist":"B\\`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"artist":"\\u00`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"artist":tr`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"ts":-`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n"B`, ['A'], [[2, null, cutOff]]);
	reads(t, `${usualRecord('events', {artist: '"A"'}).slice(0, -1)}`, [], [[1, null, cutOff]]);
	// In the middle of a file: within a text, after a value, after a comma.
	reads(t, `${a}\n{"artist":"B\n${c}\n`, ['A', 'C'], [[2, null, notJson, '{"artist":"B']]);
	reads(t, `${a}\n{"artist":"B"\n${c}\n`, ['A', 'C'], [[2, null, notJson]]);
	reads(t, `${a}\n{"artist":"B",\n${c}\n`, ['A', 'C'], [[2, null, notJson]]);
	// After a colon the next line reads as the value, until what follows it shows that it was not.
	reads(t, `{"artist":\n${b}\n${c}\n`, ['B', 'C'], [[1, null, notJson, '{"artist":']]);
	reads(t, `{"artist":\n${b}\n`, ['B'], [[1, null, cutOff, '{"artist":']]);
	reads(t, `[\n${a}\n`, ['A'], [[1, null, cutOff, '[']]);
});

test('the first column of the table whose value is refused is named', t => {
	reads(t, '{"userId":"x","ts":"y","itemInSession":1.5}', [], [[1, 'iteminsession', /fraction/]]);
	reads(t, '{"userId":"x","ts":"y"}', [], [[1, 'ts', /"y" is no number/]]);
	t.is(readRecords('songs', '{"year":"x"}').rejects[0]?.column, 'year');
});

test('a bad record among good ones on a line is the only one rejected', t => {
	const bad = '{"artist":"bad","ts":true}';
	reads(
		t,
		`${a}${bad}${b} ${bad}\n${c}`,
		['A', 'B', 'C'],
		[
			[1, 'ts', /boolean/, bad],
			[1, 'ts', /boolean/, bad],
		],
	);
});

test('bytes that are not UTF-8 reject their record and no other', t => {
	const usual = usualRecord('events', {artist: '"U"'});
	for (const bytes of [
		[0xff],
		[0xc3], // the first half of a letter
		[0xa9], // the second half
		[0xc0, 0x80], // NUL in too many bytes
		[0xe2, 0x82],
		[0xed, 0xa0, 0x80], // half of a surrogate pair
		[0xf4, 0x90, 0x80, 0x80], // beyond U+10FFFF
		[0x42, 0xe9, 0x6c], // Latin-1
	]) {
		const bad = Buffer.concat([Buffer.from('{"artist":"'), Buffer.from(bytes), Buffer.from('"}\n')]);
		const badUsual = Buffer.concat([
			Buffer.from(usual.slice(0, usual.indexOf('U'))),
			Buffer.from(bytes),
			Buffer.from(usual.slice(usual.indexOf('U') + 1)),
			Buffer.from('\n'),
		]);
		const good = Buffer.from(`${usual}\n${a}\n`);
		reads(
			t,
			Buffer.concat([good, bad, good, badUsual, Buffer.from('{"artist":"é"}\n')]),
			['U', 'A', 'U', 'A', 'é'],
			[
				[3, null, /not UTF-8/],
				[6, null, /not UTF-8/],
			],
		);
	}
	// In text that is no JSON at all it makes no difference; what is left of it can be shown.
	reads(
		t,
		Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`\n${a}`)]),
		['A'],
		[[1, null, notJson, '\ufffd\ufffd']],
	);
	// In a key that no column has.
	reads(
		t,
		Buffer.concat([Buffer.from('{"\xff":1}\n', 'latin1'), Buffer.from(a)]),
		['A'],
		[[1, null, /not UTF-8/]],
	);
});

test('a record of many lines with bytes that are not UTF-8 is one reject', t => {
	const pretty = Buffer.from('{\n  "artist": "\xff",\n  "ts": 5\n}\n', 'latin1');
	reads(
		t,
		Buffer.concat([Buffer.from(`${a}\n`), pretty, Buffer.from(b)]),
		['A', 'B'],
		[[2, null, /not UTF-8/]],
	);
});

test('a reject keeps the file and the first 1,024 characters of the raw text', t => {
	const {rejects} = readRecords('events', `{"ts":"${'x'.repeat(5000)}"}`, [], 'log_data/2018/11/a.json');
	t.is(rejects[0]?.file, 'log_data/2018/11/a.json');
	t.is(rejects[0]?.raw, `{"ts":"${'x'.repeat(1017)}`);
	t.is(readRecords('events', 'z'.repeat(9000)).rejects[0]?.raw, 'z'.repeat(1024));
	t.is(readRecords('events', 'é'.repeat(9000)).rejects[0]?.raw, 'é'.repeat(1024));
	t.is(readRecords('events', '日'.repeat(9000)).rejects[0]?.raw, '日'.repeat(1024));
	// Never half a surrogate pair, nor NUL, which no warehouse stores.
	for (const text of [`x${'😀'.repeat(2000)}`, '😀'.repeat(2000)]) {
		const {raw} = readRecords('events', text).rejects[0]!;
		t.true(raw.isWellFormed());
		t.true(raw.length <= 1024);
		t.deepEqual([...raw].slice(0, 511), [...text].slice(0, 511));
	}
	t.is(readRecords('events', 'a\u0000b').rejects[0]?.raw, 'a\ufffdb');
	// The value that is wrong is shown, but not at any length.
	t.true(rejects[0]!.reason.length < 100);
});

test('a thousand levels of brackets are a reject, not a crash', t => {
	const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
	reads(t, `{"artist":${deep}}\n${a}`, ['A'], [[1, null, /levels/]]);
	reads(t, `${'{"a":'.repeat(100_000)}\n${a}`, ['A'], [[1, null, /levels/]]);
	reads(t, `{"extra":${'['.repeat(500)}${']'.repeat(500)},"artist":"A"}`, ['A']);
});
