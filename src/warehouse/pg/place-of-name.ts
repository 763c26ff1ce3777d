/** Comments and strings, which are not searched. A backslash is an escape, as on Redshift. */
const opaque = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|''|\\[\s\S])*'/g;
const named: readonly RegExp[] = [
	/syntax error at or near "([^"]+)"/,
	/^column "?([^"\s]+?)"? does not exist/,
	/^relation "?([^"\s]+?)"? does not exist/,
	/^function (\w+)\(/,
];

/**
The UTF-16 offset in a statement of the name that an error quotes; Redshift reports no position. Undefined unless the name
occurs exactly once.
*/
export function placeOfName(message: string, sql: string): number | undefined {
	const name = named.map(pattern => pattern.exec(message)?.[1]).find(found => found !== undefined);
	if (name === undefined) return undefined;
	const visible = sql.replaceAll(opaque, text => ' '.repeat(text.length)).toLowerCase();
	const wanted = (name.split('.').at(-1) ?? name).toLowerCase();
	const places: number[] = [];
	for (let at = visible.indexOf(wanted); at !== -1; at = visible.indexOf(wanted, at + 1)) {
		if (isWord(visible, at, at + wanted.length)) places.push(at);
	}
	return places.length === 1 ? places[0] : undefined;
}

function isWord(text: string, start: number, end: number): boolean {
	const wordCharacter = /[\w$]/;
	return (
		!(wordCharacter.test(text[start] ?? '') && wordCharacter.test(text[start - 1] ?? '')) &&
		!(wordCharacter.test(text[end - 1] ?? '') && wordCharacter.test(text[end] ?? ''))
	);
}
