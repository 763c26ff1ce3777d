import {findCell} from '../../../notebook/document/cells.js';
import type {CellId, Document} from '../../../notebook/document/document.js';
import type {EditorState} from '../../../notebook/editor.js';
import {viewport} from '../../../notebook/viewport.js';
import type {Display} from '../../state/display.js';
import type {PageAnchor, PageItem} from '../../state/page-anchor.js';
import type {Line} from '../line.js';
import {type CellView, cellHeight, textPlace, textWidth} from './cell-lines.js';
import {editedText} from './edited-text.js';
import {isSame} from './output-blocks.js';
import {type PageLayout, pageLayout, visibleParts} from './page-layout.js';

/** What the page shows. */
export type Page = {
	readonly document: Document;
	/** The row of the load, from `loadRow`. */
	readonly loadLines: readonly Line[];
	readonly selected: PageItem;
	/** Whether `editor` holds the text of the selected cell. */
	readonly isEditing: boolean;
	readonly editor: EditorState;
	/** Width of the page, in cells. */
	readonly columns: number;
	/** Rows of the screen, a third of which an output may take. */
	readonly screenRows: number;
	readonly display: Display;
	/** Whether the terminal shows more than ASCII. */
	readonly isUnicode: boolean;
};

/** What a cell's lines on the page depend on. */
export function cellView(
	{document, selected, isEditing, editor, columns, screenRows, display, isUnicode}: Page,
	id: CellId,
): CellView {
	const {running, question, open} = document;
	return {
		width: columns,
		screenRows,
		display,
		isUnicode,
		isOpen: open === id,
		running: running?.id === id ? running : undefined,
		question: question?.id === id ? question : undefined,
		editor: isEditing && selected === id ? editor : undefined,
	};
}

/**
Where everything is on the page. Takes well under a millisecond, unless the width has changed; a frame asks several times, so
that the last layout of a document is kept.
*/
export function layoutOf(page: Page): PageLayout {
	const {document, loadLines, selected, isEditing, editor, columns, screenRows, display, isUnicode} = page;
	const edited = isEditing ? {selected, editor} : {selected: undefined, editor: undefined};
	const key = {...edited, columns, screenRows, display, isUnicode, loadHeight: loadLines.length};
	const cached = layouts.get(document);
	if (cached !== undefined && isSame(cached.key, key)) return cached.layout;
	const layout = pageLayout([
		{id: 'load', height: loadLines.length},
		...document.cells.map(cell => ({id: cell.id, height: cellHeight(cell, cellView(page, cell.id))})),
	]);
	layouts.set(document, {key, layout});
	return layout;
}

/** With what each layout depends on, besides the document. */
const layouts = new WeakMap<Document, {readonly key: object; readonly layout: PageLayout}>();

/**
The line and column of an offset of the editor's text in the cell being edited; undefined in command mode.
@param offset By default that of the cursor.
*/
export function editorPlace(
	page: Page,
	offset = page.editor.cursor,
): {readonly line: number; readonly column: number} | undefined {
	const {document, selected, isEditing, editor} = page;
	const cell = isEditing && selected !== 'load' ? findCell(document, selected) : undefined;
	if (cell === undefined) return undefined;
	const view = cellView(page, cell.id);
	const start = textPlace(cell, view);
	const width = textWidth(cell, view);
	const {row, column} =
		offset === editor.cursor
			? editedText(editor, cell.kind, width).cursor
			: viewport({text: editor.text, cursor: offset}, width, Number.POSITIVE_INFINITY).cursor;
	return {line: start.line + row, column: start.column + column};
}

/**
The row and column on the page of an offset of the editor's text, for the terminal's cursor and for popups; undefined in
command mode and if it is not visible.
@param rows Height of the page.
@param offset By default that of the cursor.
*/
export function visiblePlace(
	page: Page,
	layout: PageLayout,
	anchor: PageAnchor,
	rows: number,
	offset?: number,
): {readonly row: number; readonly column: number} | undefined {
	const place = editorPlace(page, offset);
	if (place === undefined) return undefined;
	let row = 0;
	for (const {id, from, to} of visibleParts(layout, anchor, rows)) {
		if (id === page.selected && place.line >= from && place.line < to)
			return {row: row + place.line - from, column: place.column};
		row += to - from;
	}
	return undefined;
}
