import {setTimeout as sleep} from 'node:timers/promises';
import type {QueryArrayResult} from 'pg';
import {CancelledError, SparkifyError} from '../../errors.js';
import {type SqlParameters, statement} from '../../sql/statements.js';
import type {PgSession} from '../../warehouse/pg/session.js';
import type {Row, Value} from '../../warehouse/warehouse.js';
import type {Observation, SystemViewRow, ViewReading} from './observation.js';
import type {TriedTrial} from './trials.js';

type NoticeFields = {readonly severity?: string | undefined; readonly message?: string | undefined};
/** What came back from a statement. */
type Recorded = Pick<Observation, 'ms' | 'tag' | 'tagCount' | 'notices' | 'error'> & {
	readonly rows: readonly Row[];
	readonly columns: readonly string[];
};

/** How long to wait for rows of a system view, once per view. */
const viewTimeoutMs = 15_000;
const pollMs = 250;
const maxRowsShown = 10;
/** Columns that contain user data. Only its length is reported. */
const rawColumns: ReadonlySet<string> = new Set(['raw_line', 'raw_field_value']);

/** Two connections: one runs the COPYs, the other reads what the system views say about them. */
export type LiveSessions = {
	readonly loader: PgSession;
	readonly watcher: PgSession;
	/** The time by the cluster's clock. Excludes older rows of the views. */
	readonly since: string;
	readonly signal: AbortSignal;
	/** Views without rows in time. They are no longer waited for. */
	readonly timedOut: Set<string>;
	/** The last id in `stl_load_errors`. */
	lastErrorQuery: number;
};

/**
Runs one COPY and records its outcome, including failures.
@throws CancelledError; ConnectionError if the connection is lost
*/
export async function observeCopy(
	{id, table, sql, rollBack, content, measure}: TriedTrial,
	sessions: LiveSessions,
): Promise<Observation> {
	const {loader, signal} = sessions;
	const ask = async (text: string) => record(text, loader, signal);
	const numbers = async (text: string) => (await ask(text)).rows[0]?.map(Number) ?? [];
	if (rollBack === true) await loader.run('BEGIN', {signal});
	const {rows: _, columns: __, ...copy} = await ask(sql);
	const endedAt = performance.now();
	if (rollBack === true) await loader.run('ROLLBACK', {signal});
	const [lastCopyCount = null, lastCopyId = null] = await numbers(statement('doctor/live/last-copy'));
	const [rowsInTable = null] = await numbers(`SELECT count(*) FROM ${table}`);
	return {
		...{trial: id, sql, table, session: loader.processId, ...copy, lastCopyCount, lastCopyId, rowsInTable},
		// Only the rows of a known content may be shown.
		...(content !== undefined && {rows: (await ask(`SELECT * FROM ${table}`)).rows.slice(0, maxRowsShown)}),
		...(measure !== undefined && {measured: await numbers(statement(`doctor/live/${measure}`))}),
		// After a failed COPY, the id is still that of the one before.
		views: await readViews(table, copy, copy.error === null ? lastCopyId : null, endedAt, sessions),
	};
}

/** Runs a statement and records what came back. @throws CancelledError; ConnectionError if the connection is lost */
async function record(sql: string, session: PgSession, signal: AbortSignal): Promise<Recorded> {
	const notices: Array<Observation['notices'][number]> = [];
	const keep = ({severity = '', message = ''}: NoticeFields) => notices.push({severity, message});
	session.client.on('notice', keep);
	const started = performance.now();
	const elapsed = () => ({ms: Math.round(performance.now() - started), notices});
	try {
		const send = async (): Promise<QueryArrayResult<Value[]>> =>
			session.client.query({text: sql, rowMode: 'array'});
		const {command, rowCount, rows, fields} = await session.cancellable(sql, signal, send);
		const columns = fields.map(({name}) => name);
		return {...elapsed(), tag: command, tagCount: rowCount, error: null, rows, columns};
	} catch (error) {
		if (error instanceof CancelledError || session.lost || !(error instanceof SparkifyError)) throw error;
		return {...elapsed(), tag: null, tagCount: null, error: fieldsOf(error), rows: [], columns: []};
	} finally {
		session.client.off('notice', keep);
	}
}

