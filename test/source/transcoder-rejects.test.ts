import {gzipSync} from 'node:zlib';
import test from 'ava';
import {readRecords} from './read-records.js';
import {reads} from './reads.js';
import {fullRecord} from './record-keys.js';

const notJson = /^not JSON/;
const a = '{"artist":"A"}';
const b = '{"artist":"B"}';
const c = '{"artist":"C"}';

test('rejects a record that is not an object and names its type', t => {
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

test('rejects an enclosing array as one record and explains it', t => {
	const array = /^an array around the records; remove the \[ and \]/;
	reads(t, `[${a},${b}]`, [], [[1, null, array, `[${a},${b}]`]]);
	reads(t, `[\n${a},\n${b}\n]\n${c}`, ['C'], [[4, null, array]]);
	reads(t, `[${a},\n`, [], [[1, null, array]]);
	reads(t, `[ ${a} ${b} ]\n`, [], [[1, null, array]]);
	reads(t, '[]', [], [[1, null, /array/]]);
});

test('resumes at the next line that starts with a brace after invalid JSON', t => {
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
			[3, null, notJson, '}\n]\n:'],
			[5, null, notJson, '\ufffd'],
		],
	);
	reads(
		t,
		`\n\ngarbage one\n\ngarbage two\r\n${a}\nthree`,
		['A'],
		[
			[5, null, notJson, 'garbage one\n\ngarbage two'],
			[7, null, notJson, 'three'],
		],
	);
	reads(t, `x\n {"artist":"indented"}\n\n \n${a}`, ['A'], [[2, null, notJson, 'x\n {"artist":"indented"}']]);
});

test('rejects a broken pretty-printed record once, at its last line', t => {
	const broken = '{\n  "artist": "X"\n  "song": {\n    "a": 1\n  }\n}';
	reads(t, `${a}\n${broken}\n${b}`, ['A', 'B'], [[7, null, notJson, broken]]);
	reads(
		t,
		`${broken}\n\n${broken}`,
		[],
		[
			[6, null, notJson, broken],
			[13, null, notJson, broken],
		],
	);
	const long = `{\n  "artist" "X",\n${'  "pad": 1,\n'.repeat(5000)}}`;
	reads(t, `${long}\n${a}`, ['A'], [[5003, null, notJson, long.slice(0, 1024).trimEnd()]]);
});

test('rejects invalid JSON, one record per line', t => {
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
		// The same between valid records.
		const valid = fullRecord('events', {artist: '"U"'});
		reads(t, `${valid}\n${record}\n${valid}\n`, ['U', 'U'], [[2, null, notJson]]);
	}
	for (const value of ['007', '-01', '1.', '1.e5', '- 1', '--1', '1e', '5a'])
		reads(t, `${fullRecord('events', {artist: '"U"', ts: value})}\n${a}`, ['A'], [[1, null, notJson]]);
});

test('names the expected and the found text and its position', t => {
	// Byte 15 of {"artist":"A",} is its second brace.
	reads(t, '  {"artist":"A",}', [], [[1, null, /^not JSON: a comma before the \} at byte 15$/]]);
	reads(
		t,
		'{"artist":"A" "ts":5}',
		[],
		[[1, null, /^not JSON: expected a comma or \} at byte 15, found "\\""$/]],
	);
	reads(t, `${a} é`, ['A'], [[1, null, /^not JSON: .* at byte 1, found "é"$/]]);
});

