import test from 'ava';
import {readCell} from '../../src/parity/cells.js';
import type {TableComparison} from '../../src/parity/compare-table.js';
import {comparisonJson} from '../../src/parity/comparison-json.js';
import {comparisonLines} from '../../src/parity/comparison-lines.js';
import {firstDifferences} from '../../src/parity/first-differences.js';
import type {ParityTable} from '../../src/parity/parity-tables.js';
import type {OrderedRow} from '../../src/parity/row-order.js';
import {
	type RowBatches,
	type Side,
	type UnmatchedRow,
	unmatchedRows,
} from '../../src/parity/unmatched-rows.js';
import type {Value} from '../../src/warehouse/warehouse.js';

test('cell: distinguishes NULL from the text N and from an empty text', t => {
	t.is(readCell('N', 'text'), null);
	t.is(readCell('1:N', 'text'), 'N');
	t.is(readCell('0:', 'text'), '');
	t.is(readCell('5:a:b;c', 'text'), 'a:b;c');
	t.is(readCell('N', 'double'), null);
});

test('cell: decodes whole numbers beyond 2^53 exactly', t => {
	t.is(readCell('-12', 'whole-number'), -12);
	t.is(readCell('9007199254740993', 'whole-number'), 9007199254740993n);
});

test('cell: decodes a double without rounding', t => {
	t.is(readCell('0/0/0/0', 'double'), 0);
	t.is(readCell('0/-3/-2305843009213693952/0', 'double'), -3.5);
	// 2^58 in the second fraction part, scaled by 2^1008: 2^-1074.
	t.is(readCell('1008/0/0/288230376151711744', 'double'), Number.MIN_VALUE);
	t.is(readCell('1008/0/0/-288230376151711744', 'double'), -Number.MIN_VALUE);
	t.is(readCell('-126/1/0/0', 'double'), 2 ** 126);
	// 1 + 2^-52, the next double after 1.
	t.is(readCell('0/1/1024/0', 'double'), 1 + Number.EPSILON);
});

test('cell: decodes a timestamp with milliseconds, and microseconds if there are any', t => {
	t.is(readCell('2018-11-21 21:56:47.796000', 'timestamp'), '2018-11-21 21:56:47.796');
	t.is(readCell('2018-11-21 21:56:47.000000', 'timestamp'), '2018-11-21 21:56:47.000');
	t.is(readCell('2018-11-21 21:56:47.796001', 'timestamp'), '2018-11-21 21:56:47.796001');
});

type Shape = readonly [key: Value, checksum: number];

const row = ([key, checksum]: Shape): OrderedRow => ({key: [key], checksum: BigInt(checksum), cells: []});

/** Rows in batches, and whether the stream was closed. */
function stream(...batches: ReadonlyArray<readonly Shape[]>) {
	const state = {read: 0, closed: false};
	async function* rows(): RowBatches {
		try {
			for (const batch of batches) {
				state.read++;
				yield batch.map(row);
			}
		} finally {
			state.closed = true;
		}
	}
	return {rows: rows(), state};
}

async function unmatched(here: RowBatches, there: RowBatches): Promise<readonly string[]> {
	const found: string[] = [];
	for await (const {side, row: at} of unmatchedRows(here, there))
		found.push(`${side} ${at.key[0]} ${at.checksum}`);
	return found;
}

test('unmatched rows: finds equal streams in different batches equal', async t => {
	const here = stream(
		[
			[1, 7],
			[2, 7],
		],
		[],
		[[3, 7]],
		[],
	);
	const there = stream(
		[[1, 7]],
		[
			[2, 7],
			[3, 7],
		],
	);
	t.deepEqual(await unmatched(here.rows, there.rows), []);
	t.deepEqual(await unmatched(stream().rows, stream([]).rows), []);
});

