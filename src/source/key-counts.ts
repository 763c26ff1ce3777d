/** A key of the records, the number of records it concerns, and the first of them by file name and line. */
export type KeyCount = {
	readonly key: string;
	readonly records: number;
	readonly file: string;
	readonly line: number;
};

/** Keys of the records read that are not as the staging table has them. */
export type KeyReport = {
	/** Keys that match no column. */
	readonly unknown: readonly KeyCount[];
	/** Keys of columns that records lack. */
	readonly missing: readonly KeyCount[];
	/** How often other keys matched no column: those that are too many to name. */
	readonly unnamed: number;
};

/** Unknown keys that are counted by name: more would be data in the place of keys. */
const maxNamed = 50;
const maxKeyLength = 100;

/** Counts keys that match no column, and keys that records lack. */
export class KeyCounts {
	readonly #unknown = new Map<string, KeyCount>();
	readonly #missing = new Map<string, KeyCount>();
	#unnamed = 0;

	get isEmpty(): boolean {
		return this.#unknown.size === 0 && this.#missing.size === 0;
	}

	addUnknown(count: KeyCount): void {
		const key = count.key.slice(0, maxKeyLength).toWellFormed();
		if (this.#unknown.size < maxNamed || this.#unknown.has(key)) add(this.#unknown, {...count, key});
		else this.#unnamed += count.records;
	}

	addMissing(count: KeyCount): void {
		add(this.#missing, count);
	}

	addAll({unknown, missing, unnamed}: KeyReport): void {
		for (const count of unknown) this.addUnknown(count);
		for (const count of missing) this.addMissing(count);
		this.#unnamed += unnamed;
	}

	report(): KeyReport {
		const [unknown, missing] = [this.#unknown, this.#missing].map(counts => [...counts.values()]);
		return {unknown: unknown!, missing: missing!, unnamed: this.#unnamed};
	}

	clear(): void {
		this.#unknown.clear();
		this.#missing.clear();
		this.#unnamed = 0;
	}
}

function add(counts: Map<string, KeyCount>, count: KeyCount): void {
	const known = counts.get(count.key);
	if (known === undefined) {
		counts.set(count.key, count);
		return;
	}
	const isEarlier = count.file === known.file ? count.line < known.line : count.file < known.file;
	const {file, line} = isEarlier ? count : known;
	counts.set(count.key, {key: count.key, records: known.records + count.records, file, line});
}
