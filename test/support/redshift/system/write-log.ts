import type {Client} from 'pg';
import type {LoadError, LoadLog, LoadRecord, QueryRecord} from './load-log.js';

/** Rows of a system view, by its name. */
type Rows = Readonly<Record<string, ReadonlyArray<Readonly<Record<string, unknown>>>>>;

/** A cluster with one node of two slices. */
export const slices = 2;
/** The double's user. The views treat it as a regular user: the superuser's id is 1. */
const userId = 100;
/** "updated every 1,000,000 records" [L:r_STV_LOAD_STATE]; updating file counts more often is a guess. */
const recordsPerUpdate = 1_000_000;

/** Number of files and errors already written for each load. */
const written = new WeakMap<LoadRecord, {readonly files: number; readonly errors: number}>();
/** Records that are finished and written, and need no further writes. */
const finished = new WeakSet<LoadRecord | QueryRecord>();

/** Brings the tables behind the system views up to date in one transaction. */
export async function writeLog(client: Client, log: LoadLog): Promise<void> {
	const loads = log.loads.filter(load => !finished.has(load));
	const queries = log.queries.filter(query => !finished.has(query));
	await client.query('BEGIN');
	// TRUNCATE would wait for every transaction that has read the table.
	for (const table of ['stv_recents', 'stv_load_state'])
		await client.query(`DELETE FROM redshift_double.${table}`);
	for (const [table, records] of [
		['sys_load_history', loads],
		['sys_query_history', queries],
	] as const)
		await client.query(`DELETE FROM redshift_double.${table} WHERE query_id = ANY ($1)`, [
			records.map(({queryId}) => queryId),
		]);
	// Take one snapshot, because loads and queries continue while their rows are written.
	const completed = [...loads, ...queries].filter(({endTime}) => endTime !== undefined);
	const running = {
		sys_load_history: loads.map(historyRow),
		stv_load_state: loads.filter(({status}) => status === 'running').flatMap(stateRows),
		stv_recents: queries.filter(({endTime}) => endTime === undefined).map(recentRow),
		sys_query_history: queries.map(queryRow),
	};
	for (const rows of [running, ...loads.map(newRows)]) await insert(client, rows);
	await client.query('COMMIT');
	for (const record of completed) finished.add(record);
}

/** Takes the columns and their types from the table; columns without a value are NULL. */
async function insert(client: Client, rows: Rows): Promise<void> {
	for (const [table, values] of Object.entries(rows))
		if (values.length > 0)
			await client.query(
				`INSERT INTO redshift_double.${table}
				SELECT * FROM json_populate_recordset(NULL::redshift_double.${table}, $1)`,
				[JSON.stringify(values)],
			);
}

/** A row for each running or finished COPY [L:SYS_LOAD_HISTORY]. */
function historyRow(load: LoadRecord) {
	return {
		...sysColumns(load),
		status: load.status,
		table_name: load.table,
		start_time: load.startTime,
		end_time: load.endTime,
		duration: microseconds(load),
		data_source: load.dataSource,
		file_format: 'json',
		loaded_rows: load.loadedRows,
		loaded_bytes: load.loadedBytes,
		source_file_count: load.sourceFiles.length,
		source_file_bytes: sum(load.sourceFiles),
		file_count_scanned: load.files.length,
		file_bytes_scanned: sum(load.files),
		error_count: load.errors.length,
	};
}

/** A row per slice of a running load; STV views show only the present [D:c_intro_STV_tables]. */
function stateRows(load: LoadRecord) {
	return Array.from({length: slices}, (_, slice) => {
		const source = load.sourceFiles.filter((_, index) => index % slices === slice);
		const done = load.files.filter(file => file.slice === slice);
		const updates = Math.floor(load.loadedRows / recordsPerUpdate);
		const [bytes, loaded] = [sum(source), updates > 0 ? sum(done) : 0];
		return {
			userid: userId,
			session: load.session,
			query: load.queryId,
			slice,
			pid: load.session,
			recordtime: new Date(),
			bytes_to_load: bytes,
			bytes_loaded: loaded,
			lines: updates * recordsPerUpdate,
			num_files: source.length,
			num_files_complete: done.length,
			current_file: source[done.length]?.name,
			pct_complete: bytes === 0 ? 0 : Math.floor((loaded * 100) / bytes),
		};
	});
}

