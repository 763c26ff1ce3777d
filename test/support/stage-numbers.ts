import {checkIds} from '../../src/star/checks.js';
import {fillingStages, type StageId, stageIds, stageRows} from '../../src/star/stages.js';
import {ownedTables} from '../../src/star/tables.js';

export const stageCount = stageIds.length;
export const tableCount = ownedTables.length;
export const checkCount = checkIds.length;

/** The number of a stage, from 1. */
export function numberOf(stage: StageId): number {
	return stageIds.indexOf(stage) + 1;
}

/** ` 4 of 11`, as plain mode counts. */
export function ordinal(stage: StageId): string {
	return `${String(numberOf(stage)).padStart(String(stageCount).length)} of ${stageCount}`;
}

/** `4/11`, as the cards count. */
export function fraction(stage: StageId): string {
	return `${numberOf(stage)}/${stageCount}`;
}

/** The stages before this one. */
export function stagesBefore(stage: StageId): readonly StageId[] {
	return stageIds.slice(0, stageIds.indexOf(stage));
}

/** ` 4 of 11  stage-events    `: the start of a line about a stage in plain mode. */
export function lineStart(stage: StageId): string {
	return `${ordinal(stage)}  ${stage.padEnd(Math.max(...stageIds.map(id => id.length)))}  `;
}

/** Matches a screen with the card of a stage and, on it, a text. */
export function cardWith(stage: StageId, text: RegExp): RegExp {
	return new RegExp(String.raw`${fraction(stage)} [\s\S]*${text.source}`);
}

/** The stages that fill the star schema. */
export const transformStages = fillingStages.filter(id => stageRows[id].kind === 'transform');
