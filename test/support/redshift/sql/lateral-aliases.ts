import {nameList} from '../name-list.js';
import {applyEdits} from './edits.js';
import {isSymbol, isWord, type Token} from './lexer.js';

/** An alias in a select list that later items of the list may refer to. */
export type LateralAlias = {
	readonly name: string;
	readonly expression: readonly Token[];
	readonly uses: readonly Token[];
};

const endOfSelectList: readonly string[] = nameList(
	'from into where group order union except intersect limit',
);

/**
Finds aliases that later items of the same list use, as in `SELECT ts / 1000 AS seconds, seconds / 60 AS minutes`. A table
column of the same name takes precedence [D:r_SELECT_list], which only PostgreSQL can decide.
*/
export function lateralAliases(tokens: readonly Token[]): readonly LateralAlias[] {
	const found: LateralAlias[] = [];
	for (const [at, token] of tokens.entries()) {
		if (!isWord(token, 'select')) continue;
		const items = selectItems(tokens, at + 1);
		for (const [index, item] of items.entries()) {
			const name = item.at(-1);
			if (!isWord(item.at(-2), 'as') || (name?.type !== 'word' && name?.type !== 'quoted')) continue;
			const later = items.slice(index + 1).flat();
			const uses = later.filter((use, place) => use.value === name.value && isReference(later, place));
			if (uses.length > 0) found.push({name: name.value, expression: item.slice(0, -2), uses});
		}
	}
	return found;
}

/** Replaces the uses of an alias with its expression. */
export function inlineAlias(sql: string, {expression, uses}: LateralAlias): string {
	const [first, last] = [expression[0], expression.at(-1)];
	const text = first && last ? `(${sql.slice(first.start, last.end)})` : '';
	return applyEdits(
		sql,
		uses.map(({start, end}) => ({start, end, text})),
	);
}

function isReference(tokens: readonly Token[], at: number): boolean {
	const token = tokens[at]!;
	if (token.type !== 'word' && token.type !== 'quoted') return false;
	return (
		!isSymbol(tokens[at - 1], '.') &&
		!isSymbol(tokens[at + 1], '.') &&
		!isSymbol(tokens[at + 1], '(') &&
		!isWord(tokens[at - 1], 'as')
	);
}

function selectItems(tokens: readonly Token[], start: number): ReadonlyArray<readonly Token[]> {
	const items: Token[][] = [[]];
	let depth = 0;
	for (const token of tokens.slice(start)) {
		if (isSymbol(token, '(')) depth++;
		if (isSymbol(token, ')') && --depth < 0) break;
		if (depth === 0 && isWord(token, ...endOfSelectList)) break;
		if (depth === 0 && isSymbol(token, ',')) items.push([]);
		else items.at(-1)!.push(token);
	}
	return items;
}
