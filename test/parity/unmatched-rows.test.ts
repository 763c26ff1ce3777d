import test from 'ava';
import type {OrderedRow} from '../../src/parity/row-order.js';
import {type RowBatches, unmatchedRows} from '../../src/parity/unmatched-rows.js';
import type {Value} from '../../src/warehouse/warehouse.js';

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

test('finds equal streams in different batches equal', async t => {
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

test('finds rows on one side only, at the start, between and at the end', async t => {
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

test('finds a key with different values, and a duplicated row', async t => {
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

test('orders text by bytes, not UTF-16 units, and NULL last', async t => {
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

test('orders whole numbers beyond 2^53 with the others', async t => {
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

test('throws on rows out of order instead of reporting differences', async t => {
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

test('closes both streams when iteration stops early, and reads no more', async t => {
	const here = stream([[1, 1]], [[2, 1]], [[3, 1]]);
	const there = stream([[9, 1]], [[10, 1]]);
	for await (const {row: at} of unmatchedRows(here.rows, there.rows)) {
		t.deepEqual(at.key, [1]);
		break;
	}
	t.deepEqual(here.state, {read: 1, closed: true});
	t.deepEqual(there.state, {read: 1, closed: true});
});
