import test from 'ava';
import type {TableComparison} from '../../src/parity/compare-table.js';
import {comparisonJson} from '../../src/parity/comparison-json.js';
import {comparisonLines} from '../../src/parity/comparison-lines.js';

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

test('prints a line per table, then the differences', t => {
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

test('says why tables are not equal', t => {
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

test('escapes texts that look the same', t => {
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

test('wraps differences to the width of the terminal', t => {
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

test('prints a line of JSON per table', t => {
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
