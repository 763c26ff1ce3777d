import {viewport} from '../notebook/viewport.js';
import {type PaneFrame, paneFrame} from './layout.js';
import {shownMode} from './mode.js';
import {stageStrip} from './stage-strip.js';
import type {UiState} from './ui-state.js';

/** Cells beside the text of the editor: the prompt before it, and a place for the cursor behind its last character. */
export const editorMargin = 4;

/** Where things stand in the SQL pane, which depends on what the strip and the editor hold, and on which has the keys. */
export function paneLayout({
	size,
	load,
	editor,
	mode,
}: Pick<UiState, 'size' | 'load' | 'editor' | 'mode'>): PaneFrame {
	const strip = stageStrip(load, size.columns - 2).length;
	const {totalRows} = viewport(editor, size.columns - editorMargin, 1);
	return paneFrame(size, strip, totalRows, shownMode(mode).type === 'editor');
}
