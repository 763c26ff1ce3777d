/** Whole numbers from 0 up to below a limit: the same for the same seed, so that a failing test can be run again. */
export function randomNumbers(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		// A linear congruential generator with the multiplier of Numerical Recipes; its high bits are the good ones.
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}
