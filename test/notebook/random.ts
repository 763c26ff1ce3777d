/** A seeded generator (mulberry32), which makes failures reproducible. Returns whole numbers from 0 to below `limit`. */
export function randomFrom(seed: number): (limit: number) => number {
	let state = seed;
	return limit => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
	};
}

/** A text of up to `length` random pieces. */
export function randomText(
	random: (limit: number) => number,
	pieces: readonly string[],
	length: number,
): string {
	return Array.from({length: random(length + 1)}, () => pieces[random(pieces.length)]!).join('');
}
