import type {StageId} from '../pipeline/stage.js';

/** Where a stage stands among those that were asked for. */
export type StagePosition = {
	readonly stage: StageId;
	/** From 1. */
	readonly number: number;
	readonly total: number;
	/** Length of the longest id among them. */
	readonly width: number;
};

/** @throws Error when the stage is none of those asked for. */
export function positionOf(stage: StageId, stages: readonly StageId[]): StagePosition {
	const index = stages.indexOf(stage);
	if (index === -1) throw new Error(`The stage ${stage} was not asked for.`);
	return {
		stage,
		number: index + 1,
		total: stages.length,
		width: Math.max(...stages.map(id => id.length)),
	};
}

/** How every line about a stage begins: ` 4 of 11  stage-events  `. */
export function positionText({stage, number, total, width}: StagePosition): string {
	return `${String(number).padStart(String(total).length)} of ${total}  ${stage.padEnd(width)}  `;
}
