import type {StageId} from '../../star/stages.js';
import type {PageItem} from '../state/page-anchor.js';
import type {Snapshot} from '../state/snapshot.js';
import {layoutOf} from './cells/page.js';
import {visibleParts} from './cells/page-layout.js';
import {bodyTop, frame} from './layout.js';
import {pageHeight, pageOf} from './page-view.js';
import {stageAt} from './stage-list.js';
import {tourBoxOf} from './tour-lines.js';

/** What a click selects. */
export type MouseTarget =
	| {readonly type: 'stage'; readonly stage: StageId}
	| {readonly type: 'cell'; readonly cell: PageItem};

type Point = {readonly row: number; readonly column: number};

/** What a frame of the state, from `inView`, shows at a point of the screen; undefined if a click there selects nothing. */
export function targetAt(state: Snapshot, point: Point): MouseTarget | undefined {
	const {mode, size} = state;
	const row = point.row - bodyTop;
	if (row < 0 || isBehindTour(state, point)) return undefined;
	if (mode.type === 'stage') {
		const {body, wide, sidebar} = frame(size);
		const stage = point.column < sidebar ? stageAt(row, wide, body) : undefined;
		return stage && {type: 'stage', stage};
	}
	if (mode.type === 'cells' || (mode.type === 'editor' && mode.completion === undefined)) {
		const cell = itemAt(state, row);
		return cell === undefined ? undefined : {type: 'cell', cell};
	}
	return undefined;
}

/** The item of the page at a row of it. */
function itemAt(state: Snapshot, row: number): PageItem | undefined {
	const height = pageHeight(state);
	if (row >= height) return undefined;
	let end = 0;
	return visibleParts(layoutOf(pageOf(state)), state.page.anchor, height).find(({from, to}) => {
		end += to - from;
		return row < end;
	})?.id;
}

function isBehindTour(state: Snapshot, {row, column}: Point): boolean {
	const box = tourBoxOf(state);
	if (box === undefined) return false;
	const {lines, top, left} = box;
	const borders = 2;
	return row >= top && row < top + lines.length + borders && column >= left;
}
