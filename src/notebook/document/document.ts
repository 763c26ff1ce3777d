import type {ChartSpec} from '../charts/chart.js';
import type {CellOutput, CellRun} from './cell.js';

/** Identifies a cell within a session. Never used again. */
export type CellId = number;

export type CellKind = 'sql' | 'markdown';

/**
The state of a cell. `idle` has never run. `stale` ran, but its text, a parameter, a cell that it refers to, a table that
it names or the warehouse has changed since.
*/
export type CellState = 'idle' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'stale';

export type Cell = {
	readonly id: CellId;
	readonly kind: CellKind;
	readonly text: string;
	/** `[a-z_][a-z0-9_]*`, unique; other cells refer to it as `{{name}}`. */
	readonly name?: string;
	/** Drawn in place of the table of its last result. */
	readonly chart?: ChartSpec;
	readonly state: CellState;
	/** Why it is stale, as a clause: `users was changed by load-users`. */
	readonly staleBecause?: string;
	/** The number of its last run, shown as `[3]`; none if it never ran. */
	readonly number?: number;
	/** Whether it was typed into the input. If it failed, the next run of the input replaces it. */
	readonly isFromInput?: boolean;
	/** Its text when it ran last. If it differs from `text`, the number is shown as `[3*]`. */
	readonly ranText?: string;
	/** Its last run that ended. */
	readonly run?: CellRun;
	/** After a failed or cancelled run, the last one that succeeded; its outputs are shown dim below. */
	readonly previous?: CellRun;
	/** The output saved in the file that it was opened from, as Markdown; shown dim until it runs. */
	readonly savedOutput?: string;
	readonly isFolded: boolean;
};

/** The running cell. */
export type RunningCell = {
	readonly id: CellId;
	/** `repeat` for a run that keeps the number; `more` while another page of its last result is fetched. */
	readonly purpose: 'run' | 'repeat' | 'more';
	/** Ms since 1970. */
	readonly startedAt: number;
	/** The running statement, from 1, and how many the cell has. */
	readonly statement: number;
	readonly statements: number;
	/** The outputs of the statements that have ended. */
	readonly outputs: readonly CellOutput[];
};

/** A statement that waits for the user's answer. */
export type Question = {
	readonly id: CellId;
	readonly sql: string;
	/** `commit`: it ran, and its changes await commit or rollback. `run`: it cannot be rolled back and has not run. */
	readonly type: 'commit' | 'run';
	/** The command tag with the rows affected, e.g. `DELETE 2422`; of `run`, what it would change. */
	readonly about: string;
	/** The warehouse. */
	readonly target: string;
};

/** A deleted cell and where it was. */
export type DeletedCell = {readonly cell: Cell; readonly index: number};

/** A notebook. The last cell is the input: an SQL cell that has never run. */
export type Document = {
	readonly cells: readonly Cell[];
	/** Values of the parameters `:name`. */
	readonly parameters: ReadonlyMap<string, string>;
	readonly nextId: CellId;
	readonly nextNumber: number;
	/** The cells in state `queued`, in the order in which they will run. */
	readonly queue: readonly CellId[];
	/** The number of the first cell of the runs under way, or of the last ones. */
	readonly firstNumber: number;
	readonly running: RunningCell | undefined;
	/** The cell whose last result has more rows that can still be fetched from the open result. */
	readonly open: CellId | undefined;
	readonly question: Question | undefined;
	/** Whether the engine refuses changes. */
	readonly isReadOnly: boolean;
	/** Deleted cells, the latest last. */
	readonly deleted: readonly DeletedCell[];
	/** The cells whose rows are kept whatever they take: the selected one, and the one shown full screen. */
	readonly protectedIds: readonly CellId[];
	/** Display names of the warehouse and the source. */
	readonly on: string;
	/** What a run of several cells came to: `12 ran, 1 failed: [7], 3 not run`. Cleared by the next run. */
	readonly summary?: string;
};

/** What the user changes. Unknown ids change nothing. */
export type EditAction =
	| {readonly type: 'cell-inserted'; readonly index: number; readonly kind: CellKind; readonly text: string}
	| {readonly type: 'text-changed'; readonly id: CellId; readonly text: string}
	/** A running or queued cell is not deleted; nor is the input, which is only emptied. */
	| {readonly type: 'cell-deleted'; readonly id: CellId}
	| {readonly type: 'deletion-undone'}
	/** Never past the input. */
	| {readonly type: 'cell-moved'; readonly id: CellId; readonly by: 1 | -1}
	| {readonly type: 'kind-changed'; readonly id: CellId; readonly kind: CellKind}
	/** The caller has checked the name with `nameProblem`. An empty name removes it. */
	| {readonly type: 'cell-named'; readonly id: CellId; readonly name: string}
	| {readonly type: 'chart-set'; readonly id: CellId; readonly chart: ChartSpec | undefined}
	| {readonly type: 'output-folded'; readonly id: CellId; readonly isFolded: boolean}
	/** `undefined` removes the parameter. */
	| {readonly type: 'parameter-set'; readonly name: string; readonly value: string | undefined}
	| {readonly type: 'write-mode-set'; readonly isReadOnly: boolean}
	| {readonly type: 'cells-protected'; readonly ids: readonly CellId[]}
	/** Replaces all cells by those of a file, unless a cell is running or queued. */
	| {readonly type: 'cells-opened'; readonly cells: readonly OpenedCell[]};

/** A cell of a file. */
export type OpenedCell = Pick<Cell, 'kind' | 'text'> & Partial<Pick<Cell, 'name' | 'chart' | 'savedOutput'>>;

/** What happens while cells run. */
export type RunAction =
	/** Queues SQL cells with text. Queueing the input appends a new one. */
	| {readonly type: 'cells-queued'; readonly ids: readonly CellId[]}
	| {readonly type: 'queue-cleared'}
	| {readonly type: 'run-started'; readonly running: RunningCell}
	| {readonly type: 'statement-ended'; readonly output: CellOutput}
	/**
	Unless the run succeeded, the cells that follow it in the queue are not run.
	@param isOpen Whether more rows of the last result can be fetched.
	*/
	| {readonly type: 'run-ended'; readonly run: CellRun; readonly isOpen: boolean}
	/**
	A command was carried out at once, whatever else runs.
	@param id Its cell. Without one it was typed into the input, and becomes a cell above it.
	*/
	| {readonly type: 'command-answered'; readonly id?: CellId; readonly text: string; readonly run: CellRun}
	/** More rows of the open result arrived, or replaced those held. */
	| {
			readonly type: 'rows-fetched';
			readonly id: CellId;
			readonly output: CellOutput;
			readonly isOpen: boolean;
	  }
	/** The open result was closed: by another run, or after this idle time. */
	| {readonly type: 'result-closed'; readonly afterMs?: number}
	| {readonly type: 'question-asked'; readonly question: Question}
	| {readonly type: 'question-answered'}
	/**
	`tables` changed: the cells that name one become stale. Without `tables`, all do.
	@param by The cell whose statement changed them; it does not become stale.
	*/
	| {
			readonly type: 'tables-changed';
			readonly tables?: readonly string[];
			readonly because: string;
			readonly by?: CellId;
	  };

export type DocumentAction = EditAction | RunAction;
