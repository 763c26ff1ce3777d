import {viewport} from '../../notebook/viewport.js';
import {stageIds} from '../../star/stages.js';
import {shownMode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import type {Size} from '../state/ui-state.js';
import {stageStrip} from './stage-strip.js';

/** The header, its rule and the footer's rule. */
const chromeRows = 3;
const narrowFooter = 2;
/** On a smaller screen, a plain message replaces the notebook. */
export const minSize: Size = {columns: 60, rows: chromeRows + stageIds.length + narrowFooter};

export function isTooSmall({columns, rows}: Size): boolean {
	return columns < minSize.columns || rows < minSize.rows;
}

/** The layout of a screen, in cells. */
export type Frame = {
	readonly columns: number;
	readonly rows: number;
	/** Rows between the header's rule and the footer's rule. */
	readonly body: number;
	readonly footer: number;
	/** Whether the stages have columns for rows, rejects and time. */
	readonly wide: boolean;
	/** Width of the stage list. */
	readonly sidebar: number;
	/** Width of the card, without margins. */
	readonly card: number;
};

const narrowSidebar = 30;
const wideSidebar = 60;
/** The divider between list and card, the blank after it, and the blank at the right edge. */
const divider = 3;

export function frame({columns, rows}: Size): Frame {
	const wide = columns >= 120;
	const footer = columns >= 150 ? 1 : narrowFooter;
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

/** The area of a text at full height, below its title. */
export function textView(size: Size): {readonly width: number; readonly height: number} {
	return {width: size.columns - 2, height: frame(size).body - 1};
}

/** The layout of the SQL pane, in rows. */
export type PaneFrame = {
	/** The stage strip. */
	readonly strip: number;
	readonly editor: number;
	/** Between the editor and the status line. */
	readonly result: number;
	/** Data rows of the table, without its frame and heading. */
	readonly tableRows: number;
};

/** A table's top rule, heading, rule and bottom rule. */
const tableChrome = 4;
const minEditorHeight = 3;
const maxEditorHeight = 8;
/** The editor leaves the result this many rows if possible. */
const preferredResultHeight = 10;

/**
@param stripLines Rows that the strip needs.
@param editorLines Rows that the editor's text needs.
@param isEditing Whether the editor has the focus. Otherwise it shrinks on a short screen.
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

/** Cells around the editor's text: the prompt, and one for the cursor after the last character. */
export const editorMargin = 4;

/** The layout of the SQL pane, from the contents of the strip and the editor and from the focus. */
export function paneLayout({
	size,
	load,
	editor,
	mode,
}: Pick<Snapshot, 'size' | 'load' | 'editor' | 'mode'>): PaneFrame {
	const strip = stageStrip(load, size.columns - 2).length;
	const {totalRows} = viewport(editor, size.columns - editorMargin, 1);
	return paneFrame(size, strip, totalRows, shownMode(mode).type === 'editor');
}
