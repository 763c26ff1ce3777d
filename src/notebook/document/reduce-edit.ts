import {findCell, isBusy, nameProblem, updateCell} from './cells.js';
import type {Cell, CellId, CellKind, Document, EditAction, OpenedCell} from './document.js';
import {namedCellChanged, parameterChanged, withTextStaleness} from './staleness.js';

/** Applies what the user changes. */
export function reduceEdit(document: Document, action: EditAction): Document {
	switch (action.type) {
		case 'cell-inserted': {
			const {kind, text} = action;
			const inserted = {...newCell(document.nextId, kind), text};
			return insertCell({...document, nextId: document.nextId + 1}, action.index, inserted);
		}
		case 'text-changed': {
			const {id, text} = action;
			const name = findCell(document, id)?.name;
			const changed = updateCell(document, id, cell =>
				cell.text === text ? cell : withTextStaleness({...cell, text}),
			);
			return changed === document ? document : namedCellChanged(changed, name, 'was changed');
		}
		case 'cell-deleted':
			return deleteCell(document, action.id);
		case 'deletion-undone':
			return undoDeletion(document);
		case 'cell-moved':
			return moveCell(document, action.id, action.by);
		case 'kind-changed':
			return changeKind(document, action.id, action.kind);
		case 'cell-named':
			return nameCell(document, action.id, action.name);
		case 'chart-set':
			return updateCell(document, action.id, cell => {
				if (cell.chart === action.chart) return cell;
				const {chart: _, ...rest} = cell;
				return action.chart === undefined ? rest : {...rest, chart: action.chart};
			});
		case 'output-folded': {
			const {id, isFolded} = action;
			return updateCell(document, id, cell => (cell.isFolded === isFolded ? cell : {...cell, isFolded}));
		}
		case 'parameter-set':
			return setParameter(document, action.name, action.value);
		case 'write-mode-set': {
			const {isReadOnly} = action;
			return isReadOnly === document.isReadOnly ? document : {...document, isReadOnly};
		}
		case 'cells-protected':
			return {...document, protectedIds: action.ids};
		case 'cells-opened':
			return openCells(document, action.cells);
	}
}

/** An empty cell that has never run. */
export function newCell(id: CellId, kind: CellKind): Cell {
	return {id, kind, text: '', state: 'idle', isFolded: false};
}

/** Appends a new input. The last cell becomes an ordinary one. */
export function appendInput(document: Document): Document {
	const {cells, nextId} = document;
	return {...document, cells: [...cells, newCell(nextId, 'sql')], nextId: nextId + 1};
}

/** Removes a cell so that it can be brought back. */
export function removeCell(document: Document, cell: Cell): Document {
	const {cells, deleted} = document;
	return {
		...document,
		cells: cells.filter(other => other !== cell),
		deleted: [...deleted, {cell, index: cells.indexOf(cell)}],
		open: document.open === cell.id ? undefined : document.open,
	};
}

/** Inserts a cell, but never after the input. */
export function insertCell(document: Document, index: number, cell: Cell): Document {
	const {cells} = document;
	const place = Math.max(0, Math.min(index, cells.length - 1));
	return {...document, cells: cells.toSpliced(place, 0, cell)};
}

function deleteCell(document: Document, id: CellId): Document {
	const cell = findCell(document, id);
	if (cell === undefined || isBusy(document, id)) return document;
	if (cell === document.cells.at(-1))
		return updateCell(document, id, input => (input.text === '' ? input : {...input, text: ''}));
	return namedCellChanged(removeCell(document, cell), cell.name, 'was deleted');
}

function undoDeletion(document: Document): Document {
	const last = document.deleted.at(-1);
	if (last === undefined) return document;
	const {name, ...unnamed} = last.cell;
	const isTaken = name !== undefined && document.cells.some(cell => cell.name === name);
	const popped = {...document, deleted: document.deleted.slice(0, -1)};
	const restored = insertCell(popped, last.index, isTaken ? unnamed : last.cell);
	return namedCellChanged(restored, isTaken ? undefined : name, 'was brought back');
}

function moveCell(document: Document, id: CellId, by: 1 | -1): Document {
	const {cells} = document;
	const from = cells.findIndex(cell => cell.id === id);
	const to = from + by;
	const last = cells.length - 1;
	if (from === -1 || from === last || to < 0 || to === last) return document;
	return {...document, cells: cells.with(from, cells[to]!).with(to, cells[from]!)};
}

function changeKind(document: Document, id: CellId, kind: CellKind): Document {
	if (isBusy(document, id)) return document;
	const isInput = document.cells.at(-1)?.id === id;
	const changed = updateCell(document, id, cell => (cell.kind === kind ? cell : {...cell, kind}));
	if (changed === document) return document;
	return namedCellChanged(
		isInput ? appendInput(changed) : changed,
		findCell(changed, id)?.name,
		'was changed',
	);
}

function nameCell(document: Document, id: CellId, name: string): Document {
	const before = findCell(document, id)?.name;
	if (nameProblem(document, id, name) !== undefined || name === (before ?? '')) return document;
	const named = updateCell(document, id, ({name: _, ...cell}) => (name === '' ? cell : {...cell, name}));
	if (named === document) return document;
	const renamed = namedCellChanged(named, before, 'was renamed');
	return namedCellChanged(renamed, name, 'was added');
}

function setParameter(document: Document, name: string, value: string | undefined): Document {
	if (document.parameters.get(name) === value) return document;
	const parameters = new Map(document.parameters);
	if (value === undefined) parameters.delete(name);
	else parameters.set(name, value);
	return parameterChanged({...document, parameters}, name);
}

function openCells(document: Document, opened: readonly OpenedCell[]): Document {
	if (document.running !== undefined || document.queue.length > 0) return document;
	let {nextId} = document;
	const cells = opened.map((cell): Cell => ({...newCell(nextId++, cell.kind), ...cell}));
	const {summary: _, ...kept} = document;
	const none = {open: undefined, question: undefined, deleted: []};
	return appendInput({...kept, ...none, cells, nextId, nextNumber: 1});
}
