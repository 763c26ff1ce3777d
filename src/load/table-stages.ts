import {CancelledError, DataError, SparkifyError} from '../errors.js';
import {plural} from '../format/figures.js';
import {filledTables} from '../star/stages.js';
import {type OwnedTable, ownedTables, type TableCounts} from '../star/tables.js';
import {tableScript} from '../warehouse/table-script.js';
import type {Dependent} from '../warehouse/warehouse.js';
import {countInTransaction, loadsInTransaction, requireConfirmed, requireSameLoads} from './check-load.js';
import {checkSource} from './check-source.js';
import {type DryRun, existingTables} from './dry-run.js';
import {lossesOf} from './losses.js';
import {createTables, rolledBack} from './rolled-back.js';
import type {StageBehavior, StageContext} from './stage.js';
import {type Survey, survey} from './survey.js';

export const dropTablesBehavior: StageBehavior = {
	sql: ({warehouse}) => tableScript(warehouse, 'drop-tables'),
	async plan({warehouse, facts, sourceNotes = []}) {
		const dependents = await warehouse.dependents(ownedTables);
		return {
			stage: 'drop-tables',
			sql: tableScript(warehouse, 'drop-tables'),
			reads: [],
			...lossesOf('drop-tables', facts),
			notes: [
				...dropNotes(facts.counts),
				...describeForeign(facts.foreign),
				...(dependents.length === 0 ? [] : [describeDependents(dependents)]),
				...sourceNotes,
			],
		};
	},
	async dryRun({warehouse, signal}) {
		const tables = existingTables((await survey(warehouse, {signal})).counts);
		const text =
			tables.length === 0 ? 'No tables to drop.' : `${plural(tables.length, 'table')} would be dropped.`;
		return {
			stage: 'drop-tables',
			ok: true,
			findings: {type: 'message', text},
			destroys: tables,
			notes: [],
		};
	},
	async run(context) {
		const {warehouse, signal} = context;
		if (context.isFollowedByStaging === true) await requireSource(context);
		const {counts: before, loads} = await survey(warehouse, {signal});
		const dependents = await warehouse.dependents(ownedTables, {signal});
		if (dependents.length > 0)
			throw new DataError({
				message: describeDependents(dependents),
				advice:
					'Nothing was dropped. Drop or change those objects first, or set another SCHEMA under [WAREHOUSE] in dwh.cfg.',
			});
		await warehouse.transaction(
			async () => {
				if (loads !== undefined && before.staging_loads !== undefined)
					requireSameLoads(filledTables, context.seen, await loadsInTransaction(warehouse, {signal}));
				const present = Object.keys(before) as OwnedTable[];
				if (context.confirmed !== undefined && present.length > 0)
					requireConfirmed(context.confirmed, await countInTransaction(warehouse, present, {signal}));
				await runScript(context, 'drop-tables');
			},
			{signal, changesTables: true, locksLoads: before.staging_loads !== undefined},
		);
		return {
			rows: 0,
			rowsBefore: ownedTables.reduce((sum, table) => sum + (before[table] ?? 0), 0),
			rejected: 0,
			summary: `${plural(existing(before), 'table')} dropped`,
		};
	},
};

export const createTablesBehavior: StageBehavior = {
	sql: ({warehouse}) => tableScript(warehouse, 'create-tables'),
	async plan({warehouse, facts: {counts, foreign}}) {
		const existingNames = Object.keys(counts);
		return {
			stage: 'create-tables',
			sql: tableScript(warehouse, 'create-tables'),
			reads: [],
			destroys: [],
			notes: [
				...(existingNames.length === 0
					? []
					: [`Already exist: ${existingNames.join(', ')}. Run drop-tables to remove them.`]),
				...describeForeign(foreign),
			],
		};
	},
	async dryRun({warehouse, signal, after}) {
		const {counts} = await survey(warehouse, {signal});
		const existingNames = Object.keys(counts);
		if (existingNames.length === 0) {
			await rolledBack(warehouse, {signal}, () => createTables(warehouse, {signal}));
			return dryRunResult(true, `${plural(ownedTables.length, 'table')} would be created.`);
		}
		const removed = after.has('drop-tables');
		const removal = removed ? 'drop-tables removes them first.' : 'Run drop-tables to remove them.';
		return dryRunResult(removed, `Already exist: ${existingNames.join(', ')}. ${removal}`);
	},
	async run(context) {
		await context.warehouse.transaction(() => runScript(context, 'create-tables'), {
			signal: context.signal,
			changesTables: true,
		});
		const summary = `${plural(ownedTables.length, 'table')} created`;
		return {rows: 0, rowsBefore: 0, rejected: 0, summary};
	},
};

function dryRunResult(ok: boolean, text: string): DryRun {
	return {stage: 'create-tables', ok, findings: {type: 'message', text}, destroys: [], notes: []};
}

/** `The table users was not created by this program: user_id is missing.` for each such table. */
function describeForeign(foreign: Survey['foreign']): readonly string[] {
	return [...foreign].map(
		([table, difference]) => `The table ${table} was not created by this program: ${difference}.`,
	);
}

/** `Other objects depend on the tables: view report.plays (on songplays).` */
function describeDependents(dependents: readonly Dependent[]): string {
	const names = dependents.map(({table, kind, name}) =>
		kind === 'view' ? `view ${name} (on ${table})` : `table ${name} (its foreign key references ${table})`,
	);
	return `Other objects depend on the tables: ${names.join(', ')}.`;
}

/** @throws DataError when the records could not be staged afterwards */
async function requireSource({
	warehouse,
	source,
	signal,
	onProgress,
	ahead,
	onListed,
}: StageContext): Promise<void> {
	try {
		await checkSource(warehouse, source, {signal, onProgress, ahead, onListed});
	} catch (error) {
		if (!(error instanceof SparkifyError) || error instanceof CancelledError) throw error;
		const {message, advice = 'Fix the source, then load again.', ...other} = error.failure;
		throw new DataError({...other, message: `${message} Nothing was dropped.`, advice}, {cause: error});
	}
}

/** Notes on the empty tables that drop-tables removes. */
function dropNotes(counts: TableCounts): readonly string[] {
	if (existing(counts) === 0) return ['No tables to drop.'];
	const empty = ownedTables.filter(table => counts[table] === 0);
	return empty.length === 0 ? [] : [`${plural(empty.length, 'empty table')} will be dropped as well.`];
}

async function runScript(
	{warehouse, signal}: StageContext,
	name: 'drop-tables' | 'create-tables',
): Promise<void> {
	for (const sql of tableScript(warehouse, name)) await warehouse.run(sql, {signal});
}

function existing(counts: TableCounts): number {
	return Object.keys(counts).length;
}
