import type {LoadError, LoadRecord} from './load-log.js';
import {microseconds, type Rows, rowsFor, userId, utc} from './rows.js';

/** A cluster with one node of two slices. */
export const slices = 2;
/** "updated every 1,000,000 records" [L:r_STV_LOAD_STATE]; updating file counts more often is a guess. */
const recordsPerUpdate = 1_000_000;
const maxFileName = 256;

/** SYS_LOAD_HISTORY: a row for each running or finished COPY [L:SYS_LOAD_HISTORY]. */
export function historyRows(loads: readonly LoadRecord[]): Rows {
	return rowsFor(
		'sys_load_history',
		`user_id query_id transaction_id session_id database_name status table_name start_time end_time duration data_source
		file_format loaded_rows loaded_bytes source_file_count source_file_bytes file_count_scanned file_bytes_scanned
		error_count copy_job_id`,
		loads.map(load => [
			...[userId, load.queryId, load.transactionId, load.session, load.database, load.status, load.table],
			...[
				utc(load.startTime),
				utc(load.endTime),
				microseconds(load.startTime, load.endTime),
				load.dataSource,
			],
			...['json', load.loadedRows, load.loadedBytes, load.sourceFiles.length, sum(load.sourceFiles)],
			...[load.files.length, sum(load.files), load.errors.length, 0],
		]),
	);
}

/** STV_LOAD_STATE: a row per slice of each running load; STV views show only the present [D:c_intro_STV_tables]. */
export function stateRows(loads: readonly LoadRecord[]): Rows {
	return rowsFor(
		'stv_load_state',
		`userid session query slice pid recordtime bytes_to_load bytes_loaded bytes_to_load_compressed
		bytes_loaded_compressed lines num_files num_files_complete current_file pct_complete`,
		loads
			.filter(load => load.status === 'running')
			.flatMap(load => Array.from({length: slices}, (_, slice) => stateRow(load, slice))),
	);
}

function stateRow(load: LoadRecord, slice: number) {
	const source = load.sourceFiles.filter((_, index) => index % slices === slice);
	const done = load.files.filter(file => file.slice === slice);
	const updates = Math.floor(load.loadedRows / recordsPerUpdate);
	const [bytes, loaded] = [sum(source), updates > 0 ? sum(done) : 0];
	return [
		...[
			userId,
			load.session,
			load.queryId,
			slice,
			load.session,
			utc(new Date()),
			bytes,
			loaded,
			bytes,
			loaded,
		],
		...[updates * recordsPerUpdate, source.length, done.length],
		...[source[done.length]?.name.slice(0, maxFileName) ?? ''],
		...[bytes === 0 ? 0 : Math.floor((loaded * 100) / bytes)],
	];
}

/** SYS_LOAD_DETAIL and STL_LOAD_COMMITS: a row for each file, starting at index `from` [L:SYS_LOAD_DETAIL]. */
export function fileRows(load: LoadRecord, from: number): readonly Rows[] {
	const files = load.files.slice(from).map(file => ({...file, name: file.name.slice(0, maxFileName)}));
	return [
		rowsFor(
			'sys_load_detail',
			'user_id query_id file_name bytes_scanned lines_scanned record_time splits_scanned start_time end_time',
			files.map(({name, bytes, lines, startTime, endTime}) => [
				...[userId, load.queryId, name, bytes, lines, utc(endTime), 0, utc(startTime), utc(endTime)],
			]),
		),
		rowsFor(
			'stl_load_commits',
			`userid query slice name filename byte_offset lines_scanned errors curtime status file_format is_partial
			start_offset copy_job_id`,
			files.map(({name, slice, lines, endTime}) => [
				...[userId, load.queryId, slice, '', name, 0, lines, -1, utc(endTime), 1, 'JSON', 0, 0, 0],
			]),
		),
	];
}

/** STL_LOAD_ERRORS, and SYS_LOAD_ERROR_DETAIL without the raw line, starting at index `from`. */
export function errorRows(load: LoadRecord, from: number): readonly Rows[] {
	const errors = load.errors.slice(from);
	return [
		rowsFor(
			'stl_load_errors',
			`userid slice tbl starttime session query filename line_number colname type col_length position raw_line
			raw_field_value err_code err_reason is_partial start_offset copy_job_id`,
			errors.map(error => [
				...[userId, error.slice, load.tableId, utc(load.startTime), load.session, load.queryId],
				...[...placeOf(error), periods(error.rawLine), periods(error.rawValue), error.code],
				...[error.reason.slice(0, 100), 0, 0, 0],
			]),
		),
		rowsFor(
			'sys_load_error_detail',
			`user_id query_id transaction_id session_id database_name table_id start_time file_name line_number column_name
			column_type column_length position error_code error_message`,
			errors.map(error => [
				...[userId, load.queryId, load.transactionId, load.session, load.database, load.tableId],
				...[utc(load.startTime), ...placeOf(error), error.code, error.reason.slice(0, 512)],
			]),
		),
	];
}

function placeOf({file, line, column, type, length, position}: LoadError) {
	return [file.slice(0, maxFileName), line, column, type, length, position];
}

/** "Multibyte characters in the load data are replaced with a period", in CHAR(1024) [L:r_STL_LOAD_ERRORS]. */
function periods(text: string): string {
	return text
		.slice(0, 1024)
		.replaceAll(/[^\x00-\x7f]/gu, '.')
		.replaceAll('\0', '.');
}

function sum(sized: ReadonlyArray<{readonly bytes: number}>): number {
	return sized.reduce((total, {bytes}) => total + bytes, 0);
}
