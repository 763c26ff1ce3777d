import {UsageError} from '../../errors.js';
import {type CodeToken, codeTokens} from '../../sql/scanner.js';
import {splitStatements} from '../../sql/split-statements.js';

/** The texts of the named cells. */
export type NamedCells = ReadonlyMap<string, string>;

/** A statement whose references to cells have been replaced by common table expressions. */
export type Expanded = {
	readonly sql: string;
	/** Where a part of the statement comes from: the named cell, or the statement itself. */
	readonly segments: readonly Segment[];
	/** The queries of the cells that it refers to, by name. */
	readonly queries: ReadonlyMap<string, string>;
};

type Segment = {
	/** Offset in the expanded statement. */
	readonly start: number;
	/** The cell, and the offset in its text; without a cell, in the statement. */
	readonly cell?: string;
	readonly from: number;
};

type Reference = {readonly name: string; readonly start: number; readonly end: number};

/** The references `{{name}}` of a text, in order. */
export function referencesOf(sql: string): readonly Reference[] {
	const tokens = codeTokens(sql);
	return tokens.flatMap((a, index) => {
		const [b, name, c, d] = tokens.slice(index + 1, index + 5);
		const isReference = a.text === '{' && b?.text === '{' && c?.text === '}' && d?.text === '}';
		if (!isReference || b!.start !== a.end || d!.start !== c!.end) return [];
		return [{name: name!.text, start: a.start, end: d!.end}];
	});
}

/**
Replaces the references of a statement by common table expressions, those of the cells that the named cells refer to
included.
@throws UsageError with the place of an unknown cell, a circle, or a cell that is not one query
*/
export function expandReferences(sql: string, cells: NamedCells): Expanded {
	const used = new Map<string, string>();
	for (const reference of referencesOf(sql)) collect(reference, sql, cells, used, []);
	if (used.size === 0) return {sql, segments: [{start: 0, from: 0}], queries: used};
	for (const text of [sql, ...used.values()]) refuseSameTable(text, used);
	const tokens = codeTokens(sql);
	const first = queryStart(tokens);
	if (first === undefined)
		throw new UsageError({
			message: 'A reference to a cell needs a query: SELECT, VALUES or WITH.',
			advice: 'Use it in FROM or JOIN.',
			sql: {text: sql, offset: referencesOf(sql)[0]!.start},
		});
	const builder = new Builder(used);
	builder.copy(sql, 0, first.start);
	let rest = first.start;
	if (first.name === 'with') {
		const next = tokens[tokens.indexOf(first) + 1];
		rest = next?.name === 'recursive' ? next.end : first.end;
		builder.copy(sql, first.start, rest);
		builder.write(' ');
	} else builder.write('WITH ');
	for (const [index, [name, text]] of [...used].entries()) {
		builder.write(`${index > 0 ? ',\n' : ''}${name} AS (\n`);
		builder.copyReplaced(text, 0, name);
		builder.write('\n)');
	}
	builder.write(first.name === 'with' ? ',' : '\n');
	builder.copyReplaced(sql, rest);
	return builder;
}

/** Translates an offset in an expanded statement to the statement or the cell that it comes from. */
export function placeOf(
	{segments}: Expanded,
	offset: number,
): {readonly cell?: string; readonly offset: number} {
	const segment = segments.findLast(({start}) => start <= offset) ?? segments[0]!;
	const {cell, from, start} = segment;
	return {...(cell !== undefined && {cell}), offset: from + Math.max(0, offset - start)};
}

/** Adds a cell and those that it refers to, each after those that it needs. */
function collect(
	{name, start}: Reference,
	text: string,
	cells: NamedCells,
	used: Map<string, string>,
	path: readonly string[],
): void {
	const mistake = (message: string, advice: string) =>
		new UsageError({message, advice, sql: {text, offset: start}});
	if (path.includes(name))
		throw mistake(
			`The cells ${[...path, name].join(' → ')} refer to each other in a circle.`,
			'Break the circle.',
		);
	const cell = cells.get(name);
	if (cell === undefined) {
		const known = [...cells.keys()].join(', ');
		throw mistake(
			`No cell is named ${name}.`,
			known === '' ? 'No cell has a name.' : `Named cells: ${known}.`,
		);
	}
	if (used.has(name)) return;
	const [statement, second] = splitStatements(cell);
	const tokens = codeTokens(statement?.text ?? '');
	if (
		statement === undefined ||
		second !== undefined ||
		!/^(?:select|values|with)$/.test(tokens[0]?.name ?? '')
	)
		throw mistake(
			`The cell ${name} is not one query.`,
			'A cell that others refer to must be one SELECT, VALUES or WITH.',
		);
	const query = statement.text;
	for (const reference of referencesOf(query)) collect(reference, query, cells, used, [...path, name]);
	used.set(name, query);
}

/** Refuses a text that reads a table with the name of a cell: the cell would hide the table. */
function refuseSameTable(text: string, used: ReadonlyMap<string, string>): void {
	const tokens = codeTokens(text);
	for (const [index, {name, start}] of tokens.entries()) {
		const before = tokens[index - 1]?.name;
		if (!used.has(name) || (before !== 'from' && before !== 'join')) continue;
		throw new UsageError({
			message: `${name} is the name of a cell and of a table.`,
			advice: `Rename the cell, or write {{${name}}} to read the cell.`,
			sql: {text, offset: start},
		});
	}
}

/** The word that begins the query: the first SELECT, VALUES or WITH outside parentheses. */
function queryStart(tokens: readonly CodeToken[]): CodeToken | undefined {
	let depth = 0;
	for (const token of tokens) {
		if (token.text === '(') depth++;
		else if (token.text === ')') depth--;
		else if (depth === 0 && /^(?:select|values|with)$/.test(token.name)) return token;
	}
	return undefined;
}

class Builder implements Expanded {
	sql = '';
	readonly segments: Segment[] = [];
	readonly queries: ReadonlyMap<string, string>;

	constructor(queries: ReadonlyMap<string, string>) {
		this.queries = queries;
	}

	/** Adds text that is in no cell. Errors in it belong to what follows. */
	write(text: string): void {
		this.sql += text;
	}

	/** Adds a part of a text. @param origin Its offset in the cell. */
	copy(text: string, from: number, to: number, cell?: string, origin = from): void {
		this.segments.push({start: this.sql.length, from: origin, ...(cell !== undefined && {cell})});
		this.sql += text.slice(from, to);
	}

	/** Adds a text with the names of cells in place of the references. */
	copyReplaced(text: string, from: number, cell?: string): void {
		let end = from;
		for (const {name, start, end: after} of referencesOf(text)) {
			if (start < from) continue;
			this.copy(text, end, start, cell);
			this.copy(name, 0, name.length, cell, start);
			end = after;
		}
		this.copy(text, end, text.length, cell);
	}
}
