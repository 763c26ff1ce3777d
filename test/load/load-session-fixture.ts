import {createLoadSession} from '../../src/load/create-load-session.js';
import type {PipelineEvent} from '../../src/load/events.js';
import type {LoadSession, RunEnd} from '../../src/load/load-session.js';
import {filledTables, type StageId, stageIds} from '../../src/star/stages.js';
import {type OwnedTable, ownedTables} from '../../src/star/tables.js';
import {FakeSource, type FakeWarehouse} from '../support/fake-warehouse.js';

const source = new FakeSource();

/** @param ledger Folder of the ledger; none by default. */
export function openSession(warehouse: FakeWarehouse, ledger: string | false = false): LoadSession {
	return createLoadSession({warehouse, source, maxErrors: 0, ledger});
}

/** Records the events from now on. */
export function listen(session: LoadSession): PipelineEvent[] {
	const events: PipelineEvent[] = [];
	session.onEvent(event => events.push(event));
	return events;
}

export async function runAll(
	session: LoadSession,
	stages: readonly StageId[] = stageIds,
): Promise<readonly RunEnd[]> {
	const ends: RunEnd[] = [];
	for (const stage of stages) ends.push(await session.run(stage));
	return ends;
}

export const untilTables = stageIds.slice(0, 3);
export const untilStaging = stageIds.slice(0, 5);

export const statusTypes = (session: LoadSession) => stageIds.map(id => session.state.stages[id].type);

const inserted: ReadonlyMap<OwnedTable, number> = new Map([
	['songplays', 6],
	['users', 2],
	['songs', 3],
	['artists', 2],
	['time', 5],
	['staging_events', 8],
	['staging_songs', 3],
	['staging_rejects', 0],
	['staging_loads', filledTables.length],
]);

/** Rows in every table once all stages are done. The fake warehouse inserts one row into any other table. */
export const fullTables = Object.fromEntries(
	ownedTables.map(table => [table, inserted.get(table) ?? 1]),
) as Readonly<Record<OwnedTable, number>>;
