import {isUtf8} from 'node:buffer';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {copyRow, copyValue} from '../../src/source/json/copy-text.js';
import {FastRecords} from '../../src/source/json/fast-records.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {randomNumbers} from './random-numbers.js';
import {decodeCopy, readRecords} from './read-records.js';
import {fullRecord, recordKeys} from './record-keys.js';

/** Reads a record on the fast path. Returns undefined if it needs the slow path. */
const reader = new FastRecords(stagingColumns.events);

function readFast(record: string | Uint8Array) {
	const input = Buffer.from(record);
	reader.load(input, 0, input.length);
	const {next, copyText} = reader.read(0);
	if (reader.rows === 0) return undefined;
	if (next !== input.length) throw new Error(`The record ends at ${input.length}, not at ${next}.`);
	return decodeCopy(Buffer.from(copyText))[0];
}

const texts = [
	'null',
	'""',
	'"A"',
	'"Beyoncé"',
	'"日本語 😀"',
	'"tab\\tnewline\\nreturn\\r"',
	'"back\\\\slash \\\\n \\\\N"',
	'"\\"quoted\\" \\/"',
	'"\\u00e9\\u20ac\\u0041"',
	'" blanks  "',
	'"\\b\\f"',
	'"\\ud83d\\ude00"',
	'"\\u005c"',
	'"\\u0001"',
	'112',
	'1.50',
	'true',
	'{"a": "\\n"}',
	`"${'x'.repeat(2048)}"`,
	`"${'\\u00e9'.repeat(1024)}"`,
];
const integers = [
	'null',
	'""',
	'0',
	'7',
	'-3',
	'200',
	'"88"',
	'999999999',
	'1000000000',
	'5.0',
	'5e2',
	'"007"',
	'-0',
];
const bigints = [
	...integers,
	'1541106106796',
	'"1541106106796"',
	'1540919166796.0',
	'1.540919166796E12',
	'9007199254740993',
];
const times = [...integers, '1541106106796', '"1541106106796"', '1.541106106796E12', '1541106106796.0'];
const doubles = [
	'null',
	'""',
	'0',
	'218.93179',
	'-74.00597',
	'1e-7',
	'"218.93179"',
	'200',
	'1.50',
	'0.10000000000000000555',
];
const numberKeys: Readonly<Record<string, readonly string[]>> = {
	itemInSession: integers,
	length: doubles,
	registration: bigints,
	sessionId: integers,
	status: integers,
	ts: times,
	userId: integers,
};

/** Normalizes a row: compares numbers by value and text by its characters. */
function comparable(row: ReadonlyArray<string | null> | undefined) {
	return row?.map((value, index) => {
		if (value === null || numberKeys[recordKeys.events[index]!] === undefined) return value;
		return /^-?\d+$/.test(value) ? BigInt(value) : Number(value);
	});
}

test('reads records in the form of the real files', t => {
	const row = readFast(
		fullRecord('events', {
			artist: '"Muse"',
			auth: '"Logged In"',
			firstName: '"Zoë"',
			gender: '"F"',
			itemInSession: '3',
			lastName: '"O\'Neil"',
			length: '218.93179',
			level: '"paid"',
			location: '"Nashville-Davidson--Murfreesboro--Franklin, TN"',
			method: '"PUT"',
			page: '"NextSong"',
			registration: '1540919166796.0',
			sessionId: '139',
			song: '""',
			status: '200',
			ts: '1541106106796',
			userAgent: '"\\"Mozilla\\/5.0\\""',
			userId: '"8"',
		}),
	);
	t.deepEqual(row, [
		'Muse',
		'Logged In',
		'Zoë',
		'F',
		'3',
		"O'Neil",
		'218.93179',
		'paid',
		'Nashville-Davidson--Murfreesboro--Franklin, TN',
		'PUT',
		'NextSong',
		'1540919166796',
		'139',
		null,
		'200',
		'1541106106796',
		'"Mozilla/5.0"',
		'8',
	]);
});

test('accepts a space after colons and commas, as Python writes them', t => {
	const record = fullRecord('events', {artist: '"A: b,c"', userId: '"8"'});
	t.truthy(readFast(record));
	t.deepEqual(readFast(record.replaceAll('null,', 'null, ').replaceAll('":', '": ')), readFast(record));
});

