import type {Value} from '../warehouse/warehouse.js';

/** A row of a table as `rowsSql` returns it. */
export type OrderedRow = {
	readonly key: readonly Value[];
	/** Checksum of all cells. Two rows are equal if their keys and checksums are. */
	readonly checksum: bigint;
	/** The text of each cell, in column order. */
	readonly cells: readonly string[];
};

/** Compares rows in the order in which every engine returns them: by key, NULL last, text by bytes, then by checksum. */
export function compareRows(a: OrderedRow, b: OrderedRow): number {
	const byKey = compareKeys(a, b);
	if (byKey !== 0) return byKey;
	return a.checksum === b.checksum ? 0 : a.checksum < b.checksum ? -1 : 1;
}

export function compareKeys({key: a}: OrderedRow, {key: b}: OrderedRow): number {
	for (const [index, value] of a.entries()) {
		const order = compareValues(value, b[index] ?? null);
		if (order !== 0) return order;
	}
	return 0;
}

function compareValues(a: Value, b: Value): number {
	if (a === b) return 0;
	if (a === null) return 1;
	if (b === null) return -1;
	if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
	// Only whole numbers beyond the safe integers are bigints; mixed comparison is exact.
	return a < b ? -1 : 1;
}
