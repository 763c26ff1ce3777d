import {stagingTable} from '../../source/staging-columns.js';
import {codeTokens} from '../../sql/scanner.js';
import {firstWord} from '../../sql/statement-kind.js';
import type {Row, RunningLoad} from '../warehouse.js';
import type {SystemViews} from './system-views.js';

const tables: ReadonlySet<string> = new Set(Object.values(stagingTable));

/**
Finds loads into the staging tables in other sessions, from the load history, or from the running statements of a
provisioned cluster if that is not available. The views do not name the schema, so loads into tables with the same name in
other schemas are included.
@param session This program's own session.
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
		// The name may include the schema: a guess.
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
	const [rows, filesTotal, files, bytesTotal, bytes] = figures.map(Number) as number[];
	const known = figures.every(figure => figure !== null);
	return {
		session: Number(session),
		table: copiedTable(String(sql)) ?? '',
		since: seconds(since),
		progress: known
			? {rows: rows!, files: files!, filesTotal: filesTotal!, bytes: bytes!, bytesTotal: bytesTotal!}
			: {},
	};
}

/** The table of a COPY, without its schema. */
function copiedTable(sql: string): string | undefined {
	if (firstWord(sql) === 'select') return undefined;
	const names = codeTokens(sql, {backslashEscapes: true}).map(({name}) => name);
	const at = names.indexOf('copy') + 1;
	return at === 0 ? undefined : names[names[at + 1] === '.' ? at + 2 : at];
}

/** Truncates a time to seconds: `2018-11-01 21:01:46`. */
function seconds(time: Row[number] | undefined): string {
	return String(time).slice(0, 19);
}