test('rejects only the record that was cut off', t => {
	const cutOff = /the file ends in the middle of a record/;
	reads(t, `${a}\n{"artist":"B`, ['A'], [[2, null, cutOff, '{"artist":"B']]);
	reads(t, `${a}\n{`, ['A'], [[2, null, cutOff, '{']]);
	reads(t, `${a}\n{"artist":"B"`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"artist":"B\\`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"artist":"\\u00`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"artist":tr`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n{"ts":-`, ['A'], [[2, null, cutOff]]);
	reads(t, `${a}\n"B`, ['A'], [[2, null, cutOff]]);
	reads(t, `${fullRecord('events', {artist: '"A"'}).slice(0, -1)}`, [], [[1, null, cutOff]]);
	// In the middle of a file: within a text, after a value, after a comma.
	reads(t, `${a}\n{"artist":"B\n${c}\n`, ['A', 'C'], [[2, null, notJson, '{"artist":"B']]);
	reads(t, `${a}\n{"artist":"B"\n${c}\n`, ['A', 'C'], [[2, null, notJson]]);
	reads(t, `${a}\n{"artist":"B",\n${c}\n`, ['A', 'C'], [[2, null, notJson]]);
	// After a colon, the next line is read as the value until the text after it proves otherwise.
	reads(t, `{"artist":\n${b}\n${c}\n`, ['B', 'C'], [[1, null, notJson, '{"artist":']]);
	reads(t, `{"artist":\n${b}\n`, ['B'], [[1, null, cutOff, '{"artist":']]);
	reads(t, `[\n${a}\n`, ['A'], [[1, null, /^an array around the records/, '[']]);
	reads(t, `${a}\n[1,\n`, ['A'], [[2, null, cutOff, '[1,']]);
});

test('explains common mistakes', t => {
	for (const [record, reason] of [
		['{"artist":"B\nx', 'not JSON: the line ends in the middle of a value (at byte 13)'],
		['{"artist":"B\r\nx', 'not JSON: the line ends in the middle of a value (at byte 13)'],
		['{"artist":tru\n}', 'not JSON: the line ends in the middle of a value (at byte 14)'],
		['{"artist":"a\tb"}', 'not JSON: a control character at byte 13 must be written as \\u0009'],
		['{“artist”:"A"}', 'not JSON: a curly quotation mark (“) at byte 2; use straight ones (")'],
		["{'artist':'A'}", 'not JSON: a single quotation mark at byte 2; use double ones (")'],
		['{"artist":None}', 'not JSON: None at byte 11; use null'],
		['{"artist":NaN}', 'not JSON: NaN at byte 11; use null'],
		['{"artist":True}', 'not JSON: True at byte 11; use true'],
		['{"artist":"\\x41"}', 'not JSON: expected a JSON escape sequence after \\ at byte 13, found "x"'],
		['artist,song', 'not JSON: expected a record in { } at byte 1, found "a"'],
		['\ufeff{}', 'not JSON: a byte-order mark in the middle of the file'],
	] as const)
		t.deepEqual(
			readRecords('events', `${a}\n${record}`).rejects.map(reject => reject.reason),
			[reason],
		);
});

test('rejects a file in another format once and names the format', t => {
	const text = `${a}\n${b}\n`;
	const littleEndian = Buffer.from(text, 'utf16le');
	const bigEndian = Buffer.from(littleEndian).swap16();
	const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
	for (const [bytes, reason] of [
		[littleEndian, /^text in UTF-16; convert/],
		[bigEndian, /^text in UTF-16; convert/],
		[marked, /^text in UTF-16; convert/],
		[Buffer.from(marked).swap16(), /^text in UTF-16; convert/],
		[Buffer.from('\n{}', 'utf16le'), /^text in UTF-16; convert/],
		[gzipSync(text.repeat(1000)), /^gzip data; decompress the file, or name it \.gz$/],
		[Buffer.concat([Buffer.of(0x28, 0xb5, 0x2f, 0xfd), Buffer.from(`\n${a}`)]), /^Zstandard data/],
	] as const)
		for (const cuts of [[], [1], [5], [...bytes.keys()].slice(0, 100)]) {
			const {rows, rejects} = readRecords('events', bytes, cuts);
			t.deepEqual(rows, []);
			t.deepEqual(
				rejects.map(({line, column}) => [line, column]),
				[[1, null]],
			);
			t.regex(rejects[0]!.reason, reason);
		}
});

test('names the first column in table order whose value is rejected', t => {
	reads(t, '{"userId":"x","ts":"y","itemInSession":1.5}', [], [[1, 'iteminsession', /fraction/]]);
	reads(t, '{"userId":"x","ts":"y"}', [], [[1, 'ts', /"y" is not a number/]]);
	t.is(readRecords('songs', '{"year":"x"}').rejects[0]?.column, 'year');
});

test('rejects only the bad record on a line', t => {
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

test('rejects only the record with invalid UTF-8', t => {
	const valid = fullRecord('events', {artist: '"U"'});
	for (const bytes of [
		[0xff],
		[0xc3], // the first byte of a letter
		[0xa9], // the second byte
		[0xc0, 0x80], // NUL, overlong
		[0xe2, 0x82],
		[0xed, 0xa0, 0x80], // a lone surrogate
		[0xf4, 0x90, 0x80, 0x80], // beyond U+10FFFF
		[0x42, 0xe9, 0x6c], // Latin-1
	]) {
		const bad = Buffer.concat([Buffer.from('{"artist":"'), Buffer.from(bytes), Buffer.from('"}\n')]);
		const badUsual = Buffer.concat([
			Buffer.from(valid.slice(0, valid.indexOf('U'))),
			Buffer.from(bytes),
			Buffer.from(valid.slice(valid.indexOf('U') + 1)),
			Buffer.from('\n'),
		]);
		const good = Buffer.from(`${valid}\n${a}\n`);
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
	// In text that is not JSON it makes no difference; the valid part can still be shown.
	reads(
		t,
		Buffer.concat([Buffer.from([0xff, 0xfd]), Buffer.from(`\n${a}`)]),
		['A'],
		[[1, null, notJson, '\ufffd\ufffd']],
	);
	// In an unknown key.
	reads(
		t,
		Buffer.concat([Buffer.from('{"\xff":1}\n', 'latin1'), Buffer.from(a)]),
		['A'],
		[[1, null, /not UTF-8/]],
	);
});

test('rejects a multi-line record with invalid UTF-8 once', t => {
	const pretty = Buffer.from('{\n  "artist": "\xff",\n  "ts": 5\n}\n', 'latin1');
	reads(
		t,
		Buffer.concat([Buffer.from(`${a}\n`), pretty, Buffer.from(b)]),
		['A', 'B'],
		[[5, null, /not UTF-8/]],
	);
});

test('keeps the file and the first 1,024 characters of the raw text in a reject', t => {
	const {rejects} = readRecords('events', `{"ts":"${'x'.repeat(5000)}"}`, [], 'log_data/2018/11/a.json');
	t.is(rejects[0]?.file, 'log_data/2018/11/a.json');
	t.is(rejects[0]?.raw, `{"ts":"${'x'.repeat(1017)}`);
	t.is(readRecords('events', 'z'.repeat(9000)).rejects[0]?.raw, 'z'.repeat(1024));
	t.is(readRecords('events', 'é'.repeat(9000)).rejects[0]?.raw, 'é'.repeat(1024));
	t.is(readRecords('events', '日'.repeat(9000)).rejects[0]?.raw, '日'.repeat(1024));
	// Never a lone surrogate, nor NUL, which warehouses can't store.
	for (const text of [`x${'😀'.repeat(2000)}`, '😀'.repeat(2000)]) {
		const {raw} = readRecords('events', text).rejects[0]!;
		t.true(raw.isWellFormed());
		t.true(raw.length <= 1024);
		t.deepEqual([...raw].slice(0, 511), [...text].slice(0, 511));
	}
	t.is(readRecords('events', 'a\u0000b').rejects[0]?.raw, 'a\ufffdb');
	// The invalid value is shown, but shortened.
	t.true(rejects[0]!.reason.length < 100);
});

test('rejects a thousand levels of brackets without crashing', t => {
	const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
	reads(t, `{"artist":${deep}}\n${a}`, ['A'], [[1, null, /levels/]]);
	reads(t, `${'{"a":'.repeat(100_000)}\n${a}`, ['A'], [[1, null, /levels/]]);
	reads(t, `{"extra":${'['.repeat(500)}${']'.repeat(500)},"artist":"A"}`, ['A']);
});
