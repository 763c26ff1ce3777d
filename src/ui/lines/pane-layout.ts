import {viewport} from '../../notebook/viewport.js';
import {shownMode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {type PaneFrame, paneFrame} from './layout.js';
import {stageStrip} from './stage-strip.js';

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
