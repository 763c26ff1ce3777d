import {isKeyword, keywords} from '../sql/keywords.js';
import {type CodeToken, codeTokens, type TokenType, tokenize} from '../sql/scanner.js';
import {statementAt} from '../sql/split-statements.js';
import type {CatalogTable} from '../warehouse/warehouse.js';

export type Suggestion = {
	/** Text to insert; quoted if the name requires it. */
	readonly text: string;
	readonly kind: 'column' | 'table' | 'alias' | 'keyword';
	/** Explanation to show with it: a column's table and type, or an alias's table. */
	readonly detail: string;
};

export type Completion = {
	/** Range of the text that a suggestion replaces. */
	readonly start: number;
	readonly end: number;
	/** Best first, at most 50. */
	readonly suggestions: readonly Suggestion[];
};

const maxSuggestions = 50;
/** Keywords followed by a table name. */
const beforeTable = new Set(['from', 'join', 'into', 'update', 'table', 'describe']);

const nameTypes: ReadonlySet<TokenType> = new Set(['identifier', 'quoted-identifier', 'keyword']);
const opaqueTypes: ReadonlySet<TokenType> = new Set(['string', 'number', 'parameter', 'comment']);

/** A table that the statement references, with its alias. */
type NamedTable = {readonly table: CatalogTable; readonly alias: string | undefined};

/** Suggests completions at the cursor. Returns none inside strings, numbers and comments. */
export function complete(text: string, cursor: number, catalog: readonly CatalogTable[]): Completion {
	const tokens = tokenize(text);
	const at = tokens.find(({start, end}) => start < cursor && cursor <= end);
	const start = at !== undefined && nameTypes.has(at.type) ? at.start : cursor;
	if (at !== undefined && opaqueTypes.has(at.type)) return {start, end: cursor, suggestions: []};

	const prefix = text.slice(start, cursor);
	const before = codeTokens(text).filter(({end}) => end <= start);
	const all = candidates(before, namedTables(text, cursor, catalog), catalog, prefix);
	const offered = new Set([prefix]);
	const suggestions = all.filter(({text: name}) => {
		if (offered.has(name) || !bareName(name).startsWith(bareName(prefix))) return false;
		offered.add(name);
		return true;
	});
	return {start, end: cursor, suggestions: suggestions.slice(0, maxSuggestions)};
}

function candidates(
	before: readonly CodeToken[],
	named: readonly NamedTable[],
	catalog: readonly CatalogTable[],
	prefix: string,
): readonly Suggestion[] {
	const last = before.at(-1)?.name;
	if (last === '.') {
		const owner = before.at(-2)?.name ?? '';
		const known = named.find(({alias}) => alias !== undefined && bareName(alias) === owner);
		const table = known?.table ?? findTable(catalog, owner);
		return table === undefined ? [] : columnSuggestions(table);
	}
	const tables = catalog.map(
		({name, columns}): Suggestion => ({
			text: quoteName(name),
			kind: 'table',
			detail: `${columns.length} columns`,
		}),
	);
	if (beforeTable.has(last ?? '')) return tables;
	return [
		...named.flatMap(({table}) => columnSuggestions(table)),
		...named.flatMap(({table, alias}): readonly Suggestion[] =>
			alias === undefined ? [] : [{text: alias, kind: 'alias', detail: table.name}],
		),
		...tables,
		...catalog.flatMap(columnSuggestions),
		...(prefix === '' ? [] : keywordSuggestions(prefix)),
	];
}

/** The tables after FROM, JOIN and similar keywords in the statement at the cursor, in order. */
function namedTables(text: string, cursor: number, catalog: readonly CatalogTable[]): readonly NamedTable[] {
	const statement = statementAt(text, cursor)?.text ?? '';
	const words = codeTokens(statement);
	return words.flatMap(({name}, index): readonly NamedTable[] => {
		const table = findTable(catalog, name);
		const previous = words[index - 1]?.name ?? '';
		if (table === undefined || !(beforeTable.has(previous) || previous === ',' || previous === '.'))
			return [];
		const next = words[index + 1]?.name === 'as' ? words[index + 2] : words[index + 1];
		const isAlias = next?.type === 'identifier' || next?.type === 'quoted-identifier';
		return [{table, alias: isAlias ? next.text : undefined}];
	});
}

function columnSuggestions({name: table, columns}: CatalogTable): readonly Suggestion[] {
	return columns.map(({name, type}) => ({text: quoteName(name), kind: 'column', detail: `${table} ${type}`}));
}

/** Keywords in the case of the prefix. */
function keywordSuggestions(prefix: string): readonly Suggestion[] {
	const isLower = prefix === prefix.toLowerCase();
	return [...keywords].map(word => ({
		text: isLower ? word.toLowerCase() : word,
		kind: 'keyword',
		detail: '',
	}));
}

function findTable(catalog: readonly CatalogTable[], bare: string): CatalogTable | undefined {
	return catalog.find(({name}) => name.toLowerCase() === bare);
}

function bareName(text: string): string {
	return text.replaceAll('"', '').toLowerCase();
}

/** Quotes a name that is a keyword or not plain lower case, since it would mean another name unquoted. */
function quoteName(name: string): string {
	const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && !isKeyword(name);
	return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
