import type {LoadSession, SessionTask} from '../../load/load-session.js';
import type {PipelineState} from '../../load/state.js';
import type {QuerySession} from '../../notebook/query-session.js';
import type {QueryState} from '../../notebook/query-state.js';
import type {StageId} from '../../star/stages.js';
import type {TransactionState} from '../../warehouse/warehouse.js';
import type {UiState} from './ui-state.js';

/** What the load and the query session report at one moment. It is read when needed and never stored in the UI's state. */
export type Sessions = {
	readonly load: PipelineState;
	/** The running stage. */
	readonly running: StageId | undefined;
	/** Other work of the load session. */
	readonly task: SessionTask | undefined;
	readonly query: QueryState;
	/** The transaction of the notebook's session. */
	readonly transaction: TransactionState;
};

/** Everything that a frame shows: a frame is a function of it. */
export type Snapshot = UiState & Sessions;

export function readSessions(session: LoadSession, queries: QuerySession): Sessions {
	const {state: load, running, task} = session;
	return {load, running, task, query: queries.state, transaction: queries.transaction};
}
