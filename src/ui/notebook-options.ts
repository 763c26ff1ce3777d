import type {History} from '../notebook/history.js';
import type {QuerySession} from '../notebook/query-session.js';
import type {LoadSession} from '../pipeline/load-session.js';

/** What `startNotebook` needs. Whoever calls it opens these before, and closes them after. */
export type NotebookOptions = {
	readonly session: LoadSession;
	/** Over the session's warehouse. */
	readonly queries: QuerySession;
	readonly history: History;
};
