import {commonFunctions, type SqlFunction} from '../sql/functions.js';
import {isKeyword, keywords} from '../sql/keywords.js';
import {type CodeToken, codeTokens, type TokenType, tokenize} from '../sql/scanner.js';
import {statementAt} from '../sql/split-statements.js';
import type {CatalogTable} from '../warehouse/warehouse.js';
import {parametersOf} from './document/parameters.js';

export type Suggestion = {
	/** Text to insert; quoted if the name requires it. */
	readonly text: string;
	readonly kind: 'column' | 'table' | 'alias' | 'function' | 'keyword' | 'parameter' | 'cell' | 'command';
	/** Explanation to show with it: a column's table and type, an alias's table, how a function is called. */
	readonly detail: string;
};

/** What can be named in a statement. */
export type CompletionContext = {
	readonly catalog: readonly CatalogTable[];
	/** Values of the parameters `:name`. */
	readonly parameters: ReadonlyMap<string, string>;
	/** Names of cells, for `{{name}}`. */
	readonly cellNames: readonly string[];
	/** Functions of this engine beyond those of every engine. */
	readonly functions: readonly SqlFunction[];
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

/** Keywords that are also functions, and in joins have no parentheses. */
const joinWords = new Set(['left', 'right']);

const nameTypes: ReadonlySet<TokenType> = new Set(['identifier', 'quoted-identifier', 'keyword']);
const opaqueTypes: ReadonlySet<TokenType> = new Set(['string', 'number', 'parameter', 'comment']);

/** A table that the statement references, with its alias. */
type NamedTable = {readonly table: CatalogTable; readonly alias: string | undefined};

/**
Suggests completions at the cursor: columns, aliases, tables, functions and keywords; parameters after a colon, cells after
`{{`. Returns none inside strings, numbers and comments.
*/
export function complete(text: string, cursor: number, context: CompletionContext): Completion {
	const statement = statementAt(text, cursor);
	const from = Math.min(statement?.start ?? 0, cursor);
	const found = completeStatement(
		text.slice(from, Math.max(statement?.end ?? 0, cursor)),
		cursor - from,
		context,
		text.slice(cursor, cursor + 100),
	);
	return {...found, start: found.start + from, end: cursor};
}

/** @param following The text after the cursor, which may be in the next statement. */
function completeStatement(
	text: string,
	cursor: number,
	context: CompletionContext,
	following: string,
): Completion {
	const tokens = tokenize(text);
	const at = tokens.find(({start, end}) => start < cursor && cursor <= end);
	// With a letter at the cursor, a colon alone begins a parameter.
	const parameter = parametersOf(`${text.slice(0, cursor)}x`).at(-1);
	if (parameter !== undefined && parameter.end > cursor)
		return chosen(parameterSuggestions(context), text, parameter.start, cursor);
	if (at !== undefined && opaqueTypes.has(at.type)) return {start: cursor, end: cursor, suggestions: []};
	const start = at !== undefined && nameTypes.has(at.type) ? at.start : cursor;
	const code = codeTokens(text);
	const before = code.filter(({end}) => end <= start);
	if (text.slice(0, start).endsWith('{{')) {
		const closing = /^\w*\}\}/.test(following) ? '' : '}}';
		const cells = context.cellNames.map(name => cellSuggestion(name + closing));
		return chosen(cells, text, start, cursor);
	}
	const named = namedTables(code, context.catalog);
	const prefix = text.slice(start, cursor);
	const isCalled = following.startsWith('(');
	return chosen(candidates(before, named, context, prefix, isCalled), text, start, cursor);
}

/** The first suggestions that begin with the text before the cursor. */
function chosen(all: Iterable<Suggestion>, text: string, start: number, cursor: number): Completion {
	const prefix = text.slice(start, cursor);
	const wanted = bareName(prefix);
	const offered = new Set([prefix]);
	const suggestions: Suggestion[] = [];
	for (const suggestion of all) {
		if (!bareName(suggestion.text).startsWith(wanted) || offered.has(suggestion.text)) continue;
		offered.add(suggestion.text);
		suggestions.push(suggestion);
		if (suggestions.length === maxSuggestions) break;
	}
	return {start, end: cursor, suggestions};
}

