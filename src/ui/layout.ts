import type {Size} from './ui-state.js';

/** Below this nothing can be laid out: a plain message takes the place of the notebook. */
export const minSize: Size = {columns: 60, rows: 16};

export function isTooSmall({columns, rows}: Size): boolean {
	return columns < minSize.columns || rows < minSize.rows;
}

/** Where things stand on a screen of a size, in cells. */
export type Frame = {
	readonly columns: number;
	readonly rows: number;
	/** Rows between the header's rule and the footer's. */
	readonly body: number;
	readonly footer: number;
	/** Whether the stages have columns for rows, rejects and time. */
	readonly wide: boolean;
	/** Cells of the list of stages. */
	readonly sidebar: number;
	/** Cells of the card beside it, without its margins. */
	readonly card: number;
};

const narrowSidebar = 30;
const wideSidebar = 60;
/** Header, its rule and the footer's rule. */
const chromeRows = 3;
/** The line between list and card, a blank behind it, and one at the right edge. */
const divider = 3;

export function frame({columns, rows}: Size): Frame {
	const wide = columns >= 120;
	const footer = columns >= 150 ? 1 : 2;
	const sidebar = wide ? wideSidebar : narrowSidebar;
	return {
		columns,
		rows,
		body: rows - chromeRows - footer,
		footer,
		wide,
		sidebar,
		card: columns - sidebar - divider,
	};
}

/** The room for a text over the whole height, below its title. */
export function textView(size: Size): {readonly width: number; readonly height: number} {
	return {width: size.columns - 2, height: frame(size).body - 1};
}

/** Where things stand in the SQL pane, in rows. */
export type PaneFrame = {
	/** The stages, as a strip. */
	readonly strip: number;
	readonly editor: number;
	/** Between the editor and the status line. */
	readonly result: number;
	/** Data rows of the table: what its frame and heading leave. */
	readonly tableRows: number;
};

/** Top rule, heading, rule and bottom rule of a table. */
const tableChrome = 4;
const minEditorHeight = 3;
const maxEditorHeight = 8;
/** A long text leaves this much to the result, if it can. */
const preferredResultHeight = 10;

/**
@param stripLines Rows that the strip would take.
@param editorLines Rows that the whole text of the editor would take.
@param isEditing Whether the editor has the keys; else a low screen has it leave its room to the result.
*/
export function paneFrame(
	size: Size,
	stripLines: number,
	editorLines: number,
	isEditing: boolean,
): PaneFrame {
	const {body} = frame(size);
	const isLow = body < 30;
	const strip = body < 19 ? 1 : Math.min(2, stripLines);
	// The rule between editor and result, and the status line.
	const room = body - strip - 2;
	const longest =
		isEditing || !isLow ? Math.min(maxEditorHeight, room - preferredResultHeight) : minEditorHeight;
	const editor = Math.max(minEditorHeight, Math.min(longest, editorLines));
	const result = room - editor;
	return {strip, editor, result, tableRows: Math.max(1, Math.min(50, result - tableChrome))};
}
