import test from 'ava';
import {limitRows} from '../../../src/notebook/writers/limit-rows.js';
import type {Row} from '../../../src/warehouse/warehouse.js';

/** The rows that pass from three batches of two, whether `onMore` was called, and whether the result was closed. */
async function limited(limit: number): Promise<{rows: readonly unknown[]; more: boolean; closed: boolean}> {
	let closed = false;
	async function* source(): AsyncGenerator<readonly Row[]> {
		try {
			yield [[1], [2]];
			yield [[3], [4]];
			yield [[5], [6]];
		} finally {
			closed = true;
		}
	}
	let more = false;
	const rows: unknown[] = [];
	const through = limitRows(source(), limit, () => {
		more = true;
	});
	for await (const batch of through) rows.push(...batch.map(row => row[0]));
	return {rows, more, closed};
}

test('stops at a limit below the number of rows', async t => {
	t.deepEqual(await limited(3), {rows: [1, 2, 3], more: true, closed: true});
	t.deepEqual(await limited(4), {rows: [1, 2, 3, 4], more: true, closed: true});
	t.deepEqual(await limited(0), {rows: [], more: true, closed: true});
});

test('returns all rows at a higher limit', async t => {
	t.deepEqual(await limited(6), {rows: [1, 2, 3, 4, 5, 6], more: false, closed: true});
	t.deepEqual(await limited(100), {rows: [1, 2, 3, 4, 5, 6], more: false, closed: true});
});
