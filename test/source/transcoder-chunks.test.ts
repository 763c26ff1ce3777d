import test, {type ExecutionContext} from 'ava';
import {randomNumbers} from './random-numbers.js';
import {readRecords} from './read-records.js';
import {fullRecord} from './record-keys.js';

const record = fullRecord('events', {
	artist: '"Beyoncé \\u00e9\\\\ 😀"',
	length: '218.93179',
	page: '"NextSong"',
	registration: '1540919166796.0',
	ts: '1541106106796',
	userId: '"10"',
});

/** All hard cases in one file: 12 rows, and the rejects listed below. */
const hardLines: readonly string[] = [
	`\ufeff${record}\r`,
	'',
	`  {"artist":"A"}{"artist":"é"} {"artist":"\\ud83d\\ude00"}\t\r`,
	'{', // line 4: an object over many lines
	'  "artist" : "日本語",',
	'  "extra" : {"a": [1, 2.5e-3, {"b": "}"}]},',
	'  "ts" : 1.540919166796E12',
	`} ${record}`,
	'{"ts":"trash"}', // line 9: ts
	'é garbage 😀 {"artist":"lost"}', // line 10
	`${record} "text" 12 -1.5e3 true null [1,`, // line 11: five values, and an array that goes on
	'2]', // line 12
	'{"artist":"not UTF-8: \xff"}', // line 13, written as the one byte below
	'{"artist":"cut off', // line 14
	'{"artist":"after the cut"}',
	'{"artist":"B",', // line 16: not followed by a key
	'é',
	'{"artist":', // line 18: the next line is read as its value
	'{"artist":"C"}',
	'{"artist":"D"}',
	'[ "an", "array"', // line 21
	', {"artist":"in the array"} ]',
	'{"artist":"half \\ud800"}', // line 23: artist
	'{"artist":"N","sessionId":2147483648}', // line 24: sessionid
	'{"artist":"dup","artist":"E"}',
	'\u0000\u0001', // line 26
	`{"artist":"${'x'.repeat(40)}\\n\\t\\\\"}`,
	'{"artist":"é', // line 28: the file ends inside a value
];

const expectedArtists = [
	'Beyoncé é\\ 😀',
	'A',
	'é',
	'😀',
	'日本語',
	'Beyoncé é\\ 😀',
	'Beyoncé é\\ 😀',
	'after the cut',
	'C',
	'D',
	'E',
	`${'x'.repeat(40)}\n\t\\`,
];

/** Last line and column of each reject. Line 11 has five non-object values and the start of a two-line array. */
const expectedRejects = [
	[9, 'ts'],
	[10, null],
	[11, null],
	[11, null],
	[11, null],
	[11, null],
	[11, null],
	[12, null],
	[13, null],
	[14, null],
	[17, null],
	[18, null],
	[22, null],
	[23, 'artist'],
	[24, 'sessionid'],
	[26, null],
	[28, null],
];

const hardCases = replaceBytes(hardLines.join('\n'), '\xff', 0xff);

/** Encodes text in UTF-8, except for one character that becomes a single byte. */
function replaceBytes(text: string, character: string, byte: number): Buffer {
	const parts = text.split(character).map(part => Buffer.from(part));
	return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from([byte]), part])));
}

function assertSameAsUncut(
	t: ExecutionContext,
	file: Uint8Array,
	cuts: readonly number[],
	whole = readRecords('events', file),
) {
	const cut = readRecords('events', file, cuts);
	// ava's deepEqual is too slow for thousands of calls, so it only reports differences.
	if (JSON.stringify(cut) !== JSON.stringify(whole))
		t.deepEqual(cut, whole, `cut at ${cuts.slice(0, 20).join()}`);
}

test('reads the file of hard cases as worked out by hand', t => {
	const {rows, rejects} = readRecords('events', hardCases);
	t.deepEqual(
		rows.map(row => row[0]),
		expectedArtists,
	);
	t.deepEqual(
		rejects.map(({line, column}) => [line, column]),
		expectedRejects,
	);
});

test('reads the same from a file split at any position', t => {
	const whole = readRecords('events', hardCases);
	for (let cut = 0; cut <= hardCases.length; cut++) assertSameAsUncut(t, hardCases, [cut], whole);
	t.pass();
});

test('reads the same byte by byte', t => {
	assertSameAsUncut(t, hardCases, [...hardCases.keys()]);
	t.pass();
});

test('reads the same in chunks of any size', t => {
	const below = randomNumbers(1);
	const whole = readRecords('events', hardCases);
	for (let round = 0; round < 300; round++) {
		const longest = 2 + below(400);
		const cuts: number[] = [];
		for (let at = below(longest); at < hardCases.length; at += below(longest)) cuts.push(at);
		assertSameAsUncut(t, hardCases, cuts, whole);
	}
	t.pass();
});

test('reads garbage and records far longer than a chunk the same in chunks of any size', t => {
	const below = randomNumbers(2);
	const file = replaceBytes(
		[
			'{"artist":"A"}',
			`trash ${'é😀'.repeat(1500)} {"artist":"lost"}`,
			`{"artist":"${'b'.repeat(3000)}"}`,
			`{"artist":"B","pad":"${'p'.repeat(20_000)}"}`,
			`{"artist":"${'c'.repeat(7000)}\xff${'c'.repeat(7000)}"}`,
			`[${'1,'.repeat(5000)}`,
			'{"artist":"C"}',
			`${'z'.repeat(4095)}`,
			`${'z'.repeat(4096)}`,
			`${'z'.repeat(4097)}`,
			`{"artist":"D"} ${'["'.repeat(4000)}`,
			'{"artist":"E"}',
			`{"artist":"${'f'.repeat(9000)}`,
		].join('\n'),
		'\xff',
		0xff,
	);
	const whole = readRecords('events', file);
	t.deepEqual(
		whole.rows.map(row => row[0]),
		['A', 'B', 'C', 'D', 'E'],
	);
	for (let round = 0; round < 100; round++) {
		const longest = 2 + below(9000);
		const cuts: number[] = [];
		for (let at = below(longest); at < file.length; at += below(longest)) cuts.push(at);
		assertSameAsUncut(t, file, cuts, whole);
	}
});

test('reads randomly damaged files the same in chunks', t => {
	const below = randomNumbers(3);
	const base = Buffer.from(
		`${record}\n{"artist":"A"}\n${record}\r\n{\n"artist":\n"B"}\n${record.replaceAll(':', ': ')}\n{"artist":"C"}`,
	);
	const bytes = Buffer.from('{}[]",:\\u0d8e\n\r\t 15-.+exnulltrue\x00\x1f\xc3\xa9\xff', 'latin1');
	for (let round = 0; round < 400; round++) {
		const damaged = Buffer.from(base);
		for (let hits = 1 + below(4); hits > 0; hits--)
			damaged[below(damaged.length)] = bytes[below(bytes.length)]!;
		const cuts = [below(damaged.length), below(damaged.length), below(damaged.length)].sort((x, y) => x - y);
		assertSameAsUncut(t, damaged, cuts);
	}
	t.pass();
});
