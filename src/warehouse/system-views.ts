import {StatementError} from '../errors.js';
import {type SqlValue, statement} from '../sql/statements.js';
import type {Row} from './warehouse.js';

/** Runs a small statement on a connection that is not the loading one. */
export type SideQuery = (sql: string) => Promise<readonly Row[]>;

/**
Redshift's system views, asked over the second connection: serverless workgroups and other users than the owner are
refused some of them, and old clusters lack others. One that was refused is not asked again.
*/
export class SystemViews {
	readonly #ask: SideQuery;
	readonly #refused = new Set<string>();

	constructor(ask: SideQuery) {
		this.#ask = ask;
	}

	/**
	The rows of `sql/redshift/<name>.sql`, or undefined where the view does not answer. Never rejects: what the views tell
	is good to know, and nothing depends on it.
	*/
	async rows(
		name: string,
		parameters: Readonly<Record<string, SqlValue>>,
	): Promise<readonly Row[] | undefined> {
		if (this.#refused.has(name)) return undefined;
		const sql = statement(`redshift/${name}`, parameters);
		try {
			return await this.#ask(sql);
		} catch (error) {
			if (error instanceof StatementError) this.#refused.add(name);
			return undefined;
		}
	}
}