test('unmatched rows: finds rows on one side only, at the start, between and at the end', async t => {
	const here = stream([
		[1, 1],
		[2, 1],
		[4, 1],
		[6, 1],
	]);
	const there = stream(
		[
			[2, 1],
			[3, 1],
			[4, 1],
		],
		[[5, 1]],
	);
	t.deepEqual(await unmatched(here.rows, there.rows), ['here 1 1', 'there 3 1', 'there 5 1', 'here 6 1']);
	t.deepEqual(await unmatched(stream([[1, 1]]).rows, stream().rows), ['here 1 1']);
});

test('unmatched rows: finds a key with different values, and a duplicated row', async t => {
	const here = stream([
		[1, 5],
		[1, 9],
		[2, 3],
	]);
	const there = stream([
		[1, 5],
		[1, 6],
		[2, 3],
		[2, 3],
	]);
	t.deepEqual(await unmatched(here.rows, there.rows), ['there 1 6', 'here 1 9', 'there 2 3']);
});

test('unmatched rows: orders text by bytes, not UTF-16 units, and NULL last', async t => {
	// U+FF21 is EF BC A1 and U+1F389 F0 9F 8E 89 in UTF-8, but FF21 and D83C DF89 in UTF-16.
	const here = stream([
		['Z', 1],
		['a', 1],
		['Ａ', 1],
		['🎉', 1],
		[null, 1],
	]);
	const there = stream([
		['a', 1],
		['🎉', 1],
		[null, 2],
	]);
	t.deepEqual(await unmatched(here.rows, there.rows), [
		'here Z 1',
		'here Ａ 1',
		'here null 1',
		'there null 2',
	]);
});

test('unmatched rows: orders whole numbers beyond 2^53 with the others', async t => {
	const here = stream([
		[-1, 1],
		[5, 1],
		[2n ** 60n, 1],
	]);
	const there = stream([
		[5, 1],
		[2n ** 60n, 1],
		[2n ** 60n + 1n, 1],
	]);
	t.deepEqual(await unmatched(here.rows, there.rows), ['here -1 1', `there ${2n ** 60n + 1n} 1`]);
});

test('unmatched rows: throws on rows out of order instead of reporting differences', async t => {
	const here = stream([
		['b', 1],
		['a', 1],
	]);
	const there = stream([
		['a', 1],
		['b', 1],
	]);
	await t.throwsAsync(unmatched(here.rows, there.rows), {
		message:
			"The warehouse here returned rows in an unexpected order, so they can't be compared one by one: b came before a.",
	});
	t.true(here.state.closed);
	t.true(there.state.closed);
});

test('unmatched rows: closes both streams when iteration stops early, and reads no more', async t => {
	const here = stream([[1, 1]], [[2, 1]], [[3, 1]]);
	const there = stream([[9, 1]], [[10, 1]]);
	for await (const {row: at} of unmatchedRows(here.rows, there.rows)) {
		t.deepEqual(at.key, [1]);
		break;
	}
	t.deepEqual(here.state, {read: 1, closed: true});
	t.deepEqual(there.state, {read: 1, closed: true});
});

const table: ParityTable = {
	name: 'songs',
	columns: [
		{name: 'title', type: 'text'},
		{name: 'id', type: 'whole-number'},
		{name: 'year', type: 'whole-number'},
	],
	key: ['id'],
};

let checksum = 0n;
const unmatchedRow = (side: Side, id: number, title: string, year = 'N'): UnmatchedRow => ({
	side,
	row: {key: [id], checksum: ++checksum, cells: [`${title.length}:${title}`, String(id), year]},
});

async function* each(rows: readonly UnmatchedRow[], state = {read: 0}): AsyncGenerator<UnmatchedRow> {
	for (const row of rows) {
		state.read++;
		yield row;
	}
}

const id = (value: number) => [{column: 'id', value}];

