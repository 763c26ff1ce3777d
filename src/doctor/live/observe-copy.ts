import type {QueryArrayResult} from 'pg';
import {CancelledError} from '../../errors.js';
import {statement} from '../../sql/statements.js';
import type {PgSession} from '../../warehouse/pg/session.js';
import type {Row, Value} from '../../warehouse/warehouse.js';
import {fieldsOf} from './error-fields.js';
import type {Observation, Trial} from './observation.js';
import type {ViewReader} from './view-reader.js';

type Notice = {readonly severity: string; readonly message: string};
type Ended = Pick<Observation, 'ms' | 'tag' | 'tagCount' | 'notices' | 'error'>;

const maxRowsShown = 10;

/**
Runs one COPY and records its outcome, including failures.
@throws CancelledError; ConnectionError if the connection is lost
*/
export async function observeCopy(
	trial: Trial,
	session: PgSession,
	views: ViewReader,
	signal: AbortSignal,
): Promise<Observation> {
	const {id, question, sql, table, rollBack = false, showRows = false} = trial;
	if (rollBack) await session.run('BEGIN', {signal});
	const ended = await runCopy(sql, session, signal);
	const endedAt = performance.now();
	if (rollBack) await session.run('ROLLBACK', {signal});
	const [count, copyId] = (await numbers(session, statement('doctor/live/last-copy'), signal)) ?? [];
	const [rowsInTable] = (await numbers(session, `SELECT count(*) FROM ${table}`, signal)) ?? [];
	const rows = showRows ? await someRows(session, table, signal) : undefined;
	// After a failed COPY, the id is still that of the one before.
	const ownId = ended.error === null ? (copyId ?? null) : null;
	return {
		trial: id,
		question,
		sql,
		table,
		...ended,
		lastCopyCount: count ?? null,
		lastCopyId: copyId ?? null,
		rowsInTable: rowsInTable ?? null,
		...(rows !== undefined && {rows}),
		views: await views.read({table, ...progressOf(ended), copyId: ownId, endedAt}),
	};
}

/** Derives from errors and notices whether the COPY began and refused records. */
function progressOf({error, notices}: Ended): {readonly began: boolean; readonly refused: boolean} {
	const failedOnRecords = /Load into table .* failed/is.test(error?.message ?? '');
	const toleratedErrors = notices.some(({message}) => /could not be loaded/i.test(message));
	return {began: error === null || failedOnRecords, refused: failedOnRecords || toleratedErrors};
}

async function runCopy(sql: string, session: PgSession, signal: AbortSignal): Promise<Ended> {
	const notices: Notice[] = [];
	const keep = ({
		severity = '',
		message = '',
	}: {
		severity?: string | undefined;
		message?: string | undefined;
	}) => {
		notices.push({severity, message});
	};
	session.client.on('notice', keep);
	const started = performance.now();
	try {
		const {command, rowCount} = await session.cancellable(
			sql,
			signal,
			async (): Promise<QueryArrayResult> => session.client.query({text: sql, rowMode: 'array'}),
		);
		return {
			ms: Math.round(performance.now() - started),
			tag: command,
			tagCount: rowCount,
			notices,
			error: null,
		};
	} catch (error) {
		if (error instanceof CancelledError || session.lost) throw error;
		const ms = Math.round(performance.now() - started);
		return {ms, tag: null, tagCount: null, notices, error: fieldsOf(error)};
	} finally {
		session.client.off('notice', keep);
	}
}

/** The numbers in the first row; undefined if the query fails. */
async function numbers(
	session: PgSession,
	sql: string,
	signal: AbortSignal,
): Promise<readonly number[] | undefined> {
	try {
		const [row] = await session.all(sql, {signal});
		return row?.map(Number);
	} catch (error) {
		if (error instanceof CancelledError || session.lost) throw error;
		return undefined;
	}
}

/** The first rows of a table of probe data. */
async function someRows(session: PgSession, table: string, signal: AbortSignal): Promise<readonly Row[]> {
	const rows: ReadonlyArray<readonly Value[]> = await session.all(`SELECT * FROM ${table}`, {signal});
	return rows.slice(0, maxRowsShown);
}
