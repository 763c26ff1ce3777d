import test from 'ava';
import {firstDifferences} from '../../src/parity/first-differences.js';
import type {ParityTable} from '../../src/parity/parity-tables.js';
import type {Side, UnmatchedRow} from '../../src/parity/unmatched-rows.js';

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
const unmatched = (side: Side, id: number, title: string, year = 'N'): UnmatchedRow => ({
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

test('lists all values of a row on one side only, and the differing values of a changed row', async t => {
	const rows = [
		unmatched('here', 1, 'One', '1999'),
		unmatched('here', 2, 'Two', '2000'),
		unmatched('there', 2, 'Two', '2001'),
		unmatched('there', 3, 'Three'),
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

test('pairs rows that share a key until one side runs out', async t => {
	const rows = [unmatched('there', 1, 'b'), unmatched('here', 1, 'a'), unmatched('there', 1, 'c')];
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

test('stops reading once there are enough, and says that there are more', async t => {
	const rows = Array.from({length: 100}, (_, index) => unmatched('here', index, 'x'));
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

test('reports no more when exactly the limit is reached', async t => {
	const rows = [1, 2, 3].map(key => unmatched('there', key, 'x'));
	const {differences, more} = await firstDifferences(table, each(rows), 3);
	t.is(differences.length, 3);
	t.false(more);
});

test('reads all rows of a key, because the other side may come last', async t => {
	const rows = [...Array.from({length: 50}, () => unmatched('here', 1, 'x')), unmatched('there', 1, 'y')];
	const {differences, more} = await firstDifferences(table, each(rows), 3);
	t.deepEqual(
		differences.map(({type}) => type),
		['changed', 'only', 'only'],
	);
	t.true(more);
});
