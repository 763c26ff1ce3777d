import {type StageId, stageIds} from './stage.js';

/** The stages whose tables each stage reads. They precede it in `stageIds`. */
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
Stages that must be done before each stage. A stage that reads one staging table depends on both: they must come from the
same load, which the stage checks before it changes anything.
*/
export const stageDependencies: Readonly<Record<StageId, readonly StageId[]>> = {
	...stageReads,
	'load-users': stageReads['load-songplays'],
	'load-songs': stageReads['load-songplays'],
	'load-artists': stageReads['load-songplays'],
};

/** All stages that depend on this one, directly or indirectly, in order. */
export function dependentStages(stage: StageId): readonly StageId[] {
	return following(stage, stageDependencies);
}

/** All stages whose result is out of date after this one runs again, in order. */
export function downstreamStages(stage: StageId): readonly StageId[] {
	return following(stage, stageReads);
}

function following(
	stage: StageId,
	before: Readonly<Record<StageId, readonly StageId[]>>,
): readonly StageId[] {
	const found = new Set<StageId>([stage]);
	for (const id of stageIds) if (before[id].some(dependency => found.has(dependency))) found.add(id);
	found.delete(stage);
	return [...found];
}
