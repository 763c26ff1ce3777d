import {findCell} from '../../../notebook/document/cells.js';
import type {CellId, Document} from '../../../notebook/document/document.js';
import type {EditorState} from '../../../notebook/editor.js';
import {viewport} from '../../../notebook/viewport.js';
import type {Line} from '../line.js';
import {type CellView, cellHeight, textPlace, textWidth} from './cell-lines.js';
import {editedText} from './edited-text.js';
import {isSame} from './output-blocks.js';
import {type PageAnchor, type PageItem, type PageLayout, pageLayout, visibleParts} from './page-layout.js';

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
	/** Whether the terminal shows more than ASCII. */
	readonly isUnicode: boolean;
};

/** What a cell's lines on the page depend on. */
export function cellView(page: Page, id: CellId): CellView {
	const {selected, isEditing, editor, document} = page;
	const isOpen = document.open === id;
	const running = document.running?.id === id ? document.running : undefined;
	const isEdited = isEditing && selected === id;
	const view = commonView(page);
	return isOpen || running || isEdited
		? {...view, isOpen, running, editor: isEdited ? editor : undefined}
		: view;
}

let latestView: CellView | undefined;

/** The view of most cells: the same object as long as nothing changes, so that 500 comparisons take no time. */
function commonView({document: {on}, columns: width, screenRows, isUnicode}: Page): CellView {
	const view = {width, screenRows, isUnicode, on, isOpen: false, running: undefined, editor: undefined};
	if (latestView === undefined || !isSame(latestView, view)) latestView = view;
	return latestView;
}

type LayoutKey = Pick<Document, 'cells' | 'open' | 'running'> & {
	readonly loadHeight: number;
	readonly view: CellView;
	/** The id of the cell being edited, and its editor. */
	readonly edited: PageItem | undefined;
	readonly editor: EditorState | undefined;
};

let latestLayout: {readonly key: LayoutKey; readonly layout: PageLayout} | undefined;

/** Where everything is on the page. Only what has changed since the last call takes time. */
export function layoutOf(page: Page): PageLayout {
	const {cells, open, running} = page.document;
	const key: LayoutKey = {
		cells,
		open,
		running,
		loadHeight: page.loadLines.length,
		view: commonView(page),
		edited: page.isEditing ? page.selected : undefined,
		editor: page.isEditing ? page.editor : undefined,
	};
	if (latestLayout === undefined || !isSame(latestLayout.key, key)) {
		const special = new Set([open, running?.id, key.edited]);
		const heights = cells.map(cell => {
			const view = special.has(cell.id) ? cellView(page, cell.id) : key.view;
			return {id: cell.id, height: cellHeight(cell, view)};
		});
		const layout = pageLayout([{id: 'load', height: key.loadHeight}, ...heights]);
		latestLayout = {key, layout};
	}
	return latestLayout.layout;
}

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
