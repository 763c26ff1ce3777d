/** The column that a key belongs to. */
export type KeyMatch = {
	readonly column: number;
	/** The key is spelled as listed, not only like it but for case. */
	readonly isListed: boolean;
};

/**
Returns a function that finds the column of a key.
@param keys The listed key of each column.
@param ignoreCase Whether other spellings match, too.
*/
export function keyMatcher(
	keys: readonly string[],
	ignoreCase: boolean,
): (key: string) => KeyMatch | undefined {
	const listed = new Map(keys.map((key, column) => [key, {column, isListed: true}]));
	const folded = new Map(keys.map((key, column) => [fold(key), {column, isListed: false}]));
	return key => listed.get(key) ?? (ignoreCase ? folded.get(fold(key)) : undefined);
}

/** Column names are ASCII: other letters that have one as their lower case don't match. */
function fold(key: string): string {
	return key.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());
}