test('first differences: lists all values of a row on one side only, and the differing values of a changed row', async t => {
	const rows = [
		unmatchedRow('here', 1, 'One', '1999'),
		unmatchedRow('here', 2, 'Two', '2000'),
		unmatchedRow('there', 2, 'Two', '2001'),
		unmatchedRow('there', 3, 'Three'),
	];
	t.deepEqual(await firstDifferences(table, each(rows), 10), {
		differences: [
			{
				type: 'only',
				side: 'here',
				key: id(1),
				values: [
					{column: 'title', value: 'One'},
					{column: 'year', value: 1999},
				],
			},
			{type: 'changed', key: id(2), values: [{column: 'year', here: 2000, there: 2001}]},
			{
				type: 'only',
				side: 'there',
				key: id(3),
				values: [
					{column: 'title', value: 'Three'},
					{column: 'year', value: null},
				],
			},
		],
		more: false,
	});
	t.deepEqual(await firstDifferences(table, each([]), 10), {differences: [], more: false});
});

test('first differences: pairs rows that share a key until one side runs out', async t => {
	const rows = [unmatchedRow('there', 1, 'b'), unmatchedRow('here', 1, 'a'), unmatchedRow('there', 1, 'c')];
	const {differences} = await firstDifferences(table, each(rows), 10);
	t.deepEqual(differences, [
		{type: 'changed', key: id(1), values: [{column: 'title', here: 'a', there: 'b'}]},
		{
			type: 'only',
			side: 'there',
			key: id(1),
			values: [
				{column: 'title', value: 'c'},
				{column: 'year', value: null},
			],
		},
	]);
});

test('first differences: stops reading once there are enough, and says that there are more', async t => {
	const rows = Array.from({length: 100}, (_, index) => unmatchedRow('here', index, 'x'));
	const state = {read: 0};
	const {differences, more} = await firstDifferences(table, each(rows, state), 3);
	t.deepEqual(
		differences.map(({key}) => key[0]?.value),
		[0, 1, 2],
	);
	t.true(more);
	// Only the fifth row shows that the fourth has no counterpart.
	t.is(state.read, 5);
});

test('first differences: reports no more when exactly the limit is reached', async t => {
	const rows = [1, 2, 3].map(key => unmatchedRow('there', key, 'x'));
	const {differences, more} = await firstDifferences(table, each(rows), 3);
	t.is(differences.length, 3);
	t.false(more);
});

test('first differences: reads all rows of a key, because the other side may come last', async t => {
	const rows = [
		...Array.from({length: 50}, () => unmatchedRow('here', 1, 'x')),
		unmatchedRow('there', 1, 'y'),
	];
	const {differences, more} = await firstDifferences(table, each(rows), 3);
	t.deepEqual(
		differences.map(({type}) => type),
		['changed', 'only', 'only'],
	);
	t.true(more);
});

const totals = (rows: number, keys: number, nullKeys = 0) => ({rows, keys, nullKeys, checksum: '7'});
const both = <T>(here: T, there: T) => ({here, there});

const equal: TableComparison = {
	table: 'staging_events',
	type: 'equal',
	totals: both(totals(8056, 7770, 286), totals(8056, 7770, 286)),
};
const users: TableComparison = {
	table: 'users',
	type: 'different',
	totals: both(totals(97, 97), totals(97, 96)),
	columns: ['user_id', 'level'],
	differences: [
		{
			type: 'changed',
			key: [{column: 'user_id', value: 15}],
			values: [{column: 'level', here: 'paid', there: null}],
		},
		{
			type: 'only',
			side: 'there',
			key: [{column: 'user_id', value: 16}],
			values: [
				{column: 'first_name', value: "D'Arcy \u001B[31m"},
				{column: 'level', value: null},
			],
		},
	],
	more: false,
};

test('lines: prints a line per table, then the differences', t => {
	t.deepEqual(comparisonLines([equal, users]), [
		'table           rows here  rows there  keys            values',
		'staging_events       8056        8056  7770, 286 NULL  equal',
		'users                  97          97  97 / 96         differ in user_id, level',
		'',
		'users: 2 differences',
		'  user_id 15',
		"    level: 'paid' here, NULL there",
		'  user_id 16: only there',
		"    first_name 'D''Arcy ␛[31m', level NULL",
	]);
});

