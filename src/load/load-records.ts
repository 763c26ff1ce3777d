import {statement, statements} from '../sql/statements.js';
import type {FilledTable} from '../star/tables.js';
import {engineSql} from '../warehouse/engine-sql.js';
import type {Row, StatementOptions, Value, Warehouse} from '../warehouse/warehouse.js';
import type {SourceId} from './source-id.js';

/** A row of `staging_loads`: what a stage recorded about the table it filled. */
export type LoadRecord = SourceId & {
	readonly table: FilledTable;
	/** Shared by all tables that were loaded together. */
	readonly loadId: string;
	/** New for each run of a stage. */
	readonly runId: string;
	/** Figures of a staging table's files; null if they could not be listed, and for star tables. */
	readonly files: number | null;
	readonly bytes: number | null;
	readonly fingerprint: string | null;
	/** Records read; null for star tables. */
	readonly records: number | null;
	readonly rows: number;
	readonly rejected: number;
	/** The operating system user who ran the stage, and the machine. */
	readonly user: string;
	readonly host: string;
	/** By the warehouse's clock: `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
	readonly finishedAt: string;
};

export type LoadRecords = Readonly<Partial<Record<FilledTable, LoadRecord>>>;

/** Columns of `staging_loads`. A table of that name with other columns comes from another version or another program. */
export const loadColumns = [
	'table_name',
	'load_id',
	'run_id',
	'log_data',
	'song_data',
	'jsonpaths',
	'files',
	'bytes',
	'fingerprint',
	'records',
	'rows_loaded',
	'rows_rejected',
	'loaded_by',
	'host',
	'finished_at',
] as const;

export function loadsQuery({schema}: Pick<Warehouse, 'schema'>): string {
	return statement('staging/read-loads', {schema: schema ?? null});
}

/** @param rows The result of `loadsQuery`. */
export function parseLoads(rows: readonly Row[]): LoadRecords {
	return Object.fromEntries(rows.map(row => [String(row[0]), parseLoad(row)]));
}

/** Replaces a table's record in the open transaction. The warehouse sets the finish time. */
export async function recordLoad(
	warehouse: Pick<Warehouse, 'engine' | 'run'>,
	record: Omit<LoadRecord, 'finishedAt'>,
	options: StatementOptions,
): Promise<void> {
	for (const sql of recordLoadScript(warehouse, record)) await warehouse.run(sql, options);
}

function recordLoadScript(
	warehouse: Pick<Warehouse, 'engine'>,
	record: Omit<LoadRecord, 'finishedAt'>,
): readonly string[] {
	return [
		...statements('staging/clear-load', {table_name: record.table}),
		...statements(engineSql(warehouse, 'record-load'), {
			table_name: record.table,
			load_id: record.loadId,
			run_id: record.runId,
			log_data: record.logData,
			song_data: record.songData,
			jsonpaths: record.jsonPaths,
			files: record.files,
			bytes: record.bytes,
			fingerprint: record.fingerprint,
			records: record.records,
			rows_loaded: record.rows,
			rows_rejected: record.rejected,
			loaded_by: record.user,
			host: record.host,
		}),
	];
}

function parseLoad(row: Row): LoadRecord {
	const text = (index: number) => String(row[index] ?? '');
	const [, , , , , jsonPaths, files, bytes, fingerprint, records, rows, rejected] = row;
	return {
		table: text(0) as FilledTable,
		loadId: text(1),
		runId: text(2),
		logData: text(3),
		songData: text(4),
		jsonPaths: textOrNull(jsonPaths),
		files: numberOrNull(files),
		bytes: numberOrNull(bytes),
		fingerprint: textOrNull(fingerprint),
		records: numberOrNull(records),
		rows: Number(rows),
		rejected: Number(rejected),
		user: text(12),
		host: text(13),
		finishedAt: text(14),
	};
}

function textOrNull(value: Value | undefined): string | null {
	return value === null || value === undefined ? null : String(value);
}

function numberOrNull(value: Value | undefined): number | null {
	return value === null || value === undefined ? null : Number(value);
}
