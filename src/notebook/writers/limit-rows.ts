import type {Row} from '../../warehouse/warehouse.js';

/**
The first `limit` rows; then closes the result.
@param onMore Called when there was at least one row more.
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
