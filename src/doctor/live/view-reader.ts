import {setTimeout as sleep} from 'node:timers/promises';
import {SparkifyError} from '../../errors.js';
import {type SqlValue, statement} from '../../sql/statements.js';
import type {PgSession} from '../../warehouse/pg-session.js';
import {fieldsOf} from './error-fields.js';
import type {ViewReading, ViewRow} from './observation.js';

export type CopyEnd = {
	readonly table: string;
	/** It began to load, whether it failed or not: then the views have something to tell. */
	readonly began: boolean;
	/** It refused records. */
	readonly refused: boolean;
	/** What `pg_last_copy_id()` calls it; null for one that failed. */
	readonly copyId: number | null;
	/** When the COPY ended, on the clock of `performance.now()`. */
	readonly endedAt: number;
};

/** Who runs the COPYs. */
export type Loader = {
	/** Process id of the backend. */
	readonly session: number;
	/** When it began, on the clock of the cluster: the views tell of other days and other people as well. */
	readonly since: string;
};

const pollMs = 250;
/** Columns with text of the data, of which only the length is told. */
const rawColumns: ReadonlySet<string> = new Set(['raw_line', 'raw_field_value']);

/** Reads what the system views tell of a COPY, over a connection that is not the loading one, and how late they are. */
export class ViewReader {
	readonly #session: PgSession;
	readonly #loader: Loader;
	readonly #signal: AbortSignal;
	/** How long a view is waited for; one that kept us waiting in vain is not waited for again. */
	readonly #timeoutMs: number;
	readonly #refused = new Map<string, string>();
	readonly #silent = new Set<string>();
	#lastErrorQuery = 0;

	constructor(session: PgSession, loader: Loader, signal: AbortSignal, timeoutMs: number) {
		this.#session = session;
		this.#loader = loader;
		this.#signal = signal;
		this.#timeoutMs = timeoutMs;
	}

	async read({
		table,
		began,
		refused,
		copyId,
		endedAt,
	}: CopyEnd): Promise<Readonly<Record<string, ViewReading>>> {
		const ask = async (view: string, expected: boolean, parameters: Readonly<Record<string, SqlValue>>) =>
			this.#await(view, expected, parameters, endedAt);
		const {session, since} = this.#loader;
		const history = await ask('sys_load_history', began, {pattern: `%${table}`, since});
		const errors = await ask('stl_load_errors', refused, {
			session,
			since,
			after: this.#lastErrorQuery,
		});
		this.#lastErrorQuery = Math.max(this.#lastErrorQuery, ...idsIn(errors, 'query'));
		const known = {sys_load_history: history, stl_load_errors: errors};
		// A guess: pg_last_copy_id() and the history count alike; it is asked where the history does not answer.
		const query = idsIn(history, 'query_id').at(-1) ?? copyId ?? undefined;
		if (query === undefined) return known;
		return {
			...known,
			sys_load_detail: await ask('sys_load_detail', began && !refused, {query}),
			sys_load_error_detail: await ask('sys_load_error_detail', refused, {query}),
			sys_query_history: await ask('sys_query_history', began, {query}),
			stl_load_commits: await ask('stl_load_commits', began && !refused, {query: copyId ?? query}),
		};
	}

	/** @param expected Whether rows are waited for. */
	async #await(
		view: string,
		expected: boolean,
		parameters: Readonly<Record<string, SqlValue>>,
		endedAt: number,
	): Promise<ViewReading> {
		const timeoutMs = expected && !this.#silent.has(view) ? this.#timeoutMs : 0;
		for (;;) {
			const refused = this.#refused.get(view);
			if (refused !== undefined) return {refused};
			const rows = await this.#rows(view, parameters);
			const lagMs = Math.round(performance.now() - endedAt);
			if (rows.length > 0) return {rows, lagMs};
			if (lagMs >= timeoutMs) {
				if (timeoutMs > 0) this.#silent.add(view);
				return {rows, lagMs: null};
			}
			await sleep(pollMs);
			this.#signal.throwIfAborted();
		}
	}

	async #rows(view: string, parameters: Readonly<Record<string, SqlValue>>): Promise<readonly ViewRow[]> {
		const sql = statement(`doctor/live/${view}`, parameters);
		try {
			const {rows, fields} = await this.#session.execute(sql, {signal: this.#signal});
			return rows.map(row =>
				Object.fromEntries(fields.map(({name}, at) => [name, shown(name, row[at] ?? null)])),
			);
		} catch (error) {
			if (this.#signal.aborted || this.#session.lost || !(error instanceof SparkifyError)) throw error;
			this.#refused.set(view, fieldsOf(error).message ?? error.failure.message);
			return [];
		}
	}
}

/** CHAR columns come padded with blanks. */
function shown(column: string, value: ViewRow[string]): ViewRow[string] {
	if (typeof value !== 'string') return value;
	const text = value.trimEnd();
	return rawColumns.has(column) ? `(${text.length} characters, left out)` : text;
}

function idsIn(reading: ViewReading, column: string): readonly number[] {
	return 'rows' in reading ? reading.rows.map(row => Number(row[column])) : [];
}
