import type {Failure} from '../errors.js';
import type {Column, Row} from '../warehouse/warehouse.js';

/** Position of a statement in a run: `number` of `total`, from 1, and its offset `start` in the text. */
export type Step = {readonly number: number; readonly total: number; readonly start: number};

/** The rows of a run's last statement that have been fetched so far. */
export type ResultState = {
	readonly type: 'result';
	/** The statement, without its semicolon. */
	readonly sql: string;
	readonly step: Step;
	readonly columns: readonly Column[];
	readonly rows: readonly Row[];
	/** Whether these are all rows. If not, there is at least one more. */
	readonly complete: boolean;
	/** Whether `more()` can fetch further rows; false at the end and after a cancel or close. */
	readonly open: boolean;
	/** The command tag of a statement that returns no rows; null for a query. */
	readonly command: string | null;
	/** Set if it was closed after this idle time. */
	readonly closedAfterMs?: number;
	/** Notices that the server sent. */
	readonly notices: readonly string[];
	/** Time until the statement's first page arrived. */
	readonly ms: number;
};

export type CancelledState = {
	readonly type: 'cancelled';
	readonly sql: string;
	readonly step: Step;
	readonly ms: number;
	readonly notices: readonly string[];
	readonly previous: ResultState | undefined;
};

/** `previous` is the result that stays on screen: the last one while a statement runs, then only its own pages. */
export type QueryState =
	| {readonly type: 'idle'}
	| {
			readonly type: 'running';
			readonly sql: string;
			readonly step: Step;
			/** `more` while another page of `previous` is fetched. */
			readonly purpose: 'run' | 'more';
			/** Milliseconds since the epoch. */
			readonly startedAt: number;
			readonly previous: ResultState | undefined;
	  }
	| ResultState
	| {
			readonly type: 'failed';
			readonly sql: string;
			readonly step: Step;
			readonly failure: Failure;
			readonly ms: number;
			readonly notices: readonly string[];
			readonly previous: ResultState | undefined;
	  }
	| CancelledState;

/** The result to show in a state: its own or the previous one. */
export function visibleResult(state: QueryState): ResultState | undefined {
	if (state.type === 'idle') return undefined;
	return state.type === 'result' ? state : state.previous;
}
