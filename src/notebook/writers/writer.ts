import type {Column, Row} from '../../warehouse/warehouse.js';

/** Converts a result to text in chunks as its rows arrive. Leaving the loop early closes the rows. */
export type Writer = (
	columns: readonly Column[],
	rows: AsyncIterable<readonly Row[]>,
) => AsyncGenerator<string, void, undefined>;
