import {UsageError} from '../errors.js';

/** An error in the arguments or the configuration in one sentence, with advice if the fix is not obvious. */
export type Problem = {readonly message: string; readonly advice?: string};

export function isProblem(value: unknown): value is Problem {
	return typeof value === 'object' && value !== null && 'message' in value;
}

/**
Combines all problems into one error.
@param help Command that shows the correct usage, e.g. `sparkify-tui load --help`.
*/
export function usageError(problems: readonly Problem[], help?: string): UsageError {
	const texts = problems.map(({message, advice}) =>
		advice === undefined ? message : `${message} ${advice}`,
	);
	const message =
		texts.length === 1
			? texts[0]!
			: [`${texts.length} errors:`, ...texts.map(text => `- ${text}`)].join('\n');
	return new UsageError({message, ...(help !== undefined && {advice: `See ${help}`})});
}

/** Maximum share of wrong letters in a word that is still recognized; one wrong letter is always allowed. */
const maxWrongShare = 1 / 3;

/** The candidate most similar to the typed word, ignoring case; undefined if none is similar. */
export function nearest<T extends string>(typed: string, candidates: readonly T[]): T | undefined {
	const word = typed.toLowerCase();
	// An unfinished word.
	const [completion] = candidates
		.filter(candidate => word.length > 2 && candidate.toLowerCase().startsWith(word))
		.sort((a, b) => a.length - b.length);
	if (completion !== undefined) return completion;
	let best: T | undefined;
	let minDistance = Math.max(1, Math.floor(word.length * maxWrongShare)) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(word, candidate.toLowerCase());
		if (distance < minDistance) {
			best = candidate;
			minDistance = distance;
		}
	}
	return best;
}

/** `Did you mean …?`, or undefined if no candidate is similar. */
export function didYouMean(typed: string, candidates: readonly string[]): string | undefined {
	const candidate = nearest(typed, candidates);
	return candidate === undefined ? undefined : `Did you mean ${candidate}?`;
}

/** Reports a word that is not one of a few. @param what A noun for the word, e.g. `engine`. */
export function unknownWord(
	what: string,
	typed: string,
	known: readonly string[],
	alsoKnown: readonly string[] = [],
): Problem {
	const message = `Unknown ${what} "${typed}"; the ${what}s are ${known.join(', ')}.`;
	return withGuess(message, typed, [...known, ...alsoKnown]);
}

/** A problem with a misspelled word, and the word that was probably meant. */
export function withGuess(message: string, typed: string, candidates: readonly string[]): Problem {
	const advice = didYouMean(typed, candidates);
	return {message, ...(advice !== undefined && {advice})};
}

/** Number of letters to insert, remove, replace or swap with a neighbor to turn one word into the other. */
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
