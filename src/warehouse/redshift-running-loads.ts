import {stagingTable} from '../source/staging-columns.js';
import type {SystemViews} from './system-views.js';
import type {Row, RunningLoad} from './warehouse.js';

const tables: ReadonlySet<string> = new Set(Object.values(stagingTable));

/**
Loads into the staging tables that run in other sessions: those that the history of loads tells, else the statements
that a provisioned cluster says it runs, else none. The views name no schema, so that a load into a table of the same
name in another schema of the database is told as well.
@param session The session that is this program's own.
*/
export async function findRunningLoads(
	views: SystemViews,
	database: string,
	session: number,
): Promise<readonly RunningLoad[]> {
	const loads =
		(await views.rows('running-loads', {database, session}))?.map(toLoad) ??
		(await views.rows('running-copies', {database, session}))?.map(toCopy) ??
		[];
	return loads.filter(({table}) => tables.has(table));
}

function toLoad([session, table, since, ...figures]: Row): RunningLoad {
	const [rows, filesTotal, files, bytesTotal, bytes, rejected] = figures.map(Number) as number[];
	return {
		session: Number(session),
		// A table may be told with its schema: a guess.
		table: String(table).split('.').at(-1)!,
		since: seconds(since),
		progress: {
			rows: rows!,
			files: files!,
			filesTotal: filesTotal!,
			bytes: bytes!,
			bytesTotal: bytesTotal!,
			rejected: rejected!,
		},
	};
}

function toCopy([session, sql, since, ...figures]: Row): RunningLoad {
	const [, table = ''] = /\bCOPY\s+(?:\w+\.)?(\w+)/i.exec(withoutComments(String(sql))) ?? [];
	const [rows, filesTotal, files, bytesTotal, bytes] = figures.map(Number) as number[];
	const known = figures.every(figure => figure !== null);
	return {
		session: Number(session),
		table: table.toLowerCase(),
		since: seconds(since),
		progress: known
			? {rows: rows!, files: files!, filesTotal: filesTotal!, bytes: bytes!, bytesTotal: bytesTotal!}
			: {},
	};
}

function withoutComments(sql: string): string {
	return sql.replaceAll(/--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\//g, ' ').replace(/^\s*SELECT\b.*/is, '');
}

/** `2018-11-01 21:01:46` of a time with milliseconds. */
function seconds(time: Row[number] | undefined): string {
	return String(time).slice(0, 19);
}
