import type {StageId} from '../star/stages.js';

/** The position of a stage among the requested ones. */
export type StagePosition = {
	readonly stage: StageId;
	/** From 1. */
	readonly number: number;
	readonly total: number;
	/** Length of the longest stage id. */
	readonly width: number;
};

/** @throws Error when the stage was not requested */
export function positionOf(stage: StageId, stages: readonly StageId[]): StagePosition {
	const index = stages.indexOf(stage);
	if (index === -1) throw new Error(`The stage ${stage} was not requested.`);
	return {
		stage,
		number: index + 1,
		total: stages.length,
		width: Math.max(...stages.map(id => id.length)),
	};
}

/** The start of every line about a stage: ` 4 of 11  stage-events  `. */
export function positionText({stage, number, total, width}: StagePosition): string {
	return `${String(number).padStart(String(total).length)} of ${total}  ${stage.padEnd(width)}  `;
}
