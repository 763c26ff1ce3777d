import {codeTokens} from '../../sql/scanner.js';

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
	const name = named
		.map(pattern => pattern.exec(message)?.[1]?.toLowerCase())
		.find(found => found !== undefined);
	if (name === undefined) return undefined;
	const wanted = [name, name.split('.').at(-1)];
	const places = codeTokens(sql, {backslashEscapes: true}).filter(token => wanted.includes(token.name));
	return places.length === 1 ? places[0]!.start : undefined;
}
