import test from 'ava';
import {PagedRows} from '../../src/notebook/paged-rows.js';
import type {Row} from '../../src/warehouse/warehouse.js';

async function* batches(...sizes: readonly number[]): AsyncGenerator<readonly Row[]> {
	let next = 1;
	for (const size of sizes) yield Array.from({length: size}, () => [next++]);
}

test('pages across batches, including empty ones', async t => {
	const pages = new PagedRows(batches(3, 0, 2, 0));
	t.deepEqual(await pages.take(2), {rows: [[1], [2]], complete: false});
	t.deepEqual(await pages.take(2), {rows: [[3], [4]], complete: false});
	t.deepEqual(await pages.take(2), {rows: [[5]], complete: true});
	t.deepEqual(await pages.take(2), {rows: [], complete: true});
});

test('reports a page that ends with the last row as complete', async t => {
	t.deepEqual(await new PagedRows(batches(2, 0)).take(2), {rows: [[1], [2]], complete: true});
	t.deepEqual(await new PagedRows(batches()).take(2), {rows: [], complete: true});
});

test('closes the source, even if that fails', async t => {
	let closed = false;
	async function* source(): AsyncGenerator<readonly Row[]> {
		try {
			yield [[1]];
			yield [[2]];
		} finally {
			closed = true;
			// biome-ignore lint/correctness/noUnsafeFinally: the test is about a result that can't be closed.
			throw new Error('gone');
		}
	}
	const pages = new PagedRows(source());
	await pages.take(1);
	await pages.close();
	t.true(closed);
	t.deepEqual(await pages.take(1), {rows: [], complete: true});
});