test('leaves unusual records to the slow path', t => {
	t.truthy(readFast(fullRecord('events', {})));
	for (const [key, json] of [
		['artist', '-112'],
		['artist', '1.5'],
		['artist', '1e3'],
		['artist', '007'],
		['artist', '1234567890123456'],
		['artist', 'true'],
		['artist', '{}'],
		['artist', '"\\u0000"'],
		['artist', '"\\ud800"'],
		['artist', `"${'x'.repeat(2049)}"`],
		['artist', '"a\tb"'],
		['artist', '"\\x41"'],
		['artist', '"\\u12G4"'],
		['ts', '5.5'],
		['ts', '1e3'],
		['ts', '9999999999999999999'],
		['ts', '007'],
		['ts', '12345678901234'],
		['ts', '-0'],
		['length', '-0'],
		['length', '-0.00'],
		['ts', '-'],
		['ts', '5.'],
		['ts', 'true'],
		['ts', '"abc"'],
		['ts', '"5.5"'],
		['ts', '"\\u0035"'],
		['itemInSession', '2147483648'],
		['length', '1e400'],
		['length', '"abc"'],
		['length', '.5'],
		['length', 'nul1'],
	] as const)
		t.is(readFast(fullRecord('events', {[key]: json})), undefined, `${key}: ${json}`);
	const record = fullRecord('events', {});
	for (const other of [
		record.slice(0, -1),
		record.replace(/\}$/, ',"extra":1}'),
		record.replace('"auth"', '"Auth"'),
		`{ ${record.slice(1)}`,
		record.replaceAll(',', '\n,'),
	])
		t.is(readFast(other), undefined, other);
});

test('reads a missing key as NULL in any position', t => {
	const values = {artist: '"A"', level: '"paid"', userId: '"8"'};
	const whole = fullRecord('events', values);
	const nulls = recordKeys.events.filter(key => !(key in values));
	const without = (keys: readonly string[]) =>
		keys.reduce((record, key) => record.replace(`"${key}":null,`, ''), whole);
	for (const key of nulls) t.deepEqual(readFast(without([key])), readFast(whole), key);
	t.deepEqual(readFast(without(nulls)), readFast(whole));
	t.deepEqual(readFast('{"artist":"A"}'), readFast(fullRecord('events', {artist: '"A"'})));
	for (const other of ['{}', '{"artist":"A",}', '{"artist":"A","artist":"B"}', '{"auth":"x","artist":"A"}'])
		t.is(readFast(other), undefined, other);
});

test('reads a registration date in exponent notation as a whole number', t => {
	const read = (registration: string) => readFast(fullRecord('events', {registration}));
	t.deepEqual(read('1.540919166796E12'), read('1540919166796'));
	t.deepEqual(read('-1.540919166796E12'), read('-1540919166796'));
	// The number of digits differs from the exponent, or the notation is another one.
	for (const other of [
		'1.54091916679E12',
		'1.5409191667961E12',
		'1.540919166796e12',
		'1.540919166796E+12',
		'1.5E1',
		'0.540919166796E12',
		// Not digits, although their character codes would add up to twelve.
		'1.540919166796E0<',
		'1.540919166796E/F',
	])
		t.is(read(other), undefined, other);
});

test('reads a number in a text column as text', t => {
	const read = (artist: string) => readFast(fullRecord('events', {artist}));
	t.deepEqual(read('112'), read('"112"'));
	t.deepEqual(read('0'), read('"0"'));
	t.deepEqual(read('123456789012345'), read('"123456789012345"'));
});

test('reads records and white space up to the first record that needs the slow path', t => {
	const record = fullRecord('events', {artist: '"A"'});
	const input = Buffer.from(`\r\n${record}\n\t${record} ${record}\n\n{"artist":true}\n${record}`);
	const reader = new FastRecords(stagingColumns.events);
	reader.load(input, 0, input.length);
	const first = reader.read(0);
	t.is(reader.rows, 3);
	t.is(reader.lines, 4);
	t.is(first.next, input.indexOf('{"artist":true}'));
	t.is(decodeCopy(Buffer.from(first.copyText)).length, 3);
	t.is(reader.read(first.next).next, first.next);
	t.is(reader.rows, 0);
	const last = reader.read(first.next + '{"artist":true}'.length);
	t.is(last.next, input.length);
	t.is(reader.rows, 1);
	t.is(reader.lines, 1);
});

test('makes room for rows that are far longer than their records', t => {
	// A two-byte record whose row has a NULL per column: more than fifty bytes.
	const record = '{"artist":1}';
	const input = Buffer.from(record.repeat(20_000));
	const reader = new FastRecords(stagingColumns.events);
	reader.load(input, 0, input.length);
	let [at, rows] = [0, 0];
	do {
		at = reader.read(at).next;
		rows += reader.rows;
	} while (reader.rows > 0);
	t.is(at, input.length);
	t.is(rows, 20_000);
});

test('ignores bytes after the end', t => {
	const record = Buffer.from(fullRecord('events', {userId: '"8"'}));
	const reader = new FastRecords(stagingColumns.events);
	for (let end = 1; end < record.length; end++) {
		reader.load(record, 0, end);
		t.is(reader.read(0).next, 0, `${end} bytes`);
		t.is(reader.rows, 0, `${end} bytes`);
	}
});