/** The files and errors of a load that are not written yet. */
function newRows(load: LoadRecord): Rows {
	const {files: oldFiles, errors: oldErrors} = written.get(load) ?? {files: 0, errors: 0};
	written.set(load, {files: load.files.length, errors: load.errors.length});
	const files = load.files.slice(oldFiles);
	const errors = load.errors.slice(oldErrors);
	return {
		// [L:SYS_LOAD_DETAIL]
		sys_load_detail: files.map(({name, bytes, lines, startTime, endTime}) => ({
			user_id: userId,
			query_id: load.queryId,
			file_name: name,
			bytes_scanned: bytes,
			lines_scanned: lines,
			record_time: endTime,
			start_time: startTime,
			end_time: endTime,
		})),
		stl_load_commits: files.map(({name, slice, lines, endTime}) => ({
			userid: userId,
			query: load.queryId,
			slice,
			filename: name,
			lines_scanned: lines,
			curtime: endTime,
			status: 1,
			file_format: 'JSON',
		})),
		stl_load_errors: errors.map(error => stlError(load, error)),
		// Without the raw line.
		sys_load_error_detail: errors.map(error => ({
			...sysColumns(load),
			table_id: load.tableId,
			start_time: load.startTime,
			file_name: error.file,
			line_number: error.line,
			column_name: error.column,
			column_type: error.type,
			column_length: error.length,
			position: 0,
			error_code: error.code,
			error_message: error.reason,
		})),
	};
}

function stlError(load: LoadRecord, error: LoadError) {
	return {
		userid: userId,
		slice: error.slice,
		tbl: load.tableId,
		starttime: load.startTime,
		session: load.session,
		query: load.queryId,
		filename: error.file,
		line_number: error.line,
		colname: error.column,
		type: error.type,
		col_length: error.length,
		position: 0,
		raw_line: periods(error.rawLine),
		raw_field_value: periods(error.rawValue),
		err_code: error.code,
		err_reason: error.reason.slice(0, 100),
	};
}

/** A running statement [L:r_STV_RECENTS]. */
function recentRow(query: QueryRecord) {
	return {
		userid: userId,
		status: 'Running',
		starttime: query.startTime,
		duration: microseconds(query),
		user_name: query.user,
		db_name: query.database,
		query: query.text.slice(0, 600),
		pid: query.session,
	};
}

/** [L:SYS_QUERY_HISTORY] */
function queryRow(query: QueryRecord) {
	const {text, startTime, endTime, error, rows} = query;
	const elapsed = microseconds(query);
	return {
		...sysColumns(query),
		query_type: (/[a-z]+/i.exec(text)?.[0] ?? '').toUpperCase(),
		status: endTime === undefined ? 'running' : error === '' ? 'success' : 'failed',
		start_time: startTime,
		end_time: endTime,
		elapsed_time: elapsed,
		queue_time: 0,
		execution_time: elapsed,
		error_message: error.slice(0, 512),
		returned_rows: rows,
		query_text: text.slice(0, 4000),
	};
}

function sysColumns({queryId, session, database}: LoadRecord | QueryRecord) {
	return {
		user_id: userId,
		query_id: queryId,
		transaction_id: queryId,
		session_id: session,
		database_name: database,
	};
}

/** "Multibyte characters in the load data are replaced with a period", in CHAR(1024) [L:r_STL_LOAD_ERRORS]. */
function periods(text: string): string {
	return text.slice(0, 1024).replaceAll(/[^\x01-\x7f]/gu, '.');
}

/** The time that a record has taken until its end or until now. */
function microseconds({startTime, endTime = new Date()}: LoadRecord | QueryRecord): number {
	return (endTime.getTime() - startTime.getTime()) * 1000;
}

function sum(sized: ReadonlyArray<{readonly bytes: number}>): number {
	return sized.reduce((total, {bytes}) => total + bytes, 0);
}
