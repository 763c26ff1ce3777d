import {nextStage, type PipelineState} from '../../load/state.js';
import type {Document} from '../../notebook/document/document.js';
import {createEditor, type EditorState} from '../../notebook/editor.js';
import {initialVi, type ViState} from '../../notebook/vi.js';
import type {StageId} from '../../star/stages.js';
import type {CatalogTable} from '../../warehouse/warehouse.js';
import type {KeyTable} from './binding.js';
import type {Display} from './display.js';
import type {KeyMode, Mode} from './mode.js';
import type {PageAnchor, PageItem} from './page-anchor.js';

/** Size of the terminal, in cells. */
export type Size = {readonly columns: number; readonly rows: number};

/** The selected cell, or the row of the load above the cells, and the scroll position. */
export type PageState = {readonly selected: PageItem; readonly anchor: PageAnchor};

/** What the notebook shows besides the state of its sessions. */
export type UiState = {
	readonly size: Size;
	readonly mode: Mode;
	/** Ms since 1970, as of the last tick. Ticks occur only while something runs. */
	readonly now: number;
	readonly selected: StageId;
	/** The stage that just finished; its summary is above the next stage's card. */
	readonly finished: StageId | undefined;
	/** Whether all remaining stages run; `paused` until the stage that runs or awaits confirmation is done. */
	readonly runAll: 'off' | 'on' | 'paused';
	readonly cancelling: boolean;
	/** Index of the failed check that is shown. */
	readonly check: number;
	readonly page: PageState;
	readonly display: Display;
	/** Edits the text of the selected cell. In command mode it is not used. */
	readonly editor: EditorState;
	/** Statements of earlier sessions and of this one, oldest first. */
	readonly history: readonly string[];
	/** Tables for completion. */
	readonly catalog: readonly CatalogTable[];
	/** The first key of a command of two keys, e.g. `d`. */
	readonly firstKey: string | undefined;
	/** A one-line message, cleared by the next key. */
	readonly notice: string | undefined;
	/** The key mode in which a key did nothing. The notice about it is cleared when the key mode changes. */
	readonly refusedIn: KeyMode | undefined;
	/** The step of the tour that is shown over the screen, from 0. */
	readonly tour: number | undefined;
	/** Whether the next Ctrl+C quits. */
	readonly quitArmed: boolean;
	/** Set if the keys in the text of a cell are those of vi. */
	readonly vi: ViState | undefined;
	/** What each key does. */
	readonly keys: KeyTable;
	/** The name that confirms that data is destroyed, if the warehouse is marked as production; else `yes` does. */
	readonly production: string | undefined;
	/** Whether the terminal shows more than ASCII. */
	readonly isUnicode: boolean;
};

export type InitialUi = {
	readonly size: Size;
	readonly load: PipelineState;
	readonly document: Document;
	readonly history: readonly string[];
	readonly now: number;
	readonly display: Display;
	readonly keys: KeyTable;
	readonly usesVi?: boolean;
	readonly production?: string | undefined;
	readonly isUnicode: boolean;
	/** Whether the notebook opens on the choices of the first run. */
	readonly isFirstRun: boolean;
};

export function initialUi({
	size,
	load,
	document,
	history,
	now,
	display,
	keys,
	usesVi = false,
	production,
	isUnicode,
	isFirstRun,
}: InitialUi): UiState {
	const selected = document.cells.at(-1)!.id;
	return {
		size,
		mode: isFirstRun ? {type: 'start', selected: 0} : {type: 'stage'},
		now,
		selected: nextStage(load) ?? 'verify',
		finished: undefined,
		runAll: 'off',
		cancelling: false,
		check: 0,
		page: {selected, anchor: {id: 'load', line: 0}},
		display,
		editor: createEditor('', history),
		history,
		catalog: [],
		firstKey: undefined,
		notice: undefined,
		refusedIn: undefined,
		tour: undefined,
		quitArmed: false,
		vi: usesVi ? initialVi : undefined,
		keys,
		production,
		isUnicode,
	};
}
