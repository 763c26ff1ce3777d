import test from 'ava';
import {Transcoder} from '../../src/source/json/transcoder.js';
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
