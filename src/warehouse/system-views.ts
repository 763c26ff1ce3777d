import {StatementError} from '../errors.js';
import {type SqlValue, statement} from '../sql/statements.js';
import type {Row} from './warehouse.js';

/** Runs a small statement on a connection other than the loading one, and cancels it on the server when `signal` aborts. */
export type SideQuery = (sql: string, signal: AbortSignal) => Promise<readonly Row[]>;

/** How long a view may take to answer. Its question may wait in a queue of the cluster, or its connection be dead. */
const viewPatienceMs = 10_000;

/**
Redshift's system views, asked over the second connection: serverless workgroups and other users than the owner are
refused some of them, and old clusters lack others. One that was refused is not asked again. What they tell is good to
know, and nothing waits for it long.
*/
export class SystemViews {
	readonly #ask: SideQuery;
	readonly #patienceMs: number;
	readonly #refused = new Set<string>();

	constructor(ask: SideQuery, patienceMs = viewPatienceMs) {
		this.#ask = ask;
		this.#patienceMs = patienceMs;
	}

	/**
	The rows of `sql/redshift/<name>.sql`, or undefined where the view does not answer, or not in time. Never rejects.
	*/
	async rows(
		name: string,
		parameters: Readonly<Record<string, SqlValue>>,
	): Promise<readonly Row[] | undefined> {
		if (this.#refused.has(name)) return undefined;
		const sql = statement(`redshift/${name}`, parameters);
		const patience = new AbortController();
		const timer = setTimeout(() => patience.abort(), this.#patienceMs);
		const late = new Promise<undefined>(resolve => {
			patience.signal.addEventListener('abort', () => resolve(undefined));
		});
		try {
			return await Promise.race([this.#ask(sql, patience.signal), late]);
		} catch (error) {
			if (isRefusal(error)) this.#refused.add(name);
			return undefined;
		} finally {
			clearTimeout(timer);
		}
	}
}

/** That a view is not there, or not for this user, stays so; a statement that was cancelled or ran out of memory may go through next time. */
function isRefusal(error: unknown): boolean {
	return (
		error instanceof StatementError &&
		/permission denied|does not exist|not supported/i.test(`${error.failure.message} ${String(error.cause)}`)
	);
}
