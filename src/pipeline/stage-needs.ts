import {type StageId, stageIds} from './stage.js';

/** Stages that have to be done before each stage. Every stage comes after its needs in `stageIds`. */
export const stageNeeds: Readonly<Record<StageId, readonly StageId[]>> = {
	connect: [],
	'drop-tables': ['connect'],
	'create-tables': ['drop-tables'],
	'stage-events': ['create-tables'],
	'stage-songs': ['create-tables'],
	'load-songplays': ['stage-events', 'stage-songs'],
	'load-users': ['stage-events'],
	'load-songs': ['stage-songs'],
	'load-artists': ['stage-songs'],
	'load-time': ['load-songplays'],
	verify: ['load-songplays', 'load-users', 'load-songs', 'load-artists', 'load-time'],
};

/** Every stage that needs this one, directly or through another, in order. */
export function dependants(stage: StageId): readonly StageId[] {
	const found = new Set<StageId>([stage]);
	for (const id of stageIds) if (stageNeeds[id].some(need => found.has(need))) found.add(id);
	found.delete(stage);
	return [...found];
}
