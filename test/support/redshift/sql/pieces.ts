import {isSymbol, type Token, unexpected} from './lexer.js';

/** Rewrites the expressions in a range of tokens. */
export type Rewrite = (tokens: readonly Token[]) => string;

/** Splits the tokens between the parentheses at `open` and `close` at top-level commas. */
export function listItems(
	tokens: readonly Token[],
	open: number,
	close: number,
): ReadonlyArray<readonly Token[]> {
	const items: Token[][] = [[]];
	let depth = 0;
	for (const token of tokens.slice(open + 1, close)) {
		if (isSymbol(token, '(')) depth++;
		if (isSymbol(token, ')')) depth--;
		if (depth === 0 && isSymbol(token, ',')) items.push([]);
		else items.at(-1)!.push(token);
	}
	return items;
}

/** Index of the token after a name, qualified or not. */
export function endOfName(sql: string, tokens: readonly Token[], at: number): number {
	const token = tokens[at];
	if (token?.type !== 'word' && token?.type !== 'quoted') throw unexpected(sql, tokens, at);
	return isSymbol(tokens[at + 1], '.') ? at + 3 : at + 1;
}

export function quoteName(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a value for sessions in which backslashes are escapes. */
export function literal(value: string): string {
	return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
