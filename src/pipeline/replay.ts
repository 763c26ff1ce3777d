import type {PipelineEvent} from './events.js';
import {ownedTables, type TableCounts, tableOf} from './owned-tables.js';
import {type StageId, type StageResult, stageIds} from './stage.js';
import {stageNeeds} from './stage-needs.js';
import {initialState, reduce, standingResult} from './state.js';

type Finished = Extract<PipelineEvent, {type: 'stage-finished'}>;

/**
What still stands of earlier runs: the end of each stage that was done then, as long as the warehouse agrees.
From the first stage on that it contradicts nothing is taken over; neither is a stage that is stale, whose needs do not
stand, or of which nobody knows how it ended. All these have to run.
@param events The ledger, oldest first.
@param counts The tables as they are now.
*/
export function replay(events: readonly PipelineEvent[], counts: TableCounts): readonly Finished[] {
	const past = events.reduce(reduce, initialState());
	const created = standingResult(past.stages['create-tables'])?.type === 'done';
	const standing: Finished[] = [];
	const stands = new Set<StageId>(['connect']);
	for (const stage of stageIds) {
		if (stage === 'connect') continue;
		const done = standingResult(past.stages[stage]);
		if (done?.type !== 'done' || !stageNeeds[stage].every(need => stands.has(need))) continue;
		if (!agrees(stage, done.result, counts, created)) break;
		stands.add(stage);
		standing.push({type: 'stage-finished', stage, result: done.result, ms: done.ms, at: done.at ?? 0});
	}
	return standing;
}

/** Whether the tables can be what the stage has left. @param created Whether create-tables was done after it. */
function agrees(stage: StageId, result: StageResult, counts: TableCounts, created: boolean): boolean {
	const table = tableOf(stage);
	if (table !== undefined) return counts[table] === result.rows;
	if (stage !== 'drop-tables' && stage !== 'create-tables') return true;
	return Object.keys(counts).length === (created ? ownedTables.length : 0);
}
