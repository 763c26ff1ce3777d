import {safeText} from '../../format/safe-text.js';
import {stages} from '../../load/stages.js';
import {staleText} from '../../load/stale-reason.js';
import type {PipelineState, StageStatus} from '../../load/state.js';
import {waitingReason} from '../../load/waiting-reason.js';
import {type StageId, stageIds} from '../../star/stages.js';
import {keyTable} from '../../ui/keys/key-table.js';
import type {KeyTable} from '../../ui/state/binding.js';
import type {CommandType} from '../../ui/state/command.js';
import type {KeyMode} from '../../ui/state/mode.js';
import {plainFailureLines} from '../failure-lines.js';
import {plainPlanLines} from '../plan-lines.js';
import {positionOf, positionText} from '../stage-position.js';
import {stageWords} from './words.js';

/** A stage before it runs: its title, its status, what it does, reads and would remove. */
export function stageCard(load: PipelineState, stage: StageId): readonly string[] {
	const {title, explain} = stages[stage];
	const plan = load.freshPlans.has(stage) ? load.plans[stage] : undefined;
	const about = plan === undefined ? [safeText(explain)] : plainPlanLines({explain}, plan);
	return [
		`${positionText(positionOf(stage, stageIds))}${title}`,
		...[...about, ...statusLines(load, stage)].map(line => `    ${line}`),
	];
}

function statusLines(load: PipelineState, stage: StageId): readonly string[] {
	const status: StageStatus = load.stages[stage];
	switch (status.type) {
		case 'ready':
		case 'running':
			return [];
		case 'waiting':
			return [`It is ${waitingReason(load, stage) ?? 'waiting for an earlier stage'}.`];
		case 'done':
			return [safeText(`Done: ${status.result.summary}`)];
		case 'skipped':
			return ['Skipped.'];
		case 'stale':
			return [safeText(`Out of date: ${staleText(status.because)}.`)];
		case 'failed':
			return plainFailureLines(status.failure).map((line, index) => (index === 0 ? `Failed: ${line}` : line));
	}
}

type Choice = {readonly command: CommandType; readonly word: string; readonly keys: readonly string[]};

/** What can be answered in a mode of the stages, from its keys. */
function choicesOf(mode: KeyMode, table: KeyTable): readonly Choice[] {
	return table[mode].flatMap(({command, keys}) => {
		const word = (stageWords as Readonly<Partial<Record<string, string>>>)[command.type];
		return word === undefined || command.type === 'edit' || command.type === 'scroll'
			? []
			: [{command: command.type, word, keys}];
	});
}

/** The question about a stage: `run (Enter), skip, sql, …`. */
export function stageQuestion(
	mode: KeyMode,
	idle: readonly CommandType[],
	table: KeyTable = keyTable,
): string {
	const choices = choicesOf(mode, table).filter(({command}) => !idle.includes(command));
	const words = choices.map(({word, keys}) => (keys.includes('enter') ? `${word} (Enter)` : word));
	return `${[...new Set(words)].join(', ')}?`;
}

/** What an answer means: a word of the question, its key, or the number or name of a stage. */
export function readStageAnswer(
	mode: KeyMode,
	typed: string,
	table: KeyTable = keyTable,
): {readonly command: CommandType} | {readonly stage: StageId} | undefined {
	const text = typed.trim();
	const choices = choicesOf(mode, table);
	const choice =
		choices.find(({word}) => word === text.toLowerCase()) ??
		choices.find(({keys}) => keys.includes(text === '' ? 'enter' : text));
	if (choice !== undefined) return {command: choice.command};
	if (text.toLowerCase() === stageWords['start-tour']) return {command: 'start-tour'};
	const stage = stageIds.find((id, index) => id === text || String(index + 1) === text);
	return stage && {stage};
}
