/** Share of the letters that may be wrong in a word that is still recognised; one always may. */
const wrongShare = 1 / 3;

/** The candidate that is most like what was typed; undefined when none is like it. Upper and lower case are alike. */
export function nearest<T extends string>(typed: string, candidates: readonly T[]): T | undefined {
	const word = typed.toLowerCase();
	// A word that was begun and not finished.
	const [begun] = candidates
		.filter(candidate => word.length > 2 && candidate.toLowerCase().startsWith(word))
		.sort((a, b) => a.length - b.length);
	if (begun !== undefined) return begun;
	let best: T | undefined;
	let least = Math.max(1, Math.floor(word.length * wrongShare)) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(word, candidate.toLowerCase());
		if (distance < least) {
			best = candidate;
			least = distance;
		}
	}
	return best;
}

/** `Did you mean …?`, or undefined when there is nothing like it. */
export function didYouMean(typed: string, candidates: readonly string[]): string | undefined {
	const candidate = nearest(typed, candidates);
	return candidate === undefined ? undefined : `Did you mean ${candidate}?`;
}

/** Letters to insert, remove, replace or swap with their neighbour to make one word of the other. */
function editDistance(a: string, b: string): number {
	let beforeLast: readonly number[] = [];
	let last: readonly number[] = Array.from({length: b.length + 1}, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			current.push(
				Math.min(
					last[column]! + 1,
					current[column - 1]! + 1,
					last[column - 1]! + (same ? 0 : 1),
					swapped ? beforeLast[column - 2]! + 1 : Number.POSITIVE_INFINITY,
				),
			);
		}
		beforeLast = last;
		last = current;
	}
	return last[b.length]!;
}
