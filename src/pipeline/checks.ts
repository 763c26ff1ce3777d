/** The outcome of one check of `verify`. */
export type CheckResult = {
	readonly id: string;
	/** What holds when the check passes, e.g. `records read = staged + rejected`. */
	readonly title: string;
	readonly ok: boolean;
	/** The figures compared, in order, e.g. `[['records read', 8056], ['staged', 8056], ['rejected', 0]]`. */
	readonly figures: readonly (readonly [name: string, value: number])[];
	/** Query that shows the offending rows. */
	readonly query: string;
};
