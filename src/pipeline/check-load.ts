import {DataError} from '../errors.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {type LoadRecord, type LoadRecords, loadsQuery, parseLoads} from './load-records.js';
import {type FilledTable, type OwnedTable, stageOf, type TableCounts} from './owned-tables.js';
import {plural} from './plural.js';
import {readRows} from './read-rows.js';
import {describeSourceId, isSameSource, type SourceId} from './source-id.js';
import type {Loss} from './stage.js';

type LoadSql = Pick<Warehouse, 'query' | 'schema'>;

/** What `staging_loads` says inside the transaction that is open. */
export async function loadsInTransaction(
	warehouse: LoadSql,
	options: StatementOptions,
): Promise<LoadRecords> {
	return parseLoads(await readRows(warehouse, loadsQuery(warehouse), options));
}

/** Row counts inside the transaction that is open. */
export async function countInTransaction(
	warehouse: LoadSql,
	tables: readonly OwnedTable[],
	options: StatementOptions,
): Promise<TableCounts> {
	const sql = tables
		.map((table, index) => `SELECT ${index} AS place, count(*) AS found FROM "${table}"`)
		.join('\nUNION ALL\n');
	const rows = await readRows(warehouse, sql, options);
	return Object.fromEntries(rows.map(([index, found]) => [tables[Number(index)], Number(found)]));
}

/**
Makes sure that no other load has touched the tables since this session last looked: what the user saw, and confirmed,
is what the stage finds.
@throws DataError that names the other load
*/
export function requireSameLoads(
	tables: readonly FilledTable[],
	seen: LoadRecords | undefined,
	now: LoadRecords,
): void {
	if (seen === undefined) return;
	for (const table of tables) {
		if (seen[table]?.runId === now[table]?.runId) continue;
		throw new DataError({
			message: `Another load has changed ${table} since this one last looked. Nothing was changed here.`,
			where: table,
			...(now[table] !== undefined && {detail: `${table} was loaded ${provenance(now[table])}.`}),
			advice: 'Look at the stages again: what is loaded now is shown there. Then continue, or load again.',
		});
	}
}

/** @throws DataError where tables hold more rows than the user was shown. */
export function requireConfirmed(confirmed: readonly Loss[] | undefined, counts: TableCounts): void {
	if (confirmed === undefined) return;
	for (const [table, rows] of Object.entries(counts)) {
		const shown = confirmed.find(loss => loss.table === table)?.rows ?? 0;
		if (rows <= shown) continue;
		throw new DataError({
			message: `${table} holds ${plural(rows, 'row')} now; ${shown.toLocaleString('en-US')} were shown before. Nothing was changed.`,
			where: table,
			advice: 'Look at what the stage would remove now, then confirm again.',
		});
	}
}

/**
Makes sure that tables hold what was loaded into them, all in one load and from the source of this session.
@throws DataError that names the stage to run
*/
export function requireLoaded(
	tables: readonly FilledTable[],
	loads: LoadRecords,
	counts: TableCounts,
	source: SourceId,
): void {
	for (const table of tables) {
		const record = loads[table];
		const stage = stageOf(table);
		const rows = counts[table] ?? 0;
		if (record === undefined) {
			throw new DataError({
				message:
					rows === 0
						? `${table} is not loaded yet.`
						: `${table} holds ${plural(rows, 'row')} that no stage has loaded.`,
				where: table,
				advice: `Run ${stage} first.`,
			});
		}
		if (rows !== record.rows) {
			throw new DataError({
				message: `${table} holds ${plural(rows, 'row')}, but ${record.rows.toLocaleString('en-US')} were loaded into it.`,
				where: table,
				detail: `It was loaded ${provenance(record)}; rows were added or removed since.`,
				advice: `Run ${stage} again.`,
			});
		}
		if (!isSameSource(record, source)) {
			throw new DataError({
				message: `${table} was loaded from another source: ${describeSourceId(record)}.`,
				where: table,
				detail: `It was loaded ${provenance(record)}. This session reads ${describeSourceId(source)}.`,
				advice: `Run ${stage} to load it from here, or name the other source with --data or in dwh.cfg.`,
			});
		}
	}
	const [first, ...others] = tables.flatMap(table => loads[table] ?? []);
	const odd = others.find(record => record.loadId !== first?.loadId);
	if (first === undefined || odd === undefined) return;
	throw new DataError({
		message: `${first.table} and ${odd.table} are from different loads.`,
		where: odd.table,
		detail: `${first.table} was loaded ${provenance(first)}, ${odd.table} ${provenance(odd)}.`,
		advice: `Run ${stageOf(first.finishedAt < odd.finishedAt ? first.table : odd.table)} again.`,
	});
}

/** `from /data on 2018-11-30 12:00:00 UTC by ada on laptop` */
export function provenance(record: LoadRecord): string {
	const at = record.finishedAt.slice(0, 'YYYY-MM-DD HH:MM:SS'.length);
	return `from ${describeSourceId(record)} on ${at} UTC by ${record.user} on ${record.host}`;
}
