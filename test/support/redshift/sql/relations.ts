import {nameList} from '../name-list.js';
import {closingParenthesis, isSymbol, isWord, type Token} from './lexer.js';

/** A table or view named in a statement, with the position of its tokens. */
export type Relation = {
	readonly schema: string | undefined;
	readonly name: string;
	/** Indexes of its first token and of the token after its last. */
	readonly start: number;
	readonly next: number;
};

/** Functions in whose arguments FROM does not start a table list. */
const fromInside: ReadonlySet<string> = new Set(['extract', 'trim', 'substring', 'position']);
const endOfList: readonly string[] = nameList(`
		where group order having limit offset union except intersect minus on using join left right full inner cross
		natural set select window qualify for`);

/** The tables and views that a statement reads and writes, without those defined by its WITH clause. */
export function relations(tokens: readonly Token[]): readonly Relation[] {
	const defined = namesOfWith(tokens);
	const found: Relation[] = [];
	const openers: Array<string | undefined> = [];
	for (let at = 0; at < tokens.length; at++) {
		const token = tokens[at]!;
		if (isSymbol(token, '('))
			openers.push(tokens[at - 1]?.type === 'word' ? tokens[at - 1]!.value : undefined);
		else if (isSymbol(token, ')')) openers.pop();
		else if (isWord(token, 'from', 'join', 'using') && !fromInside.has(openers.at(-1) ?? '')) {
			if (!isWord(token, 'using') || isWord(tokens[0], 'delete')) found.push(...readList(tokens, at + 1));
		} else if (isWord(token, 'into') || (at === 0 && isWord(token, 'update')))
			found.push(...readList(tokens, at + 1));
	}
	return found.filter(({schema, name}) => schema !== undefined || !defined.has(name));
}

/** Reads the names in `a, b AS c (d), (SELECT …) e, f(g)`; nested queries are read separately. */
function readList(tokens: readonly Token[], start: number): readonly Relation[] {
	const found: Relation[] = [];
	let expected = true;
	for (let at = start; at < tokens.length; at++) {
		const token = tokens[at]!;
		if (isSymbol(token, '(')) {
			at = closingParenthesis(tokens, at);
			expected = false;
		} else if (isSymbol(token, ',')) expected = true;
		else if (isSymbol(token, ')') || (token.type === 'word' && endOfList.includes(token.value))) break;
		else if (expected && (token.type === 'word' || token.type === 'quoted')) {
			const qualified = isSymbol(tokens[at + 1], '.');
			const next = qualified ? at + 3 : at + 1;
			if (!isSymbol(tokens[next], '(') || isWord(tokens[start - 1], 'into')) {
				const last = tokens[next - 1];
				const schema = qualified ? token.value : undefined;
				found.push({schema, name: last?.value ?? '', start: at, next});
				at = next - 1;
			}
			expected = false;
			if (isWord(tokens[start - 1], 'into')) break;
		}
	}
	return found;
}

/** Names defined as a query: `WITH a AS (SELECT …), b (c) AS (SELECT …)`. */
function namesOfWith(tokens: readonly Token[]): ReadonlySet<string> {
	const names = new Set<string>();
	for (let at = 1; at < tokens.length; at++) {
		if (!isWord(tokens[at], 'as') || !isSymbol(tokens[at + 1], '(')) continue;
		let name = at - 1;
		if (isSymbol(tokens[name], ')')) {
			while (name > 0 && !isSymbol(tokens[name], '(')) name--;
			name--;
		}
		if (isWord(tokens[name - 1], 'with', 'recursive') || isSymbol(tokens[name - 1], ','))
			names.add(tokens[name]?.value ?? '');
	}
	return names;
}
