import type {RecordKind} from '../source/source.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import {describeReject} from '../warehouse/staging-tally.js';
import type {StagedRows} from '../warehouse/warehouse.js';
import {describeSource} from './describe-source.js';
import {checkAll, lossesAfter, staysWithin} from './dry-run.js';
import {keepRejects} from './keep-rejects.js';
import {countTables, losses, requireTables, stageTables} from './owned-tables.js';
import {plural} from './plural.js';
import {withTables} from './rolled-back.js';
import {loadsInto, refuseBesideLoad} from './running-loads.js';
import type {SqlContext, Stage, StageContext, StageId} from './stage.js';
import {stageNeeds} from './stage-needs.js';

export const stageEventsStage: Stage = stagingStage({
	id: 'stage-events',
	kind: 'events',
	title: 'Stage the events',
	explain:
		'Copies the activity logs into staging_events, one row for each event: who did what in the app, and when. ' +
		'Nothing is filtered or changed, so that every later step can be checked against it.',
});

export const stageSongsStage: Stage = stagingStage({
	id: 'stage-songs',
	kind: 'songs',
	title: 'Stage the songs',
	explain:
		'Copies the song metadata into staging_songs, one row for each record: title, artist, duration, year. ' +
		'The events name songs only by their text; this is where their ids come from.',
});

function stagingStage({
	id,
	kind,
	title,
	explain,
}: Pick<Stage, 'title' | 'explain'> & {
	readonly id: StageId & `stage-${RecordKind}`;
	readonly kind: RecordKind;
}): Stage {
	const table = stageTables[id];
	const tables = [table, 'staging_rejects', 'staging_loads'] as const;
	const sql = ({warehouse, source, maxErrors}: SqlContext) => warehouse.stagingSql(kind, source, maxErrors);
	return {
		id,
		title,
		explain,
		needs: stageNeeds[id],
		table,
		sql,
		async plan(context) {
			const {warehouse, source} = context;
			const counts = await countTables(warehouse);
			const running = await loadsInto(warehouse, table);
			return {
				stage: id,
				sql: sql(context),
				destroys: losses(id, counts),
				...(await describeSource(source, kind, warehouse.engine)),
				...(running.length > 0 && {running}),
			};
		},
		async dryRun({warehouse, source, maxErrors, signal, onProgress, after}) {
			const counts = await countTables(warehouse, {signal});
			await refuseBesideLoad(warehouse, table);
			const findings = await checkAll(maxErrors, most =>
				withTables(warehouse, counts, tables, {signal}, () =>
					warehouse.check(kind, source, {maxErrors: most, signal, onProgress}),
				),
			);
			return {
				stage: id,
				ok: staysWithin(findings),
				findings,
				destroys: lossesAfter(after, id, counts),
				notes: [],
			};
		},
		async run(context) {
			const before = await requireTables(context.warehouse, tables, {signal: context.signal});
			await refuseBesideLoad(context.warehouse, table);
			const staged = await load(context, kind, table);
			const after = await countTables(context.warehouse);
			const rows = after[table] ?? 0;
			return {
				rows,
				rowsBefore: before[table] ?? 0,
				records: staged.records,
				rejected: staged.rejected,
				rejects: staged.firstRejects.map(describeReject),
				summary: [describe(staged, table), ...(staged.notes ?? [])].join('; '),
			};
		},
	};
}

async function load(
	{warehouse, source, maxErrors, signal, onProgress}: StageContext,
	kind: RecordKind,
	table: string,
): Promise<StagedRows> {
	try {
		return await warehouse.transaction(() => warehouse.stage(kind, source, {maxErrors, signal, onProgress}), {
			signal,
		});
	} catch (error) {
		if (error instanceof RejectedError) throw await keepRejects(warehouse, table, error);
		throw error;
	}
}

/** `8,056 records read, 8,056 rows in staging_events, none rejected` */
function describe({records, rows, rejected}: StagedRows, table: string): string {
	const refused = rejected === 0 ? 'none' : plural(rejected, 'record');
	return `${plural(records, 'record')} read, ${plural(rows, 'row')} in ${table}, ${refused} rejected`;
}
