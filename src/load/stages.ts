import {type StageId, stageDependencies, stageIds, stageRows, tableOf} from '../star/stages.js';
import {connectBehavior} from './connect-stage.js';
import type {Stage, StageBehavior} from './stage.js';
import {stagingBehavior} from './staging-stages.js';
import {createTablesBehavior, dropTablesBehavior} from './table-stages.js';
import {transformBehavior} from './transform-stages.js';
import {verifyBehavior} from './verify-stage.js';

/** The stages of the load; `stageIds` has their order. */
export const stages = Object.fromEntries(stageIds.map(id => [id, createStage(id)])) as Readonly<
	Record<StageId, Stage>
>;

function createStage(id: StageId): Stage {
	const {title, explain} = stageRows[id];
	const table = tableOf(id);
	return {
		id,
		title,
		explain,
		dependsOn: stageDependencies[id],
		...(table !== undefined && {table}),
		...behaviorOf(id),
	};
}

function behaviorOf(id: StageId): StageBehavior {
	const row = stageRows[id];
	switch (row.kind) {
		case 'connect':
			return connectBehavior;
		case 'drop':
			return dropTablesBehavior;
		case 'create':
			return createTablesBehavior;
		case 'staging':
			return stagingBehavior(id, row.records, row.fills);
		case 'transform':
			return transformBehavior(id, row.fills, row.reads);
		case 'verify':
			return verifyBehavior;
	}
}
