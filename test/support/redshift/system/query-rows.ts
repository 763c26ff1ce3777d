import type {QueryRecord} from './load-log.js';
import {microseconds, type Rows, rowsFor, userId, utc} from './rows.js';

/** STV_RECENTS with the running statements [L:r_STV_RECENTS]. */
export function recentRows(queries: readonly QueryRecord[]): Rows {
	return rowsFor(
		'stv_recents',
		'userid status starttime duration user_name db_name query pid',
		queries
			.filter(query => query.endTime === undefined)
			.map(({startTime, user, database, text, session}) => [
				...[userId, 'Running', utc(startTime), microseconds(startTime), user, database],
				...[text.slice(0, 600), session],
			]),
	);
}

/** SYS_QUERY_HISTORY [L:SYS_QUERY_HISTORY]. */
export function queryRows(queries: readonly QueryRecord[]): Rows {
	return rowsFor(
		'sys_query_history',
		`user_id query_id query_label transaction_id session_id database_name query_type status result_cache_hit start_time
		end_time elapsed_time queue_time execution_time error_message returned_rows returned_bytes query_text redshift_version`,
		queries.map(query => {
			const {queryId, session, database, text, startTime, endTime, error, rows} = query;
			const elapsed = microseconds(startTime, endTime);
			return [
				...[userId, queryId, 'default', queryId, session, database, queryType(text), statusOf(query), false],
				...[utc(startTime), utc(endTime), elapsed, 0, elapsed, error.slice(0, 512), rows, 0],
				...[text.slice(0, 4000), '1.0.99999'],
			];
		}),
	);
}

function statusOf({endTime, error}: QueryRecord): string {
	if (endTime === undefined) return 'running';
	return error === '' ? 'success' : 'failed';
}

function queryType(text: string): string {
	const word = (/[a-z]+/i.exec(text)?.[0] ?? '').toUpperCase();
	if (['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'COPY'].includes(word)) return word;
	return ['CREATE', 'DROP', 'ALTER', 'TRUNCATE'].includes(word) ? 'DDL' : 'UTILITY';
}
