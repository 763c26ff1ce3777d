import {DataError} from '../errors.js';
import {count, plural} from '../format/figures.js';
import {stageOf} from '../star/stages.js';
import type {FilledTable, OwnedTable, TableCounts} from '../star/tables.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';
import {type LoadRecord, type LoadRecords, loadsQuery, parseLoads} from './load-records.js';
import type {Loss} from './losses.js';
import {describeSourceId, isSameSource, type SourceId} from './source-id.js';

type LoadSql = Pick<Warehouse, 'read' | 'schema'>;

/** Reads `staging_loads` inside the open transaction. */
export async function loadsInTransaction(
	warehouse: LoadSql,
	options: StatementOptions,
): Promise<LoadRecords> {
	return parseLoads((await warehouse.read(loadsQuery(warehouse), options)).rows);
}

/** Counts rows inside the open transaction. */
export async function countInTransaction(
	warehouse: LoadSql,
	tables: readonly OwnedTable[],
	options: StatementOptions,
): Promise<TableCounts> {
	const sql = tables
		.map((table, index) => `SELECT ${index} AS place, count(*) AS found FROM "${table}"`)
		.join('\nUNION ALL\n');
	const {rows} = await warehouse.read(sql, options);
	return Object.fromEntries(rows.map(([index, found]) => [tables[Number(index)], Number(found)]));
}

/**
Checks that no other load changed the tables since this session last read them, so that the stage acts on the data the
user saw and confirmed.
@throws DataError naming the other load
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
			message: `Another load changed ${table} since this session last read it. This stage changed nothing.`,
			where: table,
			...(now[table] !== undefined && {detail: `${table} was loaded ${provenance(now[table])}.`}),
			advice: 'Review the stages, which now show what is loaded. Then continue, or load again.',
		});
	}
}

/** @throws DataError when a table holds more rows than the user was shown */
export function requireConfirmed(confirmed: readonly Loss[] | undefined, counts: TableCounts): void {
	if (confirmed === undefined) return;
	for (const [table, rows] of Object.entries(counts)) {
		const shown = confirmed.find(loss => loss.table === table)?.rows ?? 0;
		if (rows <= shown) continue;
		throw new DataError({
			message: `${table} now holds ${plural(rows, 'row')}; the plan showed ${count(shown)}. Nothing was changed.`,
			where: table,
			advice: 'Review what the stage would remove now, then confirm again.',
		});
	}
}

/**
Checks that the tables hold what was loaded into them, all in one load and from this session's source.
@throws DataError naming the stage to run
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
						: `${table} holds ${plural(rows, 'row')} that no stage loaded.`,
				where: table,
				advice: `Run ${stage} first.`,
			});
		}
		if (rows !== record.rows) {
			throw new DataError({
				message: `${table} holds ${plural(rows, 'row')}, but ${count(record.rows)} were loaded into it.`,
				where: table,
				detail: `It was loaded ${provenance(record)}; rows were added or removed afterwards.`,
				advice: `Run ${stage} again.`,
			});
		}
		if (!isSameSource(record, source)) {
			throw new DataError({
				message: `${table} was loaded from another source: ${describeSourceId(record)}.`,
				where: table,
				detail: `It was loaded ${provenance(record)}. This session reads ${describeSourceId(source)}.`,
				advice: `Run ${stage} to load it from here, or set the other source with --data or in dwh.cfg.`,
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
function provenance(record: LoadRecord): string {
	const at = record.finishedAt.slice(0, 'YYYY-MM-DD HH:MM:SS'.length);
	return `from ${describeSourceId(record)} on ${at} UTC by ${record.user} on ${record.host}`;
}
