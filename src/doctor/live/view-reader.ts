import {setTimeout as sleep} from 'node:timers/promises';
import {SparkifyError} from '../../errors.js';
import {type SqlValue, statement} from '../../sql/statements.js';
import type {PgSession} from '../../warehouse/pg/session.js';
import {fieldsOf} from './error-fields.js';
import type {SystemViewRow, ViewReading} from './observation.js';

export type CopyEnd = {
	readonly table: string;
	/** Whether the COPY began to load, even if it failed, so that the views have rows. */
	readonly began: boolean;
	/** Whether it refused records. */
	readonly refused: boolean;
	/** The result of `pg_last_copy_id()`; null if the COPY failed. */
	readonly copyId: number | null;
	/** When the COPY ended, by `performance.now()`. */
	readonly endedAt: number;
};

/** The session that runs the COPYs. */
export type LoadingSession = {
	/** Process id of the backend. */
	readonly session: number;
	/** When the session began, by the clock of the cluster. Excludes the older rows of the views. */
	readonly since: string;
};

const pollMs = 250;
/** Columns that contain user data. Only its length is reported. */
const rawColumns: ReadonlySet<string> = new Set(['raw_line', 'raw_field_value']);

/** Reads the rows of the system views for a COPY on a second connection, and measures how late they appear. */
export class ViewReader {
	readonly #session: PgSession;
	readonly #loader: LoadingSession;
	readonly #signal: AbortSignal;
	/** How long to wait for rows of a view. After one timeout, a view is no longer waited for. */
	readonly #timeoutMs: number;
	readonly #refused = new Map<string, string>();
	readonly #timedOut = new Set<string>();
	#lastErrorQuery = 0;

	constructor(session: PgSession, loader: LoadingSession, signal: AbortSignal, timeoutMs: number) {
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
		const query = async (view: string, expected: boolean, parameters: Readonly<Record<string, SqlValue>>) =>
			this.#await(view, expected, parameters, endedAt);
		const {session, since} = this.#loader;
		const history = await query('sys_load_history', began, {pattern: `%${table}`, since});
		const errors = await query('stl_load_errors', refused, {
			session,
			since,
			after: this.#lastErrorQuery,
		});
		this.#lastErrorQuery = Math.max(this.#lastErrorQuery, ...idsIn(errors, 'query'));
		const known = {sys_load_history: history, stl_load_errors: errors};
		// Assumes that pg_last_copy_id() equals query_id; used if the history has no row.
		const queryId = idsIn(history, 'query_id').at(-1) ?? copyId ?? undefined;
		if (queryId === undefined) return known;
		return {
			...known,
			sys_load_detail: await query('sys_load_detail', began && !refused, {query: queryId}),
			sys_load_error_detail: await query('sys_load_error_detail', refused, {query: queryId}),
			sys_query_history: await query('sys_query_history', began, {query: queryId}),
			stl_load_commits: await query('stl_load_commits', began && !refused, {query: copyId ?? queryId}),
		};
	}

	/** @param expected Whether to wait for rows. */
	async #await(
		view: string,
		expected: boolean,
		parameters: Readonly<Record<string, SqlValue>>,
		endedAt: number,
	): Promise<ViewReading> {
		const timeoutMs = expected && !this.#timedOut.has(view) ? this.#timeoutMs : 0;
		for (;;) {
			const refused = this.#refused.get(view);
			if (refused !== undefined) return {refused};
			const rows = await this.#rows(view, parameters);
			const lagMs = Math.round(performance.now() - endedAt);
			if (rows.length > 0) return {rows, lagMs};
			if (lagMs >= timeoutMs) {
				if (timeoutMs > 0) this.#timedOut.add(view);
				return {rows, lagMs: null};
			}
			await sleep(pollMs);
			this.#signal.throwIfAborted();
		}
	}

	async #rows(
		view: string,
		parameters: Readonly<Record<string, SqlValue>>,
	): Promise<readonly SystemViewRow[]> {
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

/** Trims padded CHAR columns and hides user data. */
function shown(column: string, value: SystemViewRow[string]): SystemViewRow[string] {
	if (typeof value !== 'string') return value;
	const text = value.trimEnd();
	return rawColumns.has(column) ? `(${text.length} characters, left out)` : text;
}

function idsIn(reading: ViewReading, column: string): readonly number[] {
	return 'rows' in reading ? reading.rows.map(row => Number(row[column])) : [];
}
