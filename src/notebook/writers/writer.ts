import type {Column, Row} from '../../warehouse/warehouse.js';

/** Turns a result into text, piece by piece as its rows come. Leaving the loop early closes the rows. */
export type Writer = (
	columns: readonly Column[],
	rows: AsyncIterable<readonly Row[]>,
) => AsyncGenerator<string, void, undefined>;