test('lines: says why tables are not equal', t => {
	const {totals: figures} = users;
	const different = {type: 'different', totals: figures, differences: [], more: false} as const;
	const missing = {type: 'incomparable', missing: both([], [])} as const;
	const values = [
		{...different, table: 'users', columns: undefined},
		{...different, table: 'songs', columns: []},
		{...missing, table: 'time', rows: both(3, undefined)},
		{...missing, table: 'artists', rows: both(undefined, undefined)},
		{...missing, table: 'songplays', rows: both(1, 2), missing: both([], ['song_id', 'level'])},
	] satisfies readonly TableComparison[];
	t.deepEqual(comparisonLines(values).slice(1, 6), [
		'users             97          97  97 / 96  different rows',
		'songs             97          97  97 / 96  same values in different rows',
		'time               3           –  –        no table there',
		'artists            –           –  –        no table in either',
		'songplays          1           2  –        no column song_id, level there',
	]);
});

test('lines: escapes texts that look the same', t => {
	const pair = (here: string, there: string): TableComparison => ({
		...users,
		columns: ['name'],
		differences: [{type: 'changed', key: [], values: [{column: 'name', here, there}]}],
	});
	const shown = (here: string, there: string) => comparisonLines([pair(here, there)]).at(-1);
	t.is(shown('Beyonce\u0301', 'Beyoncé'), String.raw`    name: 'Beyonce\u{301}' here, 'Beyonc\u{e9}' there`);
	t.is(shown('a\u00A0b', 'a b'), String.raw`    name: 'a\u{a0}b' here, 'a b' there`);
	t.is(shown('Beyoncé', 'Zoé'), "    name: 'Beyoncé' here, 'Zoé' there");
});

test('lines: wraps differences to the width of the terminal', t => {
	const value = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36 (KHTML, like Gecko)';
	const difference: TableComparison = {
		...users,
		columns: ['user_agent', 'level'],
		differences: [
			{
				type: 'changed',
				key: [{column: 'start_time', value: '2018-11-21 21:56:47.796'}],
				values: [{column: 'user_agent', here: value, there: '東京'.repeat(40)}],
			},
		],
	};
	const lines = comparisonLines([difference], 80).slice(4);
	t.deepEqual(lines.slice(1, 4), [
		'    user_agent',
		"      here   'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4)",
		"        AppleWebKit/537.36 (KHTML, like Gecko)'",
	]);
	// Chinese characters are two columns wide.
	for (const line of lines) t.true(line.replaceAll(/[東京]/g, 'xx').length <= 80, line);
});

test('lines: prints a line of JSON per table', t => {
	t.deepEqual(JSON.parse(comparisonJson(equal)), {
		table: 'staging_events',
		equal: true,
		values: 'equal',
		rows: {here: 8056, there: 8056},
		keys: {here: 7770, there: 7770},
		nullKeys: {here: 286, there: 286},
		checksum: {here: '7', there: '7'},
	});
	t.deepEqual(JSON.parse(comparisonJson(users)), {
		table: 'users',
		equal: false,
		values: 'differ in user_id, level',
		rows: {here: 97, there: 97},
		keys: {here: 97, there: 96},
		nullKeys: {here: 0, there: 0},
		checksum: {here: '7', there: '7'},
		columns: ['user_id', 'level'],
		differences: [
			{type: 'changed', key: {user_id: 15}, values: {level: {here: 'paid', there: null}}},
			{type: 'only-there', key: {user_id: 16}, values: {first_name: "D'Arcy \u001B[31m", level: null}},
		],
		more: false,
	});
	const absent: TableComparison = {
		table: 'time',
		type: 'incomparable',
		rows: both(3, undefined),
		missing: both([], []),
	};
	t.deepEqual(JSON.parse(comparisonJson(absent)), {
		table: 'time',
		equal: false,
		values: 'no table there',
		rows: {here: 3},
		missing: {here: [], there: []},
	});
});
