import {SparkifyError} from '../errors.js';
import {compareRows, type OrderedRow} from './row-order.js';

export type Side = 'here' | 'there';
export type UnmatchedRow = {readonly side: Side; readonly row: OrderedRow};
/** Batches of rows in the order of `compareRows`. */
export type RowBatches = AsyncIterable<readonly OrderedRow[]>;

/**
Merges the rows of a table in two warehouses and answers those that only one of them has, in their order. A row that is
there twice and here once is unmatched once. Holds a batch of each.
@throws SparkifyError when rows do not come in order: merged, they would differ where they do not
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

/** Reads rows one by one, without waiting for each. */
class RowReader {
	/** The row that is next; undefined before the first and after the last. */
	row: OrderedRow | undefined;
	readonly #batches: AsyncIterator<readonly OrderedRow[]>;
	readonly #side: Side;
	#batch: readonly OrderedRow[] = [];
	#at = 0;

	constructor(batches: RowBatches, side: Side) {
		this.#batches = batches[Symbol.asyncIterator]();
		this.#side = side;
	}

	/** Goes on to the next row of the batch; false where the batch has none. */
	step(): boolean {
		const next = this.#batch[this.#at + 1];
		if (next === undefined) return false;
		this.#at++;
		this.#take(next);
		return true;
	}

	/** Goes on to the first row of the next batch. */
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
				message: `The warehouse ${this.#side} sorts its rows in a way that this program does not know, so that they can't be compared one by one: ${keys.join(' came before ')}.`,
				advice: 'The counts and checksums above are still valid.',
			});
		}
		this.row = next;
	}
}
