import {statements} from '../sql/statements.js';
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
import {stageInputs} from './load-status.js';
import {lossesOf} from './losses.js';
import {type OwnedTable, stageTables, type TableCounts} from './owned-tables.js';
import {plural} from './plural.js';
import {pollProgress} from './poll-progress.js';
import {withTables} from './rolled-back.js';
import type {Stage} from './stage.js';
import {stageDependencies} from './stage-dependencies.js';
import {requireTables} from './survey.js';

export const loadSongplaysStage: Stage = transformStage({
	id: 'load-songplays',
	reads: ['staging_events', 'staging_songs'],
	title: 'Load the fact table songplays',
	explain:
		'Makes one row for each song that was played: when, by whom, where. The song and its artist are looked up by ' +
		'title, artist name and duration; a play of an unknown song is kept without them.',
});

export const loadUsersStage: Stage = transformStage({
	id: 'load-users',
	reads: ['staging_events'],
	title: 'Load the dimension users',
	explain:
		'Makes one row for each user of the app, with the name and the level (free or paid) of the latest event: ' +
		'users can change level, and each must appear only once.',
});

export const loadSongsStage: Stage = transformStage({
	id: 'load-songs',
	reads: ['staging_songs'],
	title: 'Load the dimension songs',
	explain:
		'Makes one row for each song. Where records of a song differ, a known year wins over an unknown one, and the ' +
		'latest year over the others; a year of 0 means unknown and becomes NULL.',
});

export const loadArtistsStage: Stage = transformStage({
	id: 'load-artists',
	reads: ['staging_songs'],
	title: 'Load the dimension artists',
	explain:
		'Makes one row for each artist. The song files repeat the artist with every song, sometimes under several names: ' +
		'the record with the most complete location wins, then the shortest name.',
});

export const loadTimeStage: Stage = transformStage({
	id: 'load-time',
	reads: ['songplays'],
	title: 'Load the dimension time',
	explain:
		'Makes one row for each time at which a song was played, split into hour, day, week, month, year and ' +
		'weekday, so that queries can group by them. All times are UTC.',
});

const emptyTablesNote = 'The tables do not exist yet; this plan assumes empty ones.';

function transformStage({
	id,
	reads,
	title,
	explain,
}: Pick<Stage, 'title' | 'explain'> & {
	readonly id: keyof typeof stageTables & `load-${string}`;
	readonly reads: readonly OwnedTable[];
}): Stage {
	const table = stageTables[id];
	const inputs = [...new Set(['staging_events', 'staging_songs', ...stageInputs[id]] as const)];
	const script = () => statements(`transform/${table}`);
	return {
		id,
		title,
		explain,
		dependsOn: stageDependencies[id],
		table,
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
			const {rows, rowsBefore} = await pollProgress(warehouse, onProgress, () =>
				warehouse.transaction(
					async () => {
						const loads = await loadsInTransaction(warehouse, {signal});
						requireSameLoads([...inputs, table], seen, loads);
						const counts = await countInTransaction(warehouse, [...inputs, table], {signal});
						requireConfirmed(confirmed, {[table]: counts[table]});
						requireLoaded(inputs, loads, counts, sourceId);
						for (const sql of script()) await warehouse.run(sql, {signal});
						const {[table]: filled = 0} = await countInTransaction(warehouse, [table], {signal});
						const noFiles = {files: null, bytes: null, fingerprint: null, records: null};
						const {loadId} = loads.staging_events!;
						await recordLoad(
							warehouse,
							{table, loadId, runId, ...sourceId, ...noFiles, rows: filled, rejected: 0, ...whoLoads()},
							{signal},
						);
						return {rows: filled, rowsBefore: counts[table] ?? 0};
					},
					{signal, locksLoads: true},
				),
			);
			return {rows, rowsBefore, rejected: 0, runId, summary: `${plural(rows, 'row')} in ${table}`};
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
