import {findCell} from '../../notebook/document/cells.js';
import type {Motion} from '../state/command.js';
import {shownMode} from '../state/mode.js';
import {clamped} from '../state/moves.js';
import type {PageAnchor, PageItem} from '../state/page-anchor.js';
import {resultOf} from '../state/selected-cell.js';
import type {Snapshot} from '../state/snapshot.js';
import type {PageState} from '../state/ui-state.js';
import {loadRow} from './cells/load-row.js';
import {editorPlace, layoutOf, type Page} from './cells/page.js';
import {
	anchorShowing,
	pageEnd,
	pageStart,
	scrolled,
	scrolledWithin,
	visibleParts,
} from './cells/page-layout.js';
import type {FullScreen} from './full-screen.js';
import {frame} from './layout.js';
import {welcomeLines} from './welcome-lines.js';

/** Rows for the input, with the blank lines around it. */
const inputHeight = 4;

/** Rows of the page: all but the header, the two rules and the footer. */
export function pageHeight(state: Pick<Snapshot, 'size'>): number {
	return frame(state.size).body;
}

/** What the page shows of a snapshot. */
export function pageOf(state: Snapshot): Page {
	const {document, load, page, editor, size, now, mode, display, isUnicode} = state;
	const row = loadRow(load, size.columns, now);
	return {
		document,
		loadLines: [...row, ...welcomeLines(state, pageHeight(state) - row.length - inputHeight)],
		selected: page.selected,
		isEditing: shownMode(mode).type === 'editor',
		editor,
		columns: size.columns,
		screenRows: size.rows,
		display,
		isUnicode,
	};
}

/** The page scrolled so that the selected cell, or the cursor in it, is visible. */
export function pageInView(state: Snapshot): PageState {
	const page = pageOf(state);
	const {selected, anchor} = state.page;
	const line = editorPlace(page)?.line;
	const shown = anchorShowing(layoutOf(page), anchor, selected, pageHeight(state), {line});
	return {selected, anchor: shown};
}

/** Where a motion in command mode leads: to another cell, or further down in one that is higher than the page. */
export function movePage(state: Snapshot, to: Motion): PageState {
	const {selected, anchor} = state.page;
	const layout = layoutOf(pageOf(state));
	const height = pageHeight(state);
	const select = (id: PageItem, from = anchor): PageState => ({
		selected: id,
		anchor: anchorShowing(layout, from, id, height),
	});
	const neighbour = (id: PageItem, motion: Motion) =>
		layout.ids[clamped(layout.ids.indexOf(id), motion, layout.ids.length)] ?? id;
	switch (to) {
		case 'up':
		case 'down': {
			const within = scrolledWithin(layout, anchor, selected, to === 'up' ? -1 : 1, height);
			return within === undefined ? select(neighbour(selected, to)) : {selected, anchor: within};
		}
		case 'page-up':
		case 'page-down': {
			const turned = scrolled(layout, anchor, (to === 'page-up' ? -1 : 1) * Math.max(1, height - 2), height);
			return {selected: turnedTo(turned), anchor: turned};
		}
		case 'start':
			return select('load', pageStart);
		case 'end':
			return select(layout.ids.at(-1)!, pageEnd(layout, height));
		default:
			return state.page;
	}

	/** The selection stays on an item in view: after scrolling up the first, after scrolling down the last that begins there. */
	function turnedTo(turned: PageAnchor): PageItem {
		const parts = visibleParts(layout, turned, height);
		const whole = parts.filter(({from}) => from === 0);
		return (to === 'page-up' ? whole[0] : whole.at(-1))?.id ?? turned.id;
	}
}

/** The result that fills the screen in a mode; undefined in other modes. */
export function fullScreenOf(state: Snapshot): FullScreen | undefined {
	const mode = shownMode(state.mode);
	const result = mode.type === 'record' ? mode.back : mode;
	if (result.type !== 'result') return undefined;
	const output = resultOf(state.document, result.cell);
	const cell = findCell(state.document, result.cell);
	if (output === undefined || cell === undefined) return undefined;
	const {prompt, text} = state.mode.type === 'prompt' ? state.mode : {prompt: undefined, text: ''};
	return {
		title: cell.name ?? `[${cell.number ?? ' '}]`,
		result: {...output, isOpen: state.document.open === cell.id},
		view: result.view,
		cell: result.position,
		...(mode.type === 'record' && {recordTop: mode.top}),
		...(prompt?.purpose === 'search-result' && {prompt: text}),
		...(state.notice !== undefined && {notice: state.notice}),
		size: {columns: state.size.columns, rows: pageHeight(state)},
	};
}