/** Lazily, since a catalog can have very many columns. */
function* candidates(
	before: readonly CodeToken[],
	named: readonly NamedTable[],
	{catalog, cellNames, functions}: CompletionContext,
	prefix: string,
	isCalled: boolean,
): Generator<Suggestion, void> {
	const last = before.at(-1)?.name;
	if (last === '.') {
		const owner = before.at(-2)?.name ?? '';
		const known = named.find(({alias}) => alias !== undefined && bareName(alias) === owner);
		const table = known?.table ?? findTable(catalog, owner);
		if (table !== undefined) yield* columnSuggestions(table, prefix);
		return;
	}
	const isTable = beforeTable.has(last ?? '');
	if (!isTable) {
		for (const {table} of named) yield* columnSuggestions(table, prefix);
		for (const {table, alias} of named)
			if (alias !== undefined) yield {text: alias, kind: 'alias', detail: table.name};
	}
	for (const {name, columns} of catalog)
		yield {text: quoteName(name), kind: 'table', detail: `${columns.length} columns`};
	if (isTable) {
		for (const name of cellNames) yield cellSuggestion(`{{${name}}}`);
		return;
	}
	for (const table of catalog) yield* columnSuggestions(table, prefix);
	if (prefix !== '') yield* wordSuggestions([...commonFunctions, ...functions], prefix, isCalled);
}

/** The tables after FROM, JOIN and similar keywords in a statement, in order. */
function namedTables(words: readonly CodeToken[], catalog: readonly CatalogTable[]): readonly NamedTable[] {
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

/** The columns that begin with the prefix. */
function* columnSuggestions(
	{name: table, columns}: CatalogTable,
	prefix: string,
): Generator<Suggestion, void> {
	const wanted = bareName(prefix);
	for (const {name, type} of columns)
		if (name.toLowerCase().startsWith(wanted))
			yield {text: quoteName(name), kind: 'column', detail: `${table} ${type}`};
}

/** Functions and keywords in the case of the prefix. @param isCalled Whether a parenthesis follows. */
function wordSuggestions(
	functions: readonly SqlFunction[],
	prefix: string,
	isCalled: boolean,
): readonly Suggestion[] {
	const isLower = prefix === prefix.toLowerCase();
	const inCase = (word: string) => (isLower ? word.toLowerCase() : word.toUpperCase());
	const names = new Set(functions.map(({name}) => name));
	const words = [...keywords].filter(word => {
		const name = word.toLowerCase();
		return !names.has(name) || joinWords.has(name);
	});
	return [
		...functions.map(
			({name, call}): Suggestion => ({
				text: inCase(name) + (isCalled ? '' : '('),
				kind: 'function',
				detail: call,
			}),
		),
		...words.map((word): Suggestion => ({text: inCase(word), kind: 'keyword', detail: ''})),
	];
}

function parameterSuggestions({parameters}: CompletionContext): readonly Suggestion[] {
	return Array.from(parameters, ([name, value]) => ({text: `:${name}`, kind: 'parameter', detail: value}));
}

function cellSuggestion(text: string): Suggestion {
	return {text, kind: 'cell', detail: 'cell'};
}

function findTable(catalog: readonly CatalogTable[], bare: string): CatalogTable | undefined {
	return catalog.find(({name}) => name.toLowerCase() === bare);
}

/** A name as it is compared: without quotes, braces and colon. */
function bareName(text: string): string {
	return text.replaceAll(/["{}:]/g, '').toLowerCase();
}

/** Quotes a name that is a keyword or not plain lower case, since it would mean another name unquoted. */
export function quoteName(name: string): string {
	const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && !isKeyword(name);
	return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
