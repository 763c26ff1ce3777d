import {randomUUID} from 'node:crypto';
import {plural} from '../format/figures.js';
import type {RecordKind} from '../source/source.js';
import {stagingTable} from '../source/staging-columns.js';
import type {StageId} from '../star/stages.js';
import {type StagingTable, stagingTables} from '../star/tables.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import {describeReject} from '../warehouse/staging-tally.js';
import type {StagedRows, StageOptions} from '../warehouse/warehouse.js';
import {whoLoads} from '../warehouse/who.js';
import {countInTransaction, loadsInTransaction, requireConfirmed, requireSameLoads} from './check-load.js';
import {describeSource} from './describe-source.js';
import {checkAll, lossesAfter, succeeds} from './dry-run.js';
import {keepRejects} from './keep-rejects.js';
import {type LoadRecords, recordLoad} from './load-records.js';
import {lossesOf} from './losses.js';
import {withTables} from './rolled-back.js';
import {loadsInto, refuseConcurrentLoad} from './running-loads.js';
import {SchemaDriftError} from './schema-drift-error.js';
import {isSameSource, type SourceId} from './source-id.js';
import type {SqlContext, StageBehavior, StageContext, StageResult} from './stage.js';
import {requireTables} from './survey.js';

/** Fills a staging table from the files of a kind. */
export function stagingBehavior(id: StageId, kind: RecordKind, table: StagingTable): StageBehavior {
	const tables = [table, 'staging_rejects', 'staging_loads'] as const;
	const sql = ({warehouse, source, maxErrors}: SqlContext) => warehouse.stagingSql(kind, source, maxErrors);
	return {
		sql,
		async plan(context) {
			const {warehouse, facts, listing = {why: 'The files were not listed.'}} = context;
			const running = await loadsInto(warehouse, table);
			return {
				stage: id,
				sql: sql(context),
				...lossesOf(id, facts),
				...(await describeSource(listing, kind, warehouse)),
				...(running.length > 0 && {running}),
			};
		},
		async dryRun({warehouse, source, maxErrors, schemaDrift, signal, onProgress, after, facts}) {
			const {counts} = facts;
			await refuseConcurrentLoad(warehouse, table);
			let notes: readonly string[] = [];
			const findings = await checkAll(maxErrors, async () => {
				const checked = await withTables(warehouse, counts, tables, {signal}, () =>
					warehouse.check(kind, source, {
						maxErrors: Number.POSITIVE_INFINITY,
						schemaDrift,
						signal,
						onProgress,
					}),
				);
				notes = [...(checked.warnings ?? []), ...(checked.notes ?? [])];
				return checked;
			});
			return {
				stage: id,
				ok: succeeds(findings),
				findings,
				destroys: lossesAfter(after, id, facts),
				notes,
			};
		},
		async run(context) {
			const {warehouse, signal, runId} = context;
			await requireTables(warehouse, tables, {signal});
			await refuseConcurrentLoad(warehouse, table);
			const {staged, rows, rowsBefore} = await load(context, kind);
			return {
				rows,
				rowsBefore,
				records: staged.records,
				rejected: staged.rejected,
				rejects: staged.firstRejects.map(describeReject),
				runId,
				...noticesOf(staged),
				summary: describe({...staged, rows}, table),
				counted: {[table]: rows},
			};
		},
	};
}

type Filled = {
	readonly staged: StagedRows;
	/** Rows in the table after the load. */
	readonly rows: number;
	readonly rowsBefore: number;
};

async function load(context: StageContext, kind: RecordKind): Promise<Filled> {
	const {warehouse, runId, signal} = context;
	try {
		return await warehouse.transaction(async () => fillStaging(context, kind), {signal, locksLoads: true});
	} catch (error) {
		if (error instanceof RejectedError) throw await keepRejects(warehouse, stagingTable[kind], runId, error);
		throw error;
	}
}

export type FillContext = Omit<StageContext, 'onProgress' | 'signal' | 'schemaDrift'> &
	Pick<StageOptions, 'onProgress' | 'signal' | 'schemaDrift'>;

/** Stages the records of one kind and records the load, in the open transaction. */
export async function fillStaging(
	{warehouse, source, sourceId, seen, confirmed, ...options}: FillContext,
	kind: RecordKind,
): Promise<Filled> {
	const table = stagingTable[kind];
	const {signal, runId} = options;
	const loads = await loadsInTransaction(warehouse, {signal});
	requireSameLoads([table], seen, loads);
	const before = await countInTransaction(warehouse, [table], {signal});
	requireConfirmed(confirmed, before);
	const staged = await warehouse.stage(kind, source, options);
	if (staged.drift !== undefined) throw new SchemaDriftError(staged.drift);
	const {[table]: rows = 0} = await countInTransaction(warehouse, [table], {signal});
	const {inventory} = staged;
	await recordLoad(
		warehouse,
		{
			table,
			loadId: loadIdFor(table, loads, sourceId),
			runId,
			...sourceId,
			files: inventory?.files.length ?? null,
			bytes: inventory?.bytes ?? null,
			fingerprint: inventory?.fingerprint ?? null,
			records: staged.records,
			rows,
			rejected: staged.rejected,
			...whoLoads(),
		},
		{signal},
	);
	return {staged, rows, rowsBefore: before[table] ?? 0};
}

/** The load id of another staging table if it has the same source; otherwise a new id. */
function loadIdFor(table: StagingTable, loads: LoadRecords, source: SourceId): string {
	const others = stagingTables.filter(name => name !== table).flatMap(name => loads[name] ?? []);
	return others.find(record => isSameSource(record, source))?.loadId ?? randomUUID();
}

function noticesOf({warnings = [], notes = []}: StagedRows): Pick<StageResult, 'warnings' | 'notes'> {
	return {...(warnings.length > 0 && {warnings}), ...(notes.length > 0 && {notes})};
}

/** `8,056 records read, 8,056 rows in staging_events, none rejected` */
function describe({records, rows, rejected}: StagedRows, table: string): string {
	const rejects = rejected === 0 ? 'none' : plural(rejected, 'record');
	return `${plural(records, 'record')} read, ${plural(rows, 'row')} in ${table}, ${rejects} rejected`;
}
