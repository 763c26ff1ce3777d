import type {Failure} from '../errors.js';
import {createEditor, type EditorState} from '../notebook/editor.js';
import type {QueryState} from '../notebook/query-state.js';
import type {SessionTask} from '../pipeline/load-session.js';
import type {StageId} from '../pipeline/stage.js';
import {nextStage, type PipelineState} from '../pipeline/state.js';
import type {CatalogTable, TransactionState} from '../warehouse/warehouse.js';
import type {KeyMode} from './keys/key-mode.js';
import type {Mode} from './mode.js';

/** Size of the terminal, in cells. */
export type Size = {readonly columns: number; readonly rows: number};

/** The selected cell of the result, and the first row and column in view; all from 0. */
export type CellPosition = {
	readonly row: number;
	readonly column: number;
	readonly top: number;
	readonly firstColumn: number;
};

/** Everything the notebook shows: the screen is a function of this. */
export type UiState = {
	readonly size: Size;
	readonly mode: Mode;
	/** The load and the query as their sessions last told. */
	readonly load: PipelineState;
	readonly running: StageId | undefined;
	/** What else the session of the load is busy with. */
	readonly task: SessionTask | undefined;
	readonly query: QueryState;
	/** The transaction of the notebook's session. */
	readonly transaction: TransactionState;
	/** Ms since 1970, as of the last tick. It moves only while something runs. */
	readonly now: number;
	readonly selected: StageId;
	/** The stage that has just been done: told above the card of the next. */
	readonly finished: StageId | undefined;
	/** Stages whose plan was made after the last change of the warehouse. */
	readonly freshPlans: ReadonlySet<StageId>;
	/** Why a stage could not be planned. */
	readonly planFailures: ReadonlyMap<StageId, Failure>;
	/** Whether all stages that remain are being run; `paused` until the stage that runs, or is to be agreed to, is done. */
	readonly runAll: 'off' | 'on' | 'paused';
	/** Something is being cancelled. */
	readonly cancelling: boolean;
	/** Which of the failed checks is shown. */
	readonly check: number;
	readonly editor: EditorState;
	/** Tables to complete from. */
	readonly catalog: readonly CatalogTable[];
	readonly cell: CellPosition;
	/** One line for the person; the next key takes it away. */
	readonly notice: string | undefined;
	/** Where a key did nothing, which the notice says: elsewhere that would not be true any more. */
	readonly refusedIn: KeyMode | undefined;
	/** Ctrl+C was pressed on nothing: again, and the notebook closes. */
	readonly quitArmed: boolean;
	/** Counts how often the program was to be suspended. */
	readonly suspensions: number;
};

/** After a change of the warehouse: what the plans say of it may be wrong. */
export const noPlans: Pick<UiState, 'freshPlans' | 'planFailures'> = {
	freshPlans: new Set(),
	planFailures: new Map(),
};

export const firstCell: CellPosition = {row: 0, column: 0, top: 0, firstColumn: 0};

export type InitialUi = {
	readonly size: Size;
	readonly load: PipelineState;
	readonly query: QueryState;
	readonly history: readonly string[];
	readonly now: number;
};

export function initialUi({size, load, query, history, now}: InitialUi): UiState {
	return {
		size,
		mode: {type: 'stage'},
		load,
		running: undefined,
		task: undefined,
		query,
		transaction: 'none',
		now,
		selected: nextStage(load) ?? 'verify',
		finished: undefined,
		...noPlans,
		runAll: 'off',
		cancelling: false,
		check: 0,
		editor: createEditor('', history),
		catalog: [],
		cell: firstCell,
		notice: undefined,
		refusedIn: undefined,
		quitArmed: false,
		suspensions: 0,
	};
}
