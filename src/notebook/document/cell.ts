import type {Failure} from '../../errors.js';
import type {Column, Row} from '../../warehouse/warehouse.js';

/** What one statement of a cell gave. */
export type CellOutput = {
	/** The statement as it was sent, without its semicolon. */
	readonly sql: string;
	/** What the server said besides. */
	readonly notices: readonly string[];
	readonly ms: number;
} & (
	| {
			readonly type: 'result';
			readonly columns: readonly Column[];
			/** The rows held. */
			readonly rows: readonly Row[];
			/** Whether these are all rows. If not, there is at least one more. */
			readonly isComplete: boolean;
			/** Set if it was closed after this idle time, with rows left to fetch. */
			readonly closedAfterMs?: number;
			/** Whether the rows were dropped to limit memory; `rows` is then empty. */
			readonly isReleased?: boolean;
	  }
	/** The command tag of a statement that returns no rows, e.g. `DELETE 2422`. */
	| {readonly type: 'message'; readonly tag: string}
	| {readonly type: 'error'; readonly failure: Failure}
);

/** How the last run of a cell ended. */
export type CellRun = {
	readonly state: 'done' | 'failed' | 'cancelled';
	/** Ms since 1970. */
	readonly startedAt: number;
	readonly ms: number;
	/** One output a statement, in order. After a failure, the statements that follow have none. */
	readonly outputs: readonly CellOutput[];
};
