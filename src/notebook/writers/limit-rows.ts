import type {Row} from '../../warehouse/warehouse.js';

/**
Yields the first `limit` rows, then closes the result.
@param onMore Called if there is at least one more row.
*/
export async function* limitRows(
	rows: AsyncIterable<readonly Row[]>,
	limit: number,
	onMore?: () => void,
): AsyncGenerator<readonly Row[], void, undefined> {
	let left = limit;
	for await (const batch of rows) {
		if (left > 0) yield batch.slice(0, left);
		if (batch.length > left) {
			onMore?.();
			return;
		}
		left -= batch.length;
	}
}

/** Yields all rows. @param onRows Called with the number of rows so far, before each batch. */
export async function* countRows(
	rows: AsyncIterable<readonly Row[]>,
	onRows: (rows: number) => void,
): AsyncGenerator<readonly Row[], void, undefined> {
	let total = 0;
	for await (const batch of rows) {
		total += batch.length;
		onRows(total);
		yield batch;
	}
}
