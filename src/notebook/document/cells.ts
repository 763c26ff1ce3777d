import {isKeyword} from '../../sql/keywords.js';
import {cellName} from '../markdown/cell-info.js';
import type {Cell, CellId, CellState, Document} from './document.js';
import type {NamedCells} from './references.js';

export function findCell({cells}: Document, id: CellId | undefined): Cell | undefined {
	return cells.find(cell => cell.id === id);
}

/** Replaces a cell by what `change` returns for it. Returns the same document if that is the same cell. */
export function updateCell(document: Document, id: CellId, change: (cell: Cell) => Cell): Document {
	const cell = findCell(document, id);
	const changed = cell && change(cell);
	if (changed === undefined || changed === cell) return document;
	return {...document, cells: document.cells.map(other => (other === cell ? changed : other))};
}

/** Whether a cell is queued or running, or more of its rows are being fetched. */
export function isBusy({running, queue}: Document, id: CellId): boolean {
	return running?.id === id || queue.includes(id);
}

/** The state of a cell that is neither running nor queued. */
export function restingState({run, staleBecause}: Cell): CellState {
	if (run === undefined) return 'idle';
	return staleBecause === undefined ? run.state : 'stale';
}

/** The texts of the SQL cells that have a name. */
export function namedCells({cells}: Document): NamedCells {
	return new Map(
		cells.flatMap(({kind, name, text}) =>
			kind === 'sql' && name !== undefined ? [[name, text] as const] : [],
		),
	);
}

/** Why a cell cannot have this name, in a sentence; undefined if it can. An empty name removes the name. */
export function nameProblem({cells}: Document, id: CellId, name: string): string | undefined {
	if (name === '') return undefined;
	if (!cellName.test(name)) return 'A name consists of a-z, 0-9 and _, and does not begin with a digit.';
	if (isKeyword(name)) return `${name} is an SQL keyword. Choose another name.`;
	const isTaken = cells.some(cell => cell.name === name && cell.id !== id);
	return isTaken ? `Another cell is named ${name}. Choose another name.` : undefined;
}

/** The SQL cells with text. */
export function runnableCells({cells}: Document): readonly CellId[] {
	return cells.filter(isRunnable).map(({id}) => id);
}

/** The SQL cells with text from this cell down. */
export function cellsFrom({cells}: Document, id: CellId): readonly CellId[] {
	const from = cells.findIndex(cell => cell.id === id);
	return from === -1
		? []
		: cells
				.slice(from)
				.filter(isRunnable)
				.map(cell => cell.id);
}

export function staleCells({cells}: Document): readonly CellId[] {
	return cells.filter(cell => cell.state === 'stale' && isRunnable(cell)).map(({id}) => id);
}

export function isRunnable({kind, text}: Cell): boolean {
	return kind === 'sql' && text.trim() !== '';
}
