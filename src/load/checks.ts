/** The outcome of one check of `verify`. */
export type CheckResult = {
	readonly id: string;
	/** The condition checked, e.g. `records read = staged + rejected`. */
	readonly title: string;
	/** False fails `verify`. */
	readonly ok: boolean;
	/** The check passed, but `note` describes something unusual. Never changes the exit code. */
	readonly warning?: true;
	/** A sentence that explains the figures. */
	readonly note?: string;
	/** The figures compared, in order, e.g. `[['records read', 8056], ['staged', 8056], ['rejected', 0]]`. */
	readonly figures: readonly (readonly [name: string, value: number])[];
	/** Query that shows the offending rows. */
	readonly query: string;
};
