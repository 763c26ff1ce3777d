import test from 'ava';
import {Transcoder} from '../../src/source/json/transcoder.js';
import {stagingColumns} from '../../src/source/staging-columns.js';
import {randomNumbers, shuffled} from './random-numbers.js';
import {onSlowPath, type Reading, readFile, readRecords} from './read-records.js';
import {fullRecord, recordKeys} from './record-keys.js';

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
const numberKeys = new Set(stagingColumns.events.filter(({type}) => type !== 'text').map(({key}) => key));
const separators = ['\n', '\n', '\r\n', '', ' ', '\t\n\n'];
const others = ['{}', '{} {}{}', '{"artist":1}'.repeat(30), 'trash', '[1]', '12', `"${badByte}"`];

type Random = ReturnType<typeof randomNumbers>;

/** How the records of a file are written. */
type Form = {
	readonly keys: readonly string[];
	readonly inAnyOrder: boolean;
	readonly inAnyCase: boolean;
	readonly hasOtherKeys: boolean;
	/** White space after braces and commas, before and after colons, and before commas. */
	readonly blanks: readonly [string, string, string, string];
};

const usualBlanks = ['', '', '', ''] as const;
const blanks = [
	usualBlanks,
	['', '', ' ', ''],
	['\n    ', '', ' ', ''],
	['\r\n\t', ' ', '\t', '\n \n'],
] as const;

function randomForm(below: Random): Form {
	return {
		keys: shuffled(recordKeys.events, below),
		inAnyOrder: below(4) === 0,
		inAnyCase: below(5) === 0,
		hasOtherKeys: below(4) === 0,
		blanks: blanks[below(blanks.length)]!,
	};
}

const usualForm: Form = {
	keys: recordKeys.events,
	inAnyOrder: false,
	inAnyCase: false,
	hasOtherKeys: false,
	blanks: usualBlanks,
};

function inAnyCase(key: string, below: Random): string {
	return [key, key.toUpperCase(), key.toLowerCase()][below(3)]!;
}

function randomRecord(form: Form, below: Random): string {
	const unusual = below(3) === 0 ? 2 : 9;
	const keys = form.inAnyOrder ? shuffled(form.keys, below) : form.keys;
	const members = keys
		.filter(() => below(12) > 0)
		.map((key): readonly [key: string, value: string] => {
			const values = numberKeys.has(key) ? numbers : texts;
			// Mostly valid values, so that the rest of the record is read.
			const value = values[below(below(unusual) === 0 ? values.length : 3)]!;
			return [form.inAnyCase ? inAnyCase(key, below) : key, value];
		});
	const add = (key: string, value: string) => members.splice(below(members.length + 1), 0, [key, value]);
	if (form.hasOtherKeys) {
		add('extra', '{"a\\"": [1, "}", -0.5e-7, "\\ud800"],\n"b": {}}');
		if (below(2) === 0) add(`extra ${below(400)}`, 'false');
		if (below(3) === 0) add(inAnyCase(keys[below(keys.length)]!, below), '"1"');
		if (below(9) === 0) add('\\u0061rtist', '"A"');
		if (below(9) === 0) add('é', `${'['.repeat(below(70))}`);
	}
	const [before, beforeColon, afterColon, beforeComma] = form.blanks;
	const text = members.map(([key, value]) => `${before}"${key}"${beforeColon}:${afterColon}${value}`);
	return `{${text.join(`${beforeComma},`)}${beforeComma}}`;
}

function randomFile(form: Form, below: Random): Buffer {
	let text = '';
	for (let record = 1 + below(12); record > 0; record--) {
		// On a separate line, because the rest of a line after invalid JSON is skipped.
		text +=
			below(8) === 0
				? `\n${others[below(others.length)]}\n`
				: `${randomRecord(form, below)}${separators[below(separators.length)]}`;
	}
	return withBadBytes(text);
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

/** Reads a file with a transcoder that has read others. @returns all that it reports, as text */
function report(transcoder: Transcoder, file: Buffer, cuts: readonly number[] = []): string {
	readFile(transcoder, file, cuts);
	const {copyText, keys, ...counts} = transcoder.take();
	// The order of the missing keys is not defined.
	const missing = keys?.missing.toSorted((a, b) => (a.key < b.key ? -1 : 1));
	return JSON.stringify([Buffer.from(copyText).toString('latin1'), counts, {...keys, missing}]);
}

test('reads files in any form the same at once, in chunks, and on the slow path', t => {
	const below = randomNumbers(11);
	const [transcoder, reference] = [new Transcoder('events'), new Transcoder('events')];
	let [rows, rejects] = [0, 0];
	for (let round = 0; round < 100; round++) {
		const isUsual = round % 4 === 0;
		const file = randomFile(isUsual ? usualForm : randomForm(below), below);
		const whole = readRecords('events', file);
		rows += whole.rows.length;
		rejects += whole.rejects.length;
		const fast = report(transcoder, file);
		if (isUsual) {
			// In the usual form, decimals keep their digits.
			const [ours, theirs] = [meaning(whole), meaning(onSlowPath(() => readRecords('events', file)))];
			if (ours !== theirs) return t.is(ours, theirs, file.toString());
		} else {
			const slow = onSlowPath(() => report(reference, file));
			if (fast !== slow) return t.is(fast, slow, file.toString());
		}
		for (const longest of [40, 700, 5000]) {
			const cuts: number[] = [];
			for (let at = below(longest); at < file.length; at += 1 + below(longest)) cuts.push(at);
			const cut = report(transcoder, file, cuts);
			if (cut !== fast) return t.is(cut, fast, `cut at ${cuts.join()}`);
		}
	}
	// Guards against comparing nothing.
	t.true(rows > 300 && rejects > 100, `${rows} rows, ${rejects} rejects`);
});

test('reads files in any form the same however they are split', t => {
	const below = randomNumbers(12);
	const [transcoder, reference] = [new Transcoder('events'), new Transcoder('events')];
	for (const layout of blanks) {
		const form = {...randomForm(below), inAnyCase: true, hasOtherKeys: true, blanks: layout};
		const records = Array.from({length: 3}, () => randomRecord(form, below).replaceAll(/(.)\1{20,}/g, '$1'));
		const file = withBadBytes(records.join('\n'));
		const whole = onSlowPath(() => report(reference, file));
		for (let cut = 0; cut <= file.length; cut++) {
			const parts = report(transcoder, file, [cut]);
			if (parts !== whole) return t.is(parts, whole, `cut at ${cut}: ${file}`);
		}
		t.is(report(transcoder, file, [...file.keys()]), whole);
	}
});

test('reads the first bytes of a file the same on both paths', t => {
	for (const record of [
		fullRecord('events', {}),
		'{"extra":[{}],"userId":"\\ud83d\\ude00"}',
		'{\n "length" : -12.5e+2,\n "LENGTH" : 1}',
		'{"artist":"\\ud83d\\ude00 \\\\"}',
		'{"length":-12.5}{"length":1}',
	]) {
		for (let length = 0; length <= 64; length++) {
			const {rows, rejects} = readRecords('events', record.slice(0, length));
			const slow = onSlowPath(() => readRecords('events', record.slice(0, length)));
			t.deepEqual({rows, rejects}, slow, record.slice(0, length));
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
