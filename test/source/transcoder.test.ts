import {gzipSync} from 'node:zlib';
import test from 'ava';
import {KeyCounts} from '../../src/source/json/key-counts.js';
import {Transcoder} from '../../src/source/json/transcoder.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {decodeCopy, readRecords} from './read-records.js';
import {reads} from './reads.js';
import {fullRecord, recordKeys} from './record-keys.js';

const notJson = /^not JSON/;
const a = '{"artist":"A"}';
const b = '{"artist":"B"}';
const c = '{"artist":"C"}';

test('writes columns in table order for any order of keys', t => {
	for (const kind of ['events', 'songs'] as const) {
		const keys = recordKeys[kind];
		const values = keys.map((_, index) => String(index + 1));
		const members = keys.map((key, index) => `"${key}":"${index + 1}"`);
		const shuffled = members.toSpliced(3, 0, members.at(-1)!).slice(0, -1);
		for (const order of [members, members.toReversed(), shuffled])
			t.deepEqual(readRecords(kind, `{${order.join(',')}}`).rows, [values], `${kind} ${order.join()}`);
	}
});

test('reads no record from an empty or blank file', t => {
	reads(t, '', []);
	reads(t, '\n', []);
	reads(t, ' \t\r\n\n   \r\n\t', []);
	reads(t, '\ufeff', []);
	reads(t, '\ufeff\r\n', []);
});

test('accepts LF, CRLF, blank lines and a missing final line end', t => {
	reads(t, a, ['A']);
	reads(t, `${a}\n${b}\n`, ['A', 'B']);
	reads(t, `${a}\n${b}`, ['A', 'B']);
	reads(t, `${a}\r\n${b}\r\n`, ['A', 'B']);
	reads(t, `\n\r\n  ${a}  \n \t \n\n\t${b}\n\n`, ['A', 'B']);
	reads(t, `${a}\r\n\r\nx\r\n${b}`, ['A', 'B'], [[3, null, notJson, 'x']]);
});

test('skips a byte-order mark only at the start of a file', t => {
	reads(t, `\ufeff${a}\n${b}`, ['A', 'B']);
	reads(t, `\ufeff\n${a}`, ['A']);
	reads(t, `\ufeffx\n${a}`, ['A'], [[1, null, notJson, 'x']]);
	reads(t, `${a}\n\ufeff${b}\n${c}`, ['A', 'C'], [[2, null, notJson, `\ufeff${b}`]]);
	reads(t, `\ufeff\ufeff${a}\n${b}`, ['B'], [[1, null, notJson]]);
	reads(t, `\ufeff${fullRecord('events', {artist: '"A"'})}`, ['A']);
});

test('reads several objects on a line, with or without white space between them', t => {
	reads(t, `${a}${b}${c}`, ['A', 'B', 'C']);
	reads(t, `${a} ${b}\t${c}\n${a}`, ['A', 'B', 'C', 'A']);
	const record = fullRecord('events', {artist: '"U"'});
	reads(t, `${record}${record} ${a}${record}`, ['U', 'U', 'A', 'U']);
});

test('reads multi-line objects and rejects them at their last line', t => {
	const pretty = '{\n  "artist": "A",\n  "ts": 5,\n\n  "page"\n:\n"Home"\n}';
	reads(t, pretty, ['A']);
	// The first object takes lines 1 to 8, the second 9 to 12, the third is on line 12.
	reads(
		t,
		`${pretty}\n{\n"artist":"B",\n"ts":"x"\n} {"artist":"C"}\n5`,
		['A', 'C'],
		[
			[12, 'ts', /not a number/, '{\n"artist":"B",\n"ts":"x"\n}'],
			[13, null, /a JSON number, not an object/, '5'],
		],
	);
	reads(t, `${pretty}${pretty}`.replaceAll('\n', '\r\n'), ['A', 'A']);
});

test('reads an empty object as a row of NULLs', t => {
	reads(t, '{}\n{ }', [null, null]);
});

test('accepts white space wherever JSON allows it', t => {
	reads(t, ' { "artist" : "A" , "ts"\t:\r5 } ', ['A']);
	const spaced = fullRecord('events', {artist: '"A"'}).replaceAll(':', ': ').replaceAll(',', ', ');
	reads(t, spaced, ['A']);
	reads(t, spaced.replaceAll(' ', '  '), ['A']);
});

test('ignores unknown keys with any value', t => {
	reads(t, '{"artist":"A","extra":{"artist":"no"},"more":[true,"\\ud800","\\u0000"],"":1}', ['A']);
	reads(t, '{"artist ":"no","\u017fong":"no"}', [null]);
	reads(t, fullRecord('events', {artist: '"A"'}).replace(/\}$/, ',"extra":1}'), ['A']);
	reads(t, '{"\\u0061rtist":"A","__proto__":{"ts":"x"}}', ['A']);
});

