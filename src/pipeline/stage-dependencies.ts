import {type StageId, stageIds} from './stage.js';

/** The stages whose tables each stage reads. Every stage comes after them in `stageIds`. */
const stageReads: Readonly<Record<StageId, readonly StageId[]>> = {
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

/**
Stages that have to be done before each stage. One that reads a staging table needs both: they are filled in one load,
and the stage makes sure of that before it changes anything.
*/
export const stageDependencies: Readonly<Record<StageId, readonly StageId[]>> = {
	...stageReads,
	'load-users': stageReads['load-songplays'],
	'load-songs': stageReads['load-songplays'],
	'load-artists': stageReads['load-songplays'],
};

/** Every stage that needs this one, directly or through another, in order. */
export function dependentStages(stage: StageId): readonly StageId[] {
	return following(stage, stageDependencies);
}

/** Every stage whose result is out of date once this one has run again, in order. */
export function downstreamStages(stage: StageId): readonly StageId[] {
	return following(stage, stageReads);
}

function following(
	stage: StageId,
	before: Readonly<Record<StageId, readonly StageId[]>>,
): readonly StageId[] {
	const found = new Set<StageId>([stage]);
	for (const id of stageIds) if (before[id].some(need => found.has(need))) found.add(id);
	found.delete(stage);
	return [...found];
}
