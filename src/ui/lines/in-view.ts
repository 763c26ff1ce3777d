import type {Motion} from '../state/command.js';
import type {Mode} from '../state/mode.js';
import {distance} from '../state/moves.js';
import type {Snapshot} from '../state/snapshot.js';
import type {PageState} from '../state/ui-state.js';
import {dryRunLines} from './dry-run-lines.js';
import {fileTextLines} from './file-text-lines.js';
import {cellInView, moveCell, moveInRecord} from './full-screen.js';
import {helpLines} from './help-lines.js';
import {textView} from './layout.js';
import {fullScreenOf, movePage, pageInView} from './page-view.js';
import {scrollTo} from './scroll-to.js';
import {sqlLines} from './sql-lines.js';
import {checksView, reportsHeight} from './warehouse-setup-lines.js';

/** The snapshot with its scroll positions moved so that the selected cell is in view and texts fill their views. */
export function inView(state: Snapshot): Snapshot {
	return {...state, page: pageInView(state), mode: modeInView(state)};
}

/** Where a motion scrolls the text or the table in view; undefined if there is none. */
export function movedInView(state: Snapshot, to: Motion): {mode?: Mode; page?: PageState} | undefined {
	const {mode} = state;
	switch (mode.type) {
		case 'sql-text':
		case 'file-text':
		case 'dry-run':
		case 'help':
			return {mode: scrollText(state, mode, to)};
		case 'cells':
			return {page: movePage(state, to)};
		case 'result': {
			const full = fullScreenOf(state);
			return full && {mode: {...mode, position: moveCell(full, to)}};
		}
		case 'record': {
			const full = fullScreenOf(state);
			if (full === undefined) return undefined;
			const {cell, recordTop} = moveInRecord(full, to);
			return {mode: {...mode, top: recordTop, back: {...mode.back, position: cell}}};
		}
		case 'setup-checks': {
			const {width, height} = checksView(state.size);
			const total = reportsHeight(mode, width);
			const top = scrollTo(mode.top + distance(to, total, height), total, height);
			return {mode: {...mode, top}};
		}
		case 'setup-question':
		case 'setup-answers':
		case 'start':
		case 'browse':
		case 'use-data':
		case 'stage':
		case 'editor':
		case 'history-search':
		case 'gallery':
		case 'prompt':
		case 'confirm':
		case 'confirm-quit':
			return undefined;
	}
}

/** A text never scrolls past its last page. */
function modeInView(state: Snapshot, mode = state.mode): Mode {
	if (mode.type === 'result') {
		const full = fullScreenOf({...state, mode});
		return full === undefined ? mode : {...mode, position: cellInView(full)};
	}
	if (mode.type === 'record' || mode.type === 'setup-checks') return mode;
	const back = 'back' in mode ? {back: modeInView(state, mode.back)} : {};
	if (!('top' in mode)) return {...mode, ...back} as Mode;
	const {total, height} = textSize(state, mode);
	return {...mode, ...back, top: scrollTo(mode.top, total, height)} as Mode;
}

type ScrolledMode = Extract<Mode, {readonly type: 'sql-text' | 'file-text' | 'dry-run' | 'help'}>;

/** Total and visible lines of a mode's text. */
function textSize(state: Snapshot, mode: ScrolledMode): {readonly total: number; readonly height: number} {
	const {width, height} = textView(state.size);
	switch (mode.type) {
		case 'sql-text':
			return {total: sqlLines(mode.text, width).length, height};
		case 'file-text':
			return {total: fileTextLines(mode.text, width).length, height};
		case 'dry-run':
			return {total: dryRunLines(state.load.dryRuns[mode.stage], width).length, height};
		case 'help':
			return {total: helpLines(mode.back, width, state.keys).length, height};
	}
}

function scrollText(state: Snapshot, mode: ScrolledMode, to: Motion): Mode {
	const {total, height} = textSize(state, mode);
	return {...mode, top: scrollTo(mode.top + distance(to, total, height), total, height)};
}
