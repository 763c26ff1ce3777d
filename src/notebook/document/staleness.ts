import {type CodeToken, codeTokens} from '../../sql/scanner.js';
import {restingState} from './cells.js';
import type {Cell, CellId, Document} from './document.js';
import {parametersOf} from './parameters.js';
import {referencesOf} from './references.js';

const textChanged = 'its text was changed';

/** Compares the text of a cell with the one that ran. */
export function withTextStaleness(cell: Cell): Cell {
	const isChanged = cell.ranText !== undefined && cell.text !== cell.ranText;
	if (isChanged && cell.staleBecause === undefined) return markStale(cell, textChanged);
	if (isChanged || cell.staleBecause !== textChanged) return cell;
	const {staleBecause: _, ...fresh} = cell;
	return withState(fresh);
}

/** Marks the cells that use a parameter. */
export function parameterChanged(document: Document, name: string): Document {
	const uses = ({text}: Cell) =>
		text.includes(`:${name}`) && parametersOf(text).some(parameter => parameter.name === name);
	return markCells(document, uses, `the parameter :${name} was changed`);
}

/** Marks the cells that refer to a cell, directly or not. @param what What happened to it: `was run again` */
export function namedCellChanged(document: Document, name: string | undefined, what: string): Document {
	if (name === undefined) return document;
	return mark(document, dependents(document, new Set([name])), `the cell ${name} ${what}`);
}

/** Marks the cells that name one of the tables, or all without `tables`. @param by The cell that changed them. */
export function tablesChanged(
	document: Document,
	tables: readonly string[] | undefined,
	because: string,
	by: CellId | undefined,
): Document {
	const names = tables && new Set(tables.map(table => table.toLowerCase().split('.').at(-1)!));
	const reads = ({text}: Cell) => names === undefined || namesTable(text, names);
	return markCells(document, reads, because, by);
}

/** Marks the cells that `isConcerned` accepts, and those that refer to them. */
function markCells(
	document: Document,
	isConcerned: (cell: Cell) => boolean,
	because: string,
	except?: CellId,
): Document {
	const concerned = everyCell(document).filter(cell => cell.kind === 'sql' && isConcerned(cell));
	const names = new Set(concerned.flatMap(({name}) => (name === undefined ? [] : [name])));
	const ids = new Set([...concerned.map(({id}) => id), ...dependents(document, names)]);
	if (except !== undefined) ids.delete(except);
	return mark(document, ids, because);
}

/** The cells that refer to one of the named cells, directly or not. */
function dependents(document: Document, names: ReadonlySet<string>): ReadonlySet<CellId> {
	const found = new Set<CellId>();
	const reached = new Set(names);
	if (reached.size === 0) return found;
	const referring = everyCell(document)
		.filter(({kind, text}) => kind === 'sql' && text.includes('{{'))
		.map(cell => ({cell, references: referencesOf(cell.text)}));
	for (let isGrowing = true; isGrowing; ) {
		isGrowing = false;
		for (const {cell, references} of referring) {
			if (found.has(cell.id) || !references.some(({name}) => reached.has(name))) continue;
			isGrowing = true;
			found.add(cell.id);
			if (cell.name !== undefined) reached.add(cell.name);
		}
	}
	return found;
}

/** Marks those of the cells that have run. Deleted ones too, because they can return. */
function mark(document: Document, ids: ReadonlySet<CellId>, because: string): Document {
	const change = (cell: Cell) => (ids.has(cell.id) ? markStale(cell, because) : cell);
	const cells = document.cells.map(change);
	const deleted = document.deleted.map(entry => {
		const cell = change(entry.cell);
		return cell === entry.cell ? entry : {...entry, cell};
	});
	const isSame =
		cells.every((cell, index) => cell === document.cells[index]) &&
		deleted.every((entry, index) => entry === document.deleted[index]);
	return isSame ? document : {...document, cells, deleted};
}

/** A change elsewhere takes precedence over one of the text, which can be undone. */
function markStale(cell: Cell, because: string): Cell {
	if (cell.ranText === undefined || cell.staleBecause === because) return cell;
	return withState({...cell, staleBecause: because});
}

/** A running or queued cell keeps its state until its run has ended. */
function withState(cell: Cell): Cell {
	return cell.state === 'running' || cell.state === 'queued' ? cell : {...cell, state: restingState(cell)};
}

function everyCell({cells, deleted}: Document): readonly Cell[] {
	return [...cells, ...deleted.map(({cell}) => cell)];
}

/** Words before the name of a table. Elsewhere a keyword such as `time` is not a table. */
const beforeTable: ReadonlySet<string> = new Set(['from', 'join', 'into', 'update', 'table', 'using', ',']);

function namesTable(sql: string, tables: ReadonlySet<string>): boolean {
	return codeTokens(sql).some((token, index, tokens) => {
		if (!tables.has(token.name)) return false;
		return token.type !== 'keyword' ? isName(token) : beforeTable.has(tokens[index - 1]?.name ?? '');
	});
}

function isName({type}: CodeToken): boolean {
	return type === 'identifier' || type === 'quoted-identifier';
}
