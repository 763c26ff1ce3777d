/** Comments and strings, in which no name is looked for. A backslash is an escape, as Redshift has it. */
const opaque = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|''|\\[\s\S])*'/g;
const named: readonly RegExp[] = [
	/syntax error at or near "([^"]+)"/,
	/^column "?([^"\s]+?)"? does not exist/,
	/^relation "?([^"\s]+?)"? does not exist/,
	/^function (\w+)\(/,
];

/**
The place in a statement, a zero-based UTF-16 offset, that an error means by a name: Redshift gives no position.
Undefined where the name stands there more than once, or not at all.
*/
export function placeOfName(message: string, sql: string): number | undefined {
	const name = named.map(pattern => pattern.exec(message)?.[1]).find(found => found !== undefined);
	if (name === undefined) return undefined;
	const visible = sql.replaceAll(opaque, text => ' '.repeat(text.length)).toLowerCase();
	const wanted = (name.split('.').at(-1) ?? name).toLowerCase();
	const places: number[] = [];
	for (let at = visible.indexOf(wanted); at !== -1; at = visible.indexOf(wanted, at + 1)) {
		if (isWhole(visible, at, at + wanted.length)) places.push(at);
	}
	return places.length === 1 ? places[0] : undefined;
}

function isWhole(text: string, start: number, end: number): boolean {
	const ofWord = /[\w$]/;
	return (
		!(ofWord.test(text[start] ?? '') && ofWord.test(text[start - 1] ?? '')) &&
		!(ofWord.test(text[end - 1] ?? '') && ofWord.test(text[end] ?? ''))
	);
}
