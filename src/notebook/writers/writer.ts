import type {Column, Row} from '../../warehouse/warehouse.js';

/** Converts a result to text in chunks as its rows arrive. Leaving the loop early closes the rows. */
export type Writer = (
	columns: readonly Column[],
	rows: AsyncIterable<readonly Row[]>,
) => AsyncGenerator<string, void, undefined>;

/** What a writer makes of a few rows. */
export async function writtenText(
	write: Writer,
	columns: readonly Column[],
	rows: readonly Row[],
): Promise<string> {
	async function* oneBatch() {
		yield rows;
	}
	let text = '';
	for await (const chunk of write(columns, oneBatch())) text += chunk;
	return text;
}
