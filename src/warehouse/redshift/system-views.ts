import {StatementError} from '../../errors.js';
import {type SqlValue, statement} from '../../sql/statements.js';
import type {Row} from '../warehouse.js';

/** Runs a query on a connection other than the loading one, and cancels it on the server if `signal` aborts. */
export type SideQuery = (sql: string, signal: AbortSignal) => Promise<readonly Row[]>;

/** How long a query may take. It may wait in a queue of the cluster, or its connection may be dead. */
const defaultTimeoutMs = 10_000;

/**
Reads Redshift's system views over the second connection. Serverless workgroups and non-owners may not read some of them,
and old clusters lack others; a view that was refused is not queried again. The data is optional, so queries time out.
*/
export class SystemViews {
	readonly #query: SideQuery;
	readonly #timeoutMs: number;
	readonly #refused = new Set<string>();

	constructor(query: SideQuery, timeoutMs = defaultTimeoutMs) {
		this.#query = query;
		this.#timeoutMs = timeoutMs;
	}

	/**
	Returns the rows of `sql/redshift/<name>.sql`; undefined if the view is not available or the query times out. Never
	rejects.
	*/
	async rows(
		name: string,
		parameters: Readonly<Record<string, SqlValue>>,
	): Promise<readonly Row[] | undefined> {
		if (this.#refused.has(name)) return undefined;
		const sql = statement(`redshift/${name}`, parameters);
		const timeout = new AbortController();
		const timer = setTimeout(() => timeout.abort(), this.#timeoutMs);
		const late = new Promise<undefined>(resolve => {
			timeout.signal.addEventListener('abort', () => resolve(undefined));
		});
		try {
			return await Promise.race([this.#query(sql, timeout.signal), late]);
		} catch (error) {
			if (isRefusal(error)) this.#refused.add(name);
			return undefined;
		} finally {
			clearTimeout(timer);
		}
	}
}

/** Whether a view is missing or not allowed, which is permanent. A cancelled or out-of-memory query may succeed later. */
function isRefusal(error: unknown): boolean {
	return (
		error instanceof StatementError &&
		/permission denied|does not exist|not supported/i.test(`${error.failure.message} ${String(error.cause)}`)
	);
}
