import {stageIds} from '../../star/stages.js';
import type {Size} from '../state/ui-state.js';

/** The screen row below the header and its rule. */
export const bodyTop = 2;
/** The header, its rule and the footer's rule. */
const chromeRows = bodyTop + 1;
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
