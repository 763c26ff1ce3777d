/** Returns a generator of whole numbers below a limit, reproducible by its seed. */
export function randomNumbers(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		// A linear congruential generator with the multiplier of Numerical Recipes. Its high bits are the most random.
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

/** The values in a random order. */
export function shuffled<T>(values: readonly T[], below: (limit: number) => number): readonly T[] {
	const rest = [...values];
	return values.map(() => rest.splice(below(rest.length), 1)[0]!);
}