test('makes the same row of any valid record as the slow path', t => {
	const below = randomNumbers(7);
	const pick = (from: readonly string[]) => from[below(from.length)]!;
	let fast = 0;
	for (let round = 0; round < 3000; round++) {
		const values = Object.fromEntries(
			recordKeys.events
				// One unusual value sends a record to the slow path, so most records have none.
				.filter(() => below(6) === 0)
				.map(key => [key, pick(numberKeys[key] ?? texts)]),
		);
		const record = fullRecord('events', values);
		const reversed = `{${recordKeys.events.map(key => `"${key}":${values[key] ?? 'null'}`).toReversed()}}`;
		const row = readFast(record);
		const slow = readRecords('events', reversed);
		t.deepEqual(slow.rejects, [], record);
		if (row === undefined) continue;
		fast++;
		sameRow(t, comparable(row), comparable(slow.rows[0]), record);
	}
	// Guards against comparing nothing.
	t.true(fast > 500, `${fast} records took the fast path`);
});

test('accepts no damaged record that the slow path rejects or reads differently', t => {
	const below = randomNumbers(8);
	const base = Buffer.from(
		fullRecord('events', {
			artist: '"é\\\\\\n\\u00e9"',
			length: '218.93',
			registration: '1540919166796.0',
			ts: '1541106106796',
			userAgent: '"\\"Mozilla\\/5.0\\""',
			userId: '"10"',
		}),
	);
	const bytes = Buffer.from('{}[]",:\\u0d8e\n\t 15-.+nl\x00\xc3\xff', 'latin1');
	const records: Buffer[] = [];
	const fast: unknown[] = [];
	for (let round = 0; round < 20_000; round++) {
		const damaged = Buffer.from(base);
		damaged[1 + below(damaged.length - 1)] = bytes[below(bytes.length)]!;
		// The transcoder checks this before it uses the rows.
		if (!isUtf8(damaged)) continue;
		// A brace instead of a comma ends the record early; the rest does not belong to it.
		const brace = damaged.indexOf('}');
		const record = damaged.subarray(0, brace === -1 ? damaged.length : brace + 1);
		const row = readFast(record);
		if (row === undefined) continue;
		records.push(record);
		fast.push(comparable(row));
	}
	t.true(fast.length > 500, `${fast.length} damaged records took the fast path`);
	// The space forces the slow path.
	const spaced = records.flatMap(record => [Buffer.from('{ '), record.subarray(1), Buffer.from('\n')]);
	const slow = readRecords('events', Buffer.concat(spaced));
	t.deepEqual(slow.rejects, []);
	t.is(slow.rows.length, records.length);
	for (const [index, record] of records.entries())
		sameRow(t, fast[index], comparable(slow.rows[index]), record.toString());
});

function sameRow(t: ExecutionContext, fast: unknown, slow: unknown, record: string) {
	const text = (row: unknown) =>
		JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
	if (text(fast) === text(slow)) return;
	t.deepEqual(fast, slow, record);
}

test('counts missing keys, rows of NULLs and times before 1990', t => {
	const lines = [
		fullRecord('events', {ts: '1541106106796'}),
		'{"artist":"ab"}',
		fullRecord('events', {}),
		fullRecord('events', {ts: '1541106106'})
			.replace('"userId":null', '"userId":"1"')
			.replace('"auth":null,', ''),
		fullRecord('events', {ts: '"631151999999"'}),
		fullRecord('events', {ts: '631152000000'}),
		fullRecord('events', {ts: '-1541106106796'}),
		fullRecord('events', {artist: '"\\\\N"'}),
	];
	const input = Buffer.from(`${lines.join('\n')}\n{"artist":true}`);
	const reader = new FastRecords(stagingColumns.events);
	for (let round = 0; round < 2; round++) {
		reader.load(input, 0, input.length);
		reader.read(0);
		t.is(reader.rows, lines.length);
		t.deepEqual([reader.emptyRows, reader.times, reader.earlyTimes], [1, 5, 3]);
		const missing = [...reader.missing()];
		t.is(missing.length, 17);
		t.deepEqual(missing[0], {column: 1, records: 2, line: 1});
		t.deepEqual(missing.at(-1), {column: 17, records: 1, line: 1});
	}
	reader.load(input, 0, lines[0]!.length);
	reader.read(0);
	t.deepEqual([...reader.missing()], []);
});

test('COPY text: writes NULL and empty text as \\N', t => {
	t.is(copyValue(null), '\\N');
	t.is(copyValue(''), '\\N');
});

test('COPY text: writes numbers in full and escapes four characters in text', t => {
	t.is(copyValue(5), '5');
	t.is(copyValue(9223372036854775807n), '9223372036854775807');
	t.is(copyValue('Beyoncé 😀 "x" \b'), 'Beyoncé 😀 "x" \b');
	t.is(copyValue('a\tb\nc\rd\\e'), 'a\\tb\\nc\\rd\\x5ce');
	t.is(copyValue('\\N'), '\\x5cN');
});

test('COPY text: ends a row with a newline and round-trips its values', t => {
	t.is(copyRow(['a', null, 3]), 'a\t\\N\t3\n');
	const values = ['\\', '\\\\n', '\\x5c', '\n\n', '\t', null, '\\N', 'x\r\n'];
	t.deepEqual(decodeCopy(Buffer.from(copyRow(values))), [values]);
});
