import {plural} from '../format/figures.js';
import {statements} from '../sql/statements.js';
import type {StageId} from '../star/stages.js';
import {
	type FilledTable,
	type OwnedTable,
	type StarTable,
	stagingTables,
	type TableCounts,
} from '../star/tables.js';
import {whoLoads} from '../warehouse/who.js';
import {
	countInTransaction,
	loadsInTransaction,
	requireConfirmed,
	requireLoaded,
	requireSameLoads,
} from './check-load.js';
import {insertsOf, lossesAfter, type StatementPlan} from './dry-run.js';
import {recordLoad} from './load-records.js';
import {lossesOf} from './losses.js';
import {pollProgress} from './poll-progress.js';
import {withTables} from './rolled-back.js';
import type {StageBehavior} from './stage.js';
import {requireTables} from './survey.js';

const emptyTablesNote = 'The tables do not exist yet; this plan assumes empty ones.';

/** Fills a table of the star schema from other tables, by `sql/transform/<table>.sql`. */
export function transformBehavior(
	id: StageId,
	table: StarTable,
	reads: readonly FilledTable[],
): StageBehavior {
	const inputs = [...new Set([...stagingTables, ...reads])];
	const script = () => statements(`transform/${table}`);
	return {
		sql: script,
		async plan({facts}) {
			return {stage: id, sql: script(), ...lossesOf(id, facts), ...describeTables(facts.counts, reads)};
		},
		async dryRun({warehouse, signal, after, facts}) {
			const {counts} = facts;
			const plans = await withTables(warehouse, counts, [...reads, table], {signal}, async () => {
				const explained: StatementPlan[] = [];
				for (const sql of insertsOf(script()))
					explained.push({sql, steps: await warehouse.explain(sql, {signal})});
				return explained;
			});
			return {
				stage: id,
				ok: true,
				findings: {type: 'plans', plans},
				destroys: lossesAfter(after, id, facts),
				notes: counts[table] === undefined ? [emptyTablesNote] : [],
			};
		},
		async run({warehouse, signal, onProgress, sourceId, runId, seen, confirmed}) {
			await requireTables(warehouse, [...inputs, table], {signal});
			const {counted, rowsBefore} = await pollProgress(warehouse, onProgress, () =>
				warehouse.transaction(
					async () => {
						const loads = await loadsInTransaction(warehouse, {signal});
						requireSameLoads([...inputs, table], seen, loads);
						const counts = await countInTransaction(warehouse, [...inputs, table], {signal});
						requireConfirmed(confirmed, {[table]: counts[table]});
						requireLoaded(inputs, loads, counts, sourceId);
						// The last statement fills the table, which the first one empties.
						let filled = 0;
						for (const sql of script()) filled = await warehouse.run(sql, {signal});
						const noFiles = {files: null, bytes: null, fingerprint: null, records: null};
						const {loadId} = loads.staging_events!;
						await recordLoad(
							warehouse,
							{table, loadId, runId, ...sourceId, ...noFiles, rows: filled, rejected: 0, ...whoLoads()},
							{signal},
						);
						return {counted: {...counts, [table]: filled}, rowsBefore: counts[table] ?? 0};
					},
					{signal, locksLoads: true},
				),
			);
			const rows = counted[table] ?? 0;
			return {rows, rowsBefore, rejected: 0, runId, summary: `${plural(rows, 'row')} in ${table}`, counted};
		},
	};
}

/** Describes the tables that a stage reads for its plan. */
export function describeTables(
	counts: TableCounts,
	tables: readonly OwnedTable[],
): {readonly reads: readonly string[]; readonly notes: readonly string[]} {
	const there = tables.filter(table => counts[table] !== undefined);
	const missing = tables.filter(table => counts[table] === undefined);
	return {
		reads: there.map(table => `${table}, ${plural(counts[table] ?? 0, 'row')}`),
		notes: missing.map(table => `The table ${table} does not exist yet. create-tables creates it.`),
	};
}
