import type {LoadSession} from '../load/load-session.js';
import type {History} from '../notebook/history.js';
import type {QuerySession} from '../notebook/query-session.js';

/** Options of `startNotebook`. The caller opens and closes the sessions. */
export type NotebookOptions = {
	readonly session: LoadSession;
	/** Uses the session's warehouse. */
	readonly queries: QuerySession;
	readonly history: History;
};
