import {nextStage, type PipelineState} from '../../load/state.js';
import {createEditor, type EditorState} from '../../notebook/editor.js';
import type {StageId} from '../../star/stages.js';
import type {CatalogTable} from '../../warehouse/warehouse.js';
import type {KeyMode, Mode} from './mode.js';

/** Size of the terminal, in cells. */
export type Size = {readonly columns: number; readonly rows: number};

/** The selected cell of the result, and the first row and column in view; all from 0. */
export type CellPosition = {
	readonly row: number;
	readonly column: number;
	readonly top: number;
	readonly firstColumn: number;
};

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
	readonly editor: EditorState;
	/** The text of the editor that was last run; removed from it after a success. */
	readonly ran: string;
	/** Tables for completion. */
	readonly catalog: readonly CatalogTable[];
	readonly cell: CellPosition;
	/** A one-line message, cleared by the next key. */
	readonly notice: string | undefined;
	/** The key mode in which a key did nothing. The notice about it is cleared when the key mode changes. */
	readonly refusedIn: KeyMode | undefined;
	/** Whether the next Ctrl+C quits. */
	readonly quitArmed: boolean;
	/** Number of times the user pressed Ctrl+Z. */
	readonly suspensions: number;
};

export const firstCell: CellPosition = {row: 0, column: 0, top: 0, firstColumn: 0};

export type InitialUi = {
	readonly size: Size;
	readonly load: PipelineState;
	readonly history: readonly string[];
	readonly now: number;
};

export function initialUi({size, load, history, now}: InitialUi): UiState {
	return {
		size,
		mode: {type: 'stage'},
		now,
		selected: nextStage(load) ?? 'verify',
		finished: undefined,
		runAll: 'off',
		cancelling: false,
		check: 0,
		editor: createEditor('', history),
		ran: '',
		catalog: [],
		cell: firstCell,
		notice: undefined,
		refusedIn: undefined,
		quitArmed: false,
		suspensions: 0,
	};
}
