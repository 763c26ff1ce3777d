import type {Failure} from '../errors.js';
import type {Column, Row} from '../warehouse/warehouse.js';

/** Which statement of a run this is: `number` from 1 of `total`, `start` its offset in the text that was run. */
export type Step = {readonly number: number; readonly total: number; readonly start: number};

/** Rows of the last statement of a run, as far as they were paged in. */
export type ResultState = {
	readonly type: 'result';
	/** The statement, without its semicolon. */
	readonly sql: string;
	readonly step: Step;
	readonly columns: readonly Column[];
	readonly rows: readonly Row[];
	/** Whether these are all rows; if not, there is at least one more. */
	readonly complete: boolean;
	/** Whether `more()` can bring further rows: not after the end, a cancel, or a close. */
	readonly open: boolean;
	/** The command tag of a statement that returns no rows; null for a query. */
	readonly command: string | null;
	/** It was closed because it wasn't used for so long. */
	readonly closedAfterMs?: number;
	/** What the server reported beside its answers. */
	readonly notices: readonly string[];
	/** Time until the first page was there, of this statement alone. */
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

/** `previous` is the result that stays on screen: while a statement runs the last one, later only the pages of its own. */
export type QueryState =
	| {readonly type: 'idle'}
	| {
			readonly type: 'running';
			readonly sql: string;
			readonly step: Step;
			/** `more` while a further page of `previous` is fetched. */
			readonly purpose: 'run' | 'more';
			/** Ms since 1970. */
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

/** The result to show in a state: its own, or the one before it. */
export function visibleResult(state: QueryState): ResultState | undefined {
	if (state.type === 'idle') return undefined;
	return state.type === 'result' ? state : state.previous;
}
