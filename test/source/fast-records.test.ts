import {isUtf8} from 'node:buffer';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {copyRow, copyValue} from '../../src/source/json/copy-text.js';
import {FastRecords} from '../../src/source/json/fast-records.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {randomNumbers} from './random-numbers.js';
import {decodeCopy, onSlowPath, readRecords} from './read-records.js';
import {fullRecord, recordKeys} from './record-keys.js';

/** Reads a record on the fast path. Returns undefined if it needs the slow path. */
const reader = new FastRecords(stagingColumns.events, true);

function readFast(record: string | Uint8Array) {
	const input = Buffer.from(record);
	reader.load(input, 0, input.length);
	const {next, copyText} = reader.read(0);
	if (reader.rows === 0) return undefined;
	if (next !== input.length) throw new Error(`The record ends at ${input.length}, not at ${next}.`);
	return decodeCopy(Buffer.from(copyText))[0];
}

function readSlowly(record: string) {
	return onSlowPath(() => readRecords('events', record)).rows[0];
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

test('reads unusual values as the slow path does', t => {
	for (const [key, json] of [
		['artist', '-112'],
		['artist', '1.5'],
		['artist', '1e3'],
		['artist', '1234567890123456'],
		['artist', 'true'],
		['artist', '{}'],
		['artist', '{"a": [1, "\\n"],\n"b": "\\ud800"}'],
		['artist', '"\\b\\u0001\\u005c\\u000a"'],
		['artist', `"${'\\u00e9'.repeat(1024)}"`],
		['artist', `"${'\\\\'.repeat(2048)}"`],
		['ts', '1e3'],
		['ts', '-0'],
		['ts', '"\\u0035"'],
		['ts', '"007"'],
		['ts', '253402300799999'],
		['registration', '1.54091916679E12'],
		['registration', '1.540919166796e+12'],
		['registration', '9223372036854775807'],
		['itemInSession', '2147483647'],
		['length', '-0'],
		['length', '-0.00'],
		['length', '0.0'],
		['length', '1.50'],
		['length', '218.000'],
		['length', '200'],
		['length', '0.000001'],
		['length', '0.0000001'],
		['length', '0.00000010'],
		['length', '123456789.12345678'],
		['length', '0.10000000000000000555'],
		['length', '1e-7'],
		['length', '"218.93179"'],
	] as const) {
		const record = fullRecord('events', {[key]: json, page: 'true'});
		t.deepEqual(readFast(record), readSlowly(record), `${key}: ${json}`);
	}
});

test('leaves records that are rejected to the slow path', t => {
	t.truthy(readFast(fullRecord('events', {})));
	for (const [key, json] of [
		['artist', '007'],
		['artist', '"\\u0000"'],
		['artist', '"\\ud800"'],
		['artist', `"${'x'.repeat(2049)}"`],
		['artist', '"a\tb"'],
		['artist', '"\\x41"'],
		['artist', '"\\u12G4"'],
		['artist', '[1,]'],
		['artist', '{"a" 1}'],
		['ts', '5.5'],
		['ts', '9999999999999999999'],
		['ts', '007'],
		['ts', '253402300800000'],
		['ts', '-'],
		['ts', '5.'],
		['ts', 'true'],
		['ts', '"abc"'],
		['ts', '"5.5"'],
		['registration', '1.540919166796E0<'],
		['registration', '1.540919166796E/F'],
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
		record.replace('"auth"', 'auth'),
		record.replace('"auth":', '"auth" '),
		record.replace('}', ',}'),
		record.replace('}', ']'),
	])
		t.is(readFast(other), undefined, other);
});

test('reads keys in any order, case and layout, and skips unknown ones', t => {
	const values = {artist: '"A"', firstName: '"F"', length: '2.50', ts: '1541106106796', userId: '"8"'};
	const record = fullRecord('events', values);
	const members = recordKeys.events.map(key => `"${key}":${values[key as keyof typeof values] ?? 'null'}`);
	const expected = readFast(record)?.with(6, '2.5');
	for (const other of [
		`{${members.toReversed().join(',')}}`,
		`{\n\t${members.join(',\n\t')}\n}`,
		`{\r\n  ${members.toReversed().join(' ,\r\n  ').replaceAll(':', ' :  ')} }`,
		record.toLowerCase().replace('"a"', '"A"').replace('"f"', '"F"'),
		record.replace('"auth"', '"AUTH"'),
		record.replace('{', '{"extra":{"artist":["}",{"\\u0000":-1.5e-7}]},"":"\\ud800",'),
		record.replace('{', '{"artist":"no","ARTIST":"no",').replace('}', ',"Artist":"no"}'),
	])
		t.deepEqual(readFast(other), expected, other);
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
	t.deepEqual(readFast('{}'), readFast(fullRecord('events', {})));
	t.is(readFast('{"artist":"A",}'), undefined);
});

test('reads a registration date in exponent notation as a whole number', t => {
	const read = (registration: string) => readFast(fullRecord('events', {registration}));
	t.deepEqual(read('1.540919166796E12'), read('1540919166796'));
	t.deepEqual(read('-1.540919166796E12'), read('-1540919166796'));
	t.is(read('1.540919166796E11'), undefined);
	t.is(read('1.540919166796E13')?.[11], '15409191667960');
});

test('leaves keys with escapes, deep values and more keys than it can remember to the slow path', t => {
	t.is(readFast('{"\\u0061rtist":"A"}'), undefined);
	t.is(readFast(`{"x":${'['.repeat(65)}${']'.repeat(65)}}`), undefined);
	t.truthy(readFast(`{"x":${'['.repeat(64)}${']'.repeat(64)}}`));
	const keys = Array.from({length: 300}, (_, index) => `"key ${index}":1`);
	t.is(readFast(`{${keys.join(',')}}`), undefined);
	t.truthy(readFast(`{${keys.slice(0, 200).join(',')}}`));
	t.is(readFast(`{"${'x'.repeat(20_000)}":1}`), undefined);
	t.truthy(readFast('{"artist":"A","x":1}'));
});

test('reads a number in a text column as text', t => {
	const read = (artist: string) => readFast(fullRecord('events', {artist}));
	t.deepEqual(read('112'), read('"112"'));
	t.deepEqual(read('0'), read('"0"'));
	t.deepEqual(read('123456789012345'), read('"123456789012345"'));
});

test('reads records and white space up to the first record that needs the slow path', t => {
	const record = fullRecord('events', {artist: '"A"'});
	const input = Buffer.from(`\r\n${record}\n\t${record} ${record}\n\n{"ts":true}\n${record}`);
	const reader = new FastRecords(stagingColumns.events, true);
	reader.load(input, 0, input.length);
	const first = reader.read(0);
	t.is(reader.rows, 3);
	t.is(reader.lines, 4);
	t.is(first.next, input.indexOf('{"ts":true}'));
	t.is(decodeCopy(Buffer.from(first.copyText)).length, 3);
	t.is(reader.read(first.next).next, first.next);
	t.is(reader.rows, 0);
	const last = reader.read(first.next + '{"ts":true}'.length);
	t.is(last.next, input.length);
	t.is(reader.rows, 1);
	t.is(reader.lines, 1);
});

test('makes room for rows that are far longer than their records', t => {
	// A two-byte record whose row has a NULL per column: more than fifty bytes.
	const record = '{"artist":1}';
	const input = Buffer.from(record.repeat(20_000));
	const reader = new FastRecords(stagingColumns.events, true);
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
	const reader = new FastRecords(stagingColumns.events, true);
	for (let end = 1; end < record.length; end++) {
		reader.load(record, 0, end);
		t.is(reader.read(0).next, 0, `${end} bytes`);
		t.is(reader.rows, 0, `${end} bytes`);
	}
});

test('makes the same row of any valid record as the slow path', t => {
	const below = randomNumbers(7);
	const pick = (from: readonly string[]) => from[below(from.length)]!;
	const [usual, other]: [string[], string[]] = [[], []];
	for (let round = 0; round < 1500; round++) {
		const members = recordKeys.events
			.filter(() => below(12) > 0)
			// Values are unusual in every other record only, so that the usual form is tried, too.
			.map(key => `"${key}":${below(6) < (round % 2) * 3 ? pick(numberKeys[key] ?? texts) : 'null'}`);
		usual.push(`{${members.join(',')}}`);
		other.push(`{\n  ${members.toReversed().join(',\n  ')}\n}`);
	}
	const slow = onSlowPath(() => readRecords('events', usual.join('\n')));
	t.deepEqual(slow.rejects, []);
	t.is(slow.rows.length, usual.length);
	for (const [index, row] of slow.rows.entries()) {
		sameRow(t, readFast(other[index]!), row, other[index]!);
		sameRow(t, comparable(readFast(usual[index]!)), comparable(row), usual[index]!);
	}
});

test('accepts no damaged record that the slow path rejects or reads differently', t => {
	const below = randomNumbers(8);
	const usual = fullRecord('events', {
		artist: '"é\\\\\\n\\u00e9"',
		length: '218.93',
		registration: '1540919166796.0',
		ts: '1541106106796',
		userAgent: '"\\"Mozilla\\/5.0\\""',
		userId: '"10"',
	});
	const other = usual
		.replace('{', '{\n"x": [true, {"a\\\\": -1.5e-3}, "\\ud800"],')
		.replace('"auth":null,', '')
		.replace('}', ' , "AUTH" : "a"}');
	const bytes = Buffer.from('{}[]",:\\u0d8e\n\t 15-.+nl\x00\xc3\xff', 'latin1');
	for (const base of [Buffer.from(usual), Buffer.from(other)]) {
		const records: Buffer[] = [];
		const fast: unknown[] = [];
		for (let round = 0; round < 10_000; round++) {
			const damaged = Buffer.from(base);
			damaged[1 + below(damaged.length - 1)] = bytes[below(bytes.length)]!;
			// The transcoder checks this before it uses the rows.
			if (!isUtf8(damaged)) continue;
			reader.load(damaged, 0, damaged.length);
			const {next, copyText} = reader.read(0);
			if (reader.rows === 0) continue;
			// A brace instead of a comma ends the record early; the rest does not belong to it.
			records.push(damaged.subarray(0, damaged.lastIndexOf('}', next - 1) + 1), Buffer.from('\n'));
			fast.push(comparable(decodeCopy(Buffer.from(copyText))[0]));
		}
		t.true(fast.length > 250, `${fast.length} damaged records took the fast path`);
		const slow = onSlowPath(() => readRecords('events', Buffer.concat(records)));
		t.deepEqual(slow.rejects, []);
		t.is(slow.rows.length, fast.length);
		for (const [index, row] of slow.rows.entries())
			sameRow(t, fast[index], comparable(row), records[2 * index]!.toString());
	}
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
	const input = Buffer.from(`${lines.join('\n')}\n{"ts":true}`);
	const reader = new FastRecords(stagingColumns.events, true);
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

test('COPY text: writes nothing for NULL and empty text', t => {
	t.is(copyValue(null), '');
	t.is(copyValue(''), '');
});

test('COPY text: writes numbers in full and escapes four characters in text', t => {
	t.is(copyValue(5), '5');
	t.is(copyValue(9223372036854775807n), '9223372036854775807');
	t.is(copyValue('Beyoncé 😀 "x" \b'), 'Beyoncé 😀 "x" \b');
	t.is(copyValue('a\tb\nc\rd\\e'), 'a\\tb\\nc\\rd\\x5ce');
	t.is(copyValue('\\N'), '\\x5cN');
});

test('COPY text: ends a row with a newline and round-trips its values', t => {
	t.is(copyRow(['a', null, 3]), 'a\t\t3\n');
	const values = ['\\', '\\\\n', '\\x5c', '\n\n', '\t', null, '\\N', 'x\r\n'];
	t.deepEqual(decodeCopy(Buffer.from(copyRow(values))), [values]);
});
