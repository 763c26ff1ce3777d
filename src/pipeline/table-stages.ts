import {DataError} from '../errors.js';
import {tableScript} from '../warehouse/table-script.js';
import type {Dependent} from '../warehouse/warehouse.js';
import {type DryRun, existingTables} from './dry-run.js';
import {
	countTables,
	inspectOwnedTables,
	losses,
	type OwnedTables,
	ownedTables,
	type TableCounts,
} from './owned-tables.js';
import {plural} from './plural.js';
import {createTables, rolledBack} from './rolled-back.js';
import type {Stage, StageContext} from './stage.js';
import {stageNeeds} from './stage-needs.js';

export const dropTablesStage: Stage = {
	id: 'drop-tables',
	title: 'Drop the old tables',
	explain:
		'Removes the tables that an earlier load left behind, with everything in them, so that this load starts clean. ' +
		'Other tables in the database are left alone.',
	needs: stageNeeds['drop-tables'],
	sql: ({warehouse}) => tableScript(warehouse, 'drop-tables'),
	async plan({warehouse}) {
		const {counts, foreign} = await inspectOwnedTables(warehouse);
		const dependents = await warehouse.dependents(ownedTables);
		return {
			stage: 'drop-tables',
			sql: tableScript(warehouse, 'drop-tables'),
			reads: [],
			destroys: losses('drop-tables', counts),
			notes: [
				...(existing(counts) === 0 ? ['None of the tables exists: there is nothing to drop.'] : []),
				...describeForeign(foreign),
				...(dependents.length === 0 ? [] : [describeDependents(dependents)]),
			],
		};
	},
	async dryRun({warehouse, signal}) {
		const tables = existingTables(await countTables(warehouse, {signal}));
		const text =
			tables.length === 0
				? 'None of the tables exists: there is nothing to drop.'
				: `${plural(tables.length, 'table')} would be dropped.`;
		return {
			stage: 'drop-tables',
			ok: true,
			findings: {type: 'told', text},
			destroys: tables,
			notes: [],
		};
	},
	async run(context) {
		const {warehouse, signal} = context;
		const before = await countTables(warehouse, {signal});
		const dependents = await warehouse.dependents(ownedTables, {signal});
		if (dependents.length > 0)
			throw new DataError({
				message: describeDependents(dependents),
				advice:
					'Drop or change those first, or choose another schema for the load: SCHEMA under [WAREHOUSE] in dwh.cfg. Nothing was dropped.',
			});
		await runScript(context, 'drop-tables');
		return {
			rows: 0,
			rowsBefore: ownedTables.reduce((sum, table) => sum + (before[table] ?? 0), 0),
			rejected: 0,
			summary: `${plural(existing(before), 'table')} dropped`,
		};
	},
};

export const createTablesStage: Stage = {
	id: 'create-tables',
	title: 'Create the tables',
	explain:
		'Makes the empty tables: two staging tables that hold the records just as they were read, and the star schema, ' +
		'with songplays as the fact table and users, songs, artists and time as the dimensions around it.',
	needs: stageNeeds['create-tables'],
	sql: ({warehouse}) => tableScript(warehouse, 'create-tables'),
	async plan({warehouse}) {
		const {counts, foreign} = await inspectOwnedTables(warehouse);
		const inTheWay = Object.keys(counts);
		return {
			stage: 'create-tables',
			sql: tableScript(warehouse, 'create-tables'),
			reads: [],
			destroys: [],
			notes: [
				...(inTheWay.length === 0
					? []
					: [`In the way: ${inTheWay.join(', ')}. The stage drop-tables removes them.`]),
				...describeForeign(foreign),
			],
		};
	},
	async dryRun({warehouse, signal, after}) {
		const counts = await countTables(warehouse, {signal});
		const inTheWay = Object.keys(counts);
		if (inTheWay.length === 0) {
			await rolledBack(warehouse, {signal}, () => createTables(warehouse, {signal}));
			return told(true, `${plural(ownedTables.length, 'table')} would be made.`);
		}
		const removed = after.has('drop-tables');
		const who = `The stage drop-tables ${removed ? 'removes them before' : 'removes them'}.`;
		return told(removed, `In the way: ${inTheWay.join(', ')}. ${who}`);
	},
	async run(context) {
		await runScript(context, 'create-tables');
		const made = existing(await countTables(context.warehouse));
		return {rows: 0, rowsBefore: 0, rejected: 0, summary: `${plural(made, 'table')} created`};
	},
};

function told(ok: boolean, text: string): DryRun {
	return {stage: 'create-tables', ok, findings: {type: 'told', text}, destroys: [], notes: []};
}

/** `The table users was not made by this program: user_id is missing.` for each such table. */
function describeForeign(foreign: OwnedTables['foreign']): readonly string[] {
	return [...foreign].map(
		([table, difference]) => `The table ${table} was not made by this program: ${difference}.`,
	);
}

/** `Other objects depend on the tables: view report.plays (on songplays).` */
function describeDependents(dependents: readonly Dependent[]): string {
	const names = dependents.map(({table, kind, name}) =>
		kind === 'view' ? `view ${name} (on ${table})` : `table ${name} (its foreign key references ${table})`,
	);
	return `Other objects depend on the tables: ${names.join(', ')}.`;
}

async function runScript(
	{warehouse, signal}: StageContext,
	name: 'drop-tables' | 'create-tables',
): Promise<void> {
	await warehouse.transaction(
		async () => {
			for (const sql of tableScript(warehouse, name)) await warehouse.run(sql, {signal});
		},
		{signal},
	);
}

function existing(counts: TableCounts): number {
	return Object.keys(counts).length;
}
