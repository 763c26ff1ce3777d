import type {CellOutput} from '../../notebook/document/cell.js';
import {findCell} from '../../notebook/document/cells.js';
import type {Cell, CellId, Document} from '../../notebook/document/document.js';
import type {Mode} from './mode.js';
import type {Snapshot} from './snapshot.js';

export type ResultOutput = Extract<CellOutput, {readonly type: 'result'}>;

type Page = Pick<Snapshot, 'document' | 'page'>;

/** The selected cell; undefined if the row of the load is selected. */
export function selectedCell({document, page}: Page): Cell | undefined {
	return page.selected === 'load' ? undefined : findCell(document, page.selected);
}

/** Whether the input, the last cell, is selected. */
export function isInput({document, page}: Page): boolean {
	return document.cells.at(-1)?.id === page.selected;
}

/** The last result of a cell, as shown: of its last run that succeeded, or while it runs, of the run before. */
export function resultOf(document: Document, id: CellId): ResultOutput | undefined {
	const cell = findCell(document, id);
	const run =
		cell?.state === 'failed' || cell?.state === 'cancelled' ? (cell.previous ?? cell.run) : cell?.run;
	return run?.outputs.findLast(output => output.type === 'result');
}

/** The mode in which the page opens: the input takes text at once, other cells wait for a command. */
export function pageMode(page: Page): Mode {
	return {type: isInput(page) ? 'editor' : 'cells'};
}
