/** A key, the number of records with the finding, and the first of them by file name and line. */
export type KeyCount = {
	readonly key: string;
	readonly records: number;
	readonly file: string;
	readonly line: number;
};

/** Differences between the keys of the records and the columns of the staging table. */
export type KeyReport = {
	/** Keys that match no column. */
	readonly unknown: readonly KeyCount[];
	/** Keys of columns that are absent from records. */
	readonly missing: readonly KeyCount[];
	/** Number of further unmatched keys, beyond those listed by name. */
	readonly unnamed: number;
};

/** Maximum number of unknown keys listed by name. More suggest that data is used as keys. */
const maxNamed = 50;
const maxKeyLength = 100;

/** Counts unknown and missing keys. */
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
