/** The column that matches a key. */
export type KeyMatch = {
	readonly column: number;
	/** The key is spelled exactly as listed, not in another case. */
	readonly isListed: boolean;
};

/**
Returns a function that finds the column of a key.
@param keys The listed key of each column.
@param ignoreCase Whether keys in another case match, too.
*/
export function keyMatcher(
	keys: readonly string[],
	ignoreCase: boolean,
): (key: string) => KeyMatch | undefined {
	const listed = new Map(keys.map((key, column) => [key, {column, isListed: true}]));
	const folded = new Map(keys.map((key, column) => [fold(key), {column, isListed: false}]));
	return key => listed.get(key) ?? (ignoreCase ? folded.get(fold(key)) : undefined);
}

/** Folds ASCII letters only: column names are ASCII, and other letters must not match them. */
function fold(key: string): string {
	return key.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());
}