test('matches keys in any case and prefers the listed spelling, then the last key', t => {
	const firstName = (record: string) => readRecords('events', record).rows[0]?.[2];
	t.is(firstName('{"firstname":"A"}'), 'A');
	t.is(firstName('{"FIRSTNAME":"A"}'), 'A');
	t.is(firstName('{"firstName":"A","firstname":"B"}'), 'A');
	t.is(firstName('{"firstname":"B","firstName":"A","FirstName":"C"}'), 'A');
	t.is(firstName('{"firstname":"B","firstName":null}'), null);
	t.is(firstName('{"FIRSTNAME":"A","firstname":"B"}'), 'B');
	t.is(firstName('{"firstName":"A","firstName":"B","firstname":"C"}'), 'B');
	// An unused value can't reject the record.
	reads(t, '{"ts":5,"TS":"x","artist":"A"}', ['A']);
	reads(t, '{"ts":"x","TS":5}', [], [[1, 'ts', /not a number/]]);
	t.deepEqual(readRecords('songs', '{"SONG_ID":"S","Year":1999}').rows[0]?.filter(Boolean), ['S', '1999']);
	const record = fullRecord('events', {artist: '"A"', userAgent: '"U"'});
	t.deepEqual(
		readRecords('events', record.toLowerCase()).rows,
		readRecords(
			'events',
			record.replaceAll(/"[AU]"/g, text => text.toLowerCase()),
		).rows,
	);
});

test('uses the last value of a duplicate key', t => {
	reads(t, '{"artist":"no","artist":"A"}', ['A']);
	reads(t, '{"artist":"no","artist":null}', [null]);
	reads(t, '{"artist":"no","\\u0061rtist":"A"}', ['A']);
	reads(t, '{"artist":"A","ts":"x","ts":5}', ['A']);
	reads(t, '{"ts":5,"ts":"x"}', [], [[1, 'ts', /not a number/]]);
	const record = fullRecord('events', {artist: '"A"'});
	reads(t, record.replace(/\}$/, ',"artist":"B"}'), ['B']);
});

test('accepts objects of up to 4 MB and not a byte more', t => {
	const limit = 4 * 1024 * 1024;
	const sized = (bytes: number) => {
		const frame = '{"artist":"L","pad":""}'.length;
		return `{"artist":"L","pad":"${'p'.repeat(bytes - frame)}"}`;
	};
	reads(t, `${sized(limit)}\n${a}`, ['L', 'A']);
	reads(t, `${a}\n${sized(limit + 1)}\n${b}`, ['A', 'B'], [[2, null, /longer than the limit of 4 MB/]]);
	// An unterminated string: the rest of its line is skipped.
	reads(
		t,
		`${a}\n{"artist":"${'p'.repeat(limit)}\n${b}`,
		['A', 'B'],
		[[2, null, /longer than the limit of 4 MB/]],
	);
	const {rows, rejects} = readRecords('events', `${sized(limit + 1)}\n${a}`, [1e6, 2e6, 3e6, 4e6]);
	t.is(rows.length, 1);
	t.deepEqual(
		rejects.map(({line, raw}) => [line, raw]),
		[[1, sized(limit + 1).slice(0, 1024)]],
	);
});

test('starts each file at line 1, however the previous file ended', t => {
	const transcoder = new Transcoder('events');
	const read = (file: string, text: string) => {
		const bytes = Buffer.from(text);
		transcoder.open(file);
		t.is(transcoder.read(bytes, 0, bytes.length, true), bytes.length);
	};
	read('1.json', `${a}\n\ntrash without an end`);
	read('2.json', `\ufeff${b}\n{"ts":"x"}`);
	read('3.json', '{"artist":"cut');
	read('4.json', c);
	t.is(transcoder.rows, 3);
	t.is(transcoder.rejects, 3);
	const {copyText, rows, rejects} = transcoder.take();
	t.is(rows, 3);
	t.deepEqual(
		decodeCopy(copyText).map(row => row[0]),
		['A', 'B', 'C'],
	);
	t.deepEqual(
		rejects.map(({file, line, column}) => [file, line, column]),
		[
			['1.json', 3, null],
			['2.json', 2, 'ts'],
			['3.json', 1, null],
		],
	);
	// `take` clears the output.
	t.deepEqual([transcoder.length, transcoder.rows, transcoder.rejects], [0, 0, 0]);
	t.deepEqual(transcoder.take(), {
		copyText: new Uint8Array(0),
		rows: 0,
		emptyRows: 0,
		times: 0,
		earlyTimes: 0,
		rejects: [],
	});
});

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

