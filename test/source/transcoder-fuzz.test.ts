import test from 'ava';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {randomNumbers} from './random-numbers.js';
import {type Reading, readRecords} from './read-records.js';
import {recordKeys} from './record-keys.js';

/** Placeholder for a byte that is not UTF-8. */
const badByte = '\ue000';

const texts: readonly string[] = [
	'null',
	'""',
	'"A"',
	'"Beyoncé 日本語 😀"',
	'"\\"quoted\\" \\/ \\\\ \\n\\r\\t"',
	'"\\u00e9\\u20ac\\ud83d\\ude00"',
	'"\\b\\f\\u0001"',
	'"\\ud800"',
	'"\\u0000"',
	`"${badByte}"`,
	'112',
	'-1.5',
	'true',
	`"${'x'.repeat(15)}\\\\${'y'.repeat(31)}"`,
	...[2047, 2048, 2049].flatMap(bytes => [
		`"${'x'.repeat(bytes)}"`,
		`"${'é'.repeat(Math.floor(bytes / 2))}${'x'.repeat(bytes % 2)}"`,
		`"${'\\\\'.repeat(bytes)}"`,
		`"${'x'.repeat(bytes - 1)}\\n"`,
	]),
	'1'.repeat(5000),
];
const numbers: readonly string[] = [
	'null',
	'""',
	'0',
	'-0',
	'7',
	'-3.0',
	'5.5',
	'"88"',
	'"abc"',
	'1541106106796',
	'1540919166796.0',
	'1.540919166796E12',
	'218.93179',
	'-74.00597',
	'1e-7',
	'9'.repeat(9),
	'9'.repeat(18),
	'9'.repeat(30),
	'1'.repeat(400),
	'8'.repeat(9000),
	`0.${'3'.repeat(30)}`,
	`0.${'3'.repeat(31)}`,
	`12.${'0'.repeat(3000)}`,
	`"${'1'.repeat(2048)}"`,
];
const separators = ['\n', '\n', '\r\n', '', ' ', '\t\n\n'];
const others = ['{}', '{} {}{}', '{"artist":1}'.repeat(30), 'trash', '[1]', '12', `"${badByte}"`];

type Random = ReturnType<typeof randomNumbers>;

/** Key and value, as JSON. */
type Members = ReadonlyArray<readonly [key: string, value: string]>;

function randomMembers(below: Random): Members {
	const unusual = below(3) === 0 ? 2 : 9;
	const members = stagingColumns.events
		.filter(() => below(12) > 0)
		.map(({key, type}): readonly [string, string] => {
			const values = type === 'text' ? texts : numbers;
			// Mostly valid values, so that the rest of the record is read.
			return [key, values[below(below(unusual) === 0 ? values.length : 3)]!];
		});
	if (below(12) === 0) members.push(['extra', '{"a": [1, "}"]}']);
	return below(12) === 0 ? members.toReversed() : members;
}

/** Two equivalent files: one with records for the fast path, one that forces the slow path. */
function randomFile(below: Random): {readonly compact: Buffer; readonly padded: Buffer} {
	let [compact, padded] = ['', ''];
	for (let record = 1 + below(12); record > 0; record--) {
		const separator = separators[below(separators.length)]!;
		if (below(8) === 0) {
			// On a separate line, because the rest of a line after invalid JSON is skipped.
			const other = `\n${others[below(others.length)]}\n`;
			compact += other;
			padded += other.replaceAll('{', '{ ');
			continue;
		}
		const blank = below(4) === 0 ? ' ' : '';
		const members = randomMembers(below).map(([key, value]) => `"${key}":${blank}${value}`);
		compact += `{${members.join(`,${blank}`)}}${separator}`;
		padded += `{ ${members.join(',')}}${separator}`;
	}
	return {compact: withBadBytes(compact), padded: withBadBytes(padded)};
}

function withBadBytes(text: string): Buffer {
	const parts = text.split(badByte).map(part => Buffer.from(part));
	return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.of(0xff), part])));
}

/** Normalizes a reading for comparison: numbers by value, text without spaces. */
function meaning({rows, rejects}: Reading): string {
	const values = rows.map(row =>
		row.map((value, index) => {
			const {type} = stagingColumns.events[index]!;
			if (value === null || type === 'text') return value;
			return type === 'double' ? Number(value) : `${BigInt(value)}`;
		}),
	);
	return JSON.stringify([values, rejects.map(({line, column, reason}) => [line, column, reason])]);
}

test('reads random files the same at once, in chunks, and on the slow path', t => {
	const below = randomNumbers(11);
	let [rows, rejects] = [0, 0];
	for (let round = 0; round < 80; round++) {
		const {compact, padded} = randomFile(below);
		const whole = readRecords('events', compact);
		rows += whole.rows.length;
		rejects += whole.rejects.length;
		const [fast, slow] = [meaning(whole), meaning(readRecords('events', padded))];
		if (fast !== slow) return t.is(fast, slow, compact.toString());
		for (const longest of [40, 700, 5000]) {
			const cuts: number[] = [];
			for (let at = below(longest); at < compact.length; at += 1 + below(longest)) cuts.push(at);
			const cut = meaning(readRecords('events', compact, cuts));
			if (cut !== fast) return t.is(cut, fast, `cut at ${cuts.join()}`);
		}
	}
	// Guards against comparing nothing.
	t.true(rows > 300 && rejects > 100, `${rows} rows, ${rejects} rejects`);
});

test('reads the first bytes of a file the same on both paths', t => {
	const members = recordKeys.events.map(key => `"${key}":null`).join(',');
	for (const record of [`{${members}}`, '{"artist":"\\ud83d\\ude00 \\\\"}', '{"length":-12.5}{"length":1}']) {
		for (let length = 0; length <= 64; length++) {
			const {rows, rejects} = readRecords('events', record.slice(0, length));
			const padded = readRecords('events', record.slice(0, length).replaceAll('{', '{ '));
			t.deepEqual(rows, padded.rows, record.slice(0, length));
			t.is(rejects.length, padded.rejects.length, record.slice(0, length));
		}
	}
});

test('handles a value as long as the file after short records have used up the output space', t => {
	for (const value of [
		'1'.repeat(650_000),
		`1.${'0'.repeat(650_000)}`,
		`"${'\\\\'.repeat(325_000)}"`,
		`"${'x'.repeat(650_000)}"`,
	]) {
		const {rows, rejects} = readRecords('events', `${'{"artist":1}'.repeat(30_000)}{"artist":${value}}`);
		t.is(rows.length, 30_000);
		t.deepEqual(
			rejects.map(({column}) => column),
			['artist'],
		);
	}
});
