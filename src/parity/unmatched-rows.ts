import {SparkifyError} from '../errors.js';
import {compareRows, type OrderedRow} from './row-order.js';

export type Side = 'here' | 'there';
export type UnmatchedRow = {readonly side: Side; readonly row: OrderedRow};
/** Batches of rows in the order of `compareRows`. */
export type RowBatches = AsyncIterable<readonly OrderedRow[]>;

/**
Merges the rows of a table in two warehouses and yields those that only one of them has, in order. A row that occurs twice
on one side and once on the other is unmatched once. Holds one batch per side.
@throws SparkifyError when rows arrive out of order, which would produce false differences
*/
export async function* unmatchedRows(here: RowBatches, there: RowBatches): AsyncGenerator<UnmatchedRow> {
	const [left, right] = [new RowReader(here, 'here'), new RowReader(there, 'there')];
	try {
		await Promise.all([left.fill(), right.fill()]);
		for (;;) {
			const [a, b] = [left.row, right.row];
			if (a === undefined && b === undefined) return;
			const order = a === undefined ? 1 : b === undefined ? -1 : compareRows(a, b);
			if (order < 0 && a !== undefined) yield {side: 'here', row: a};
			if (order > 0 && b !== undefined) yield {side: 'there', row: b};
			if (order <= 0 && !left.step()) await left.fill();
			if (order >= 0 && !right.step()) await right.fill();
		}
	} finally {
		await Promise.all([left.close(), right.close()]);
	}
}

/** Reads rows one by one, and awaits only at the end of a batch. */
class RowReader {
	/** The next row; undefined before the first and after the last. */
	row: OrderedRow | undefined;
	readonly #batches: AsyncIterator<readonly OrderedRow[]>;
	readonly #side: Side;
	#batch: readonly OrderedRow[] = [];
	#at = 0;

	constructor(batches: RowBatches, side: Side) {
		this.#batches = batches[Symbol.asyncIterator]();
		this.#side = side;
	}

	/** Advances to the next row of the batch; returns false if there is none. */
	step(): boolean {
		const next = this.#batch[this.#at + 1];
		if (next === undefined) return false;
		this.#at++;
		this.#take(next);
		return true;
	}

	/** Advances to the first row of the next batch. */
	async fill(): Promise<void> {
		for (;;) {
			const {done, value} = await this.#batches.next();
			if (done) {
				this.row = undefined;
				return;
			}
			const [first] = value;
			if (first === undefined) continue;
			this.#batch = value;
			this.#at = 0;
			this.#take(first);
			return;
		}
	}

	async close(): Promise<void> {
		await this.#batches.return?.();
	}

	#take(next: OrderedRow): void {
		if (this.row !== undefined && compareRows(this.row, next) > 0) {
			const keys = [this.row, next].map(({key}) => key.join(', '));
			throw new SparkifyError({
				message: `The warehouse ${this.#side} returned rows in an unexpected order, so they can't be compared one by one: ${keys.join(' came before ')}.`,
				advice: 'The counts and checksums above are still valid.',
			});
		}
		this.row = next;
	}
}