/** Reads lines of events in two chunks. */
function report(lines: readonly (string | Buffer)[], keys?: readonly string[]) {
	const transcoder = new Transcoder('events', keys);
	const half = Math.ceil(lines.length / 2);
	const bytes = (part: readonly (string | Buffer)[]) =>
		Buffer.concat(part.flatMap(line => [Buffer.from(line), Buffer.from('\n')]));
	const [first, second] = [bytes(lines.slice(0, half)), bytes(lines.slice(half))];
	transcoder.open('a.json');
	transcoder.read(first, 0, first.length, false);
	transcoder.read(second, 0, second.length, true);
	return transcoder.take();
}

const record = fullRecord('events', {artist: '"A"'});
const renamed = record.replace('userAgent', 'user_agent');

test('keys: reports nothing for records in the common form', t => {
	t.is(report([record, record, record.replaceAll(',', ', ')]).keys, undefined);
});

test('keys: counts unknown and missing keys by name, with the first occurrence', t => {
	const {keys} = report([record, renamed, record, record, renamed, renamed]);
	t.deepEqual(keys, {
		unknown: [{key: 'user_agent', records: 3, file: 'a.json', line: 2}],
		missing: [{key: 'userAgent', records: 3, file: 'a.json', line: 2}],
		unnamed: 0,
	});
});

test('keys: counts a key in another case as neither unknown nor missing', t => {
	t.is(report([record.toLowerCase(), record.toUpperCase().replaceAll('NULL', 'null')]).keys, undefined);
	t.is(report([record.replace('}', ',"ARTIST":"no"}')]).keys, undefined);
});

test('keys: counts a key once per record, rejected records included', t => {
	const {keys, rejects} = report([
		record.replace('}', ',"x":1,"x":{"y":2}}'),
		record.replace('}', ',"x":1,"ts":"x"}'),
	]);
	t.is(rejects.length, 1);
	t.deepEqual(keys?.unknown, [{key: 'x', records: 2, file: 'a.json', line: 1}]);
	t.deepEqual(keys?.missing, []);
});

test('keys: reports the last line of the record and counts missing keys on both paths', t => {
	const without = record.replace('"auth":null,', '');
	const {keys} = report([record, '', without.replace(',', '\n,'), without, without]);
	t.deepEqual(keys?.missing, [{key: 'auth', records: 3, file: 'a.json', line: 4}]);
});

test('keys: counts the same if other bytes in the chunk are not UTF-8', t => {
	const bad = Buffer.from(record.replace('"A"', '"\xff"'), 'latin1');
	const {keys, rows, emptyRows, times, rejects} = report([
		renamed,
		bad,
		renamed,
		record.replace('"auth":null,', ''),
		record,
	]);
	t.deepEqual([rows, emptyRows, times, rejects.length], [4, 0, 0, 1]);
	t.deepEqual(
		[keys?.unknown.map(({records}) => records), keys?.missing.map(({key, records}) => [key, records])],
		[
			[2],
			[
				['userAgent', 2],
				['auth', 1],
			],
		],
	);
});

test('keys: matches the keys of a jsonpaths file exactly', t => {
	const paths = stagingColumns.events.map(({key}) => (key === 'userAgent' ? 'user_agent' : key));
	t.is(report([renamed, renamed.replaceAll(',', '\n,')], paths).keys, undefined);
	const {keys, copyText} = report([record.replace('"artist"', '"Artist"')], paths);
	t.deepEqual(
		keys?.unknown.map(({key}) => key),
		['Artist', 'userAgent'],
	);
	t.deepEqual(
		keys?.missing.map(({key}) => key),
		['artist', 'user_agent'],
	);
	t.is(Buffer.from(copyText).toString(), `${'\t'.repeat(17)}\n`);
});

test('keys: counts rows of NULLs and times before 1990 on the slow path', t => {
	const seconds = fullRecord('events', {ts: '1541106106'});
	const lines = [seconds, fullRecord('events', {ts: '1541106106796'}), fullRecord('events', {}), '{}'];
	for (const spaced of [lines, lines.map(line => line.replaceAll(',', ' ,').replace('{}', '{ }'))]) {
		const {rows, emptyRows, times, earlyTimes} = report(spaced);
		t.deepEqual({rows, emptyRows, times, earlyTimes}, {rows: 4, emptyRows: 2, times: 2, earlyTimes: 1});
	}
});

test('keys: merges reports by first file and line, and counts unknown keys beyond 50 without names', t => {
	const counts = new KeyCounts();
	for (const [file, line] of [
		['b.json', 1],
		['a.json', 9],
		['a.json', 3],
		['a.json', 5],
	] as const)
		counts.addAll({unknown: [{key: 'x', records: 2, file, line}], missing: [], unnamed: 0});
	t.deepEqual(counts.report().unknown, [{key: 'x', records: 8, file: 'a.json', line: 3}]);
	for (let i = 0; i < 100; i++) counts.addUnknown({key: `key ${i}`, records: 2, file: 'a.json', line: 1});
	t.is(counts.report().unknown.length, 50);
	t.is(counts.report().unnamed, 102);
});
