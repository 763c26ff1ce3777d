import type {Client} from 'pg';
import type {LoadLog, LoadRecord, QueryRecord} from './load-log.js';
import {errorRows, fileRows, historyRows, stateRows} from './load-rows.js';
import {queryRows, recentRows} from './query-rows.js';
import type {Rows} from './rows.js';

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
	const completed = [
		...loads.filter(({status}) => status !== 'running'),
		...queries.filter(({endTime}) => endTime !== undefined),
	];
	const tables = [
		historyRows(loads),
		stateRows(loads),
		...loads.flatMap(load => newRows(load)),
		recentRows(queries),
		queryRows(queries),
	];
	for (const rows of tables) await insert(client, rows);
	await client.query('COMMIT');
	for (const record of completed) finished.add(record);
}

function newRows(load: LoadRecord): readonly Rows[] {
	const {files, errors} = written.get(load) ?? {files: 0, errors: 0};
	written.set(load, {files: load.files.length, errors: load.errors.length});
	return [...fileRows(load, files), ...errorRows(load, errors)];
}

async function insert(client: Client, {table, columns, rows}: Rows): Promise<void> {
	if (rows.length === 0) return;
	const names = columns.map(column => `"${column}"`).join(', ');
	const records = rows.map(row => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
	// Takes the column types from the table.
	await client.query(
		`INSERT INTO redshift_double.${table} (${names})
		SELECT ${names} FROM json_populate_recordset(NULL::redshift_double.${table}, $1)`,
		[JSON.stringify(records)],
	);
}