/** Reads the rows of the system views for a COPY, and measures how late they appear. */
async function readViews(
	table: string,
	{error, notices}: Pick<Recorded, 'error' | 'notices'>,
	copyId: number | null,
	endedAt: number,
	sessions: LiveSessions,
): Promise<Observation['views']> {
	const failedOnRecords = /Load into table .* failed/is.test(error?.message ?? '');
	const began = error === null || failedOnRecords;
	const refused = failedOnRecords || notices.some(({message}) => /could not be loaded/i.test(message));
	const read = async (view: string, hasRows: boolean, parameters: SqlParameters) =>
		readView(view, hasRows, parameters, endedAt, sessions);
	const {since, lastErrorQuery: after, loader} = sessions;
	const views = {
		sys_load_history: await read('sys_load_history', began, {pattern: `%${table}`, since}),
		stl_load_errors: await read('stl_load_errors', refused, {session: loader.processId, since, after}),
	};
	sessions.lastErrorQuery = Math.max(after, ...idsIn(views.stl_load_errors, 'query'));
	// Assumes that pg_last_copy_id() equals query_id; used if the history has no row.
	const query = idsIn(views.sys_load_history, 'query_id').at(-1) ?? copyId ?? undefined;
	if (query === undefined) return views;
	return {
		...views,
		sys_load_detail: await read('sys_load_detail', began && !refused, {query}),
		sys_load_error_detail: await read('sys_load_error_detail', refused, {query}),
		sys_query_history: await read('sys_query_history', began, {query}),
		stl_load_commits: await read('stl_load_commits', began && !refused, {query: copyId ?? query}),
	};
}

/** @param hasRows Whether to wait for rows. */
async function readView(
	view: string,
	hasRows: boolean,
	parameters: SqlParameters,
	endedAt: number,
	{watcher, signal, timedOut}: LiveSessions,
): Promise<ViewReading> {
	const timeoutMs = hasRows && !timedOut.has(view) ? viewTimeoutMs : 0;
	const sql = statement(`doctor/live/${view}`, parameters);
	for (;;) {
		const {error, rows, columns} = await record(sql, watcher, signal);
		if (error !== null) return {refused: String(error.message)};
		const lagMs = Math.round(performance.now() - endedAt);
		if (rows.length > 0) return {rows: rows.map(row => shown(columns, row)), lagMs};
		if (lagMs >= timeoutMs) {
			if (timeoutMs > 0) timedOut.add(view);
			return {rows: [], lagMs: null};
		}
		await sleep(pollMs);
		signal.throwIfAborted();
	}
}

/** The text fields of the server's error, unchanged. */
function fieldsOf(error: SparkifyError): Readonly<Record<string, string>> {
	const {message, ...fields} = (error.cause ?? error.failure) as Readonly<Record<string, unknown>>;
	const texts = Object.entries(fields).filter(
		(field): field is [string, string] => typeof field[1] === 'string',
	);
	return {message: String(message), ...Object.fromEntries(texts)};
}

/** A row by column. Trims padded CHAR columns and hides user data. */
function shown(columns: readonly string[], row: Row): SystemViewRow {
	return Object.fromEntries(
		columns.map((column, at) => {
			const value = row[at] ?? null;
			const text = typeof value === 'string' ? value.trimEnd() : value;
			const hidden = typeof text === 'string' && rawColumns.has(column);
			return [column, hidden ? `(${text.length} characters, left out)` : text];
		}),
	);
}

function idsIn(reading: ViewReading, column: string): readonly number[] {
	return 'rows' in reading ? reading.rows.map(row => Number(row[column])) : [];
}
