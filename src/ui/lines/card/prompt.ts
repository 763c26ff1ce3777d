import {safeText} from '../../../format/safe-text.js';
import {type StaleReason, staleText} from '../../../load/stale-reason.js';
import {nextStage, type StageStatus} from '../../../load/state.js';
import {type StageId, stageIds} from '../../../star/stages.js';
import {busyText} from '../../state/busy.js';
import {keyMode} from '../../state/key-mode.js';
import type {Mode, StageKeyMode} from '../../state/mode.js';
import type {Snapshot} from '../../state/snapshot.js';
import {type Line, span} from '../line.js';
import {totalRows} from './confirm-lines.js';

/** The card's prompt: a question or the state, and what the user can do. */
export function promptLine(state: Snapshot): Line {
	const {load, selected, runAll} = state;
	const status = load.stages[selected];
	if (state.mode.type === 'confirm') return answerLine(state.mode, state.production);
	const mode = keyMode({...state, mode: {type: 'stage'}}) as StageKeyMode;
	const thenOthers = runAll === 'off' ? '' : ' Then the rest runs.';
	const losses = lossesOf(state);
	switch (mode) {
		case 'stage-ready':
			if (!load.freshPlans.has(selected)) return [span('Planning…', {dim: true})];
			if (status.type === 'stale')
				return ask(staleQuestion(status.because), losses ?? 'Enter runs this one again.');
			if (status.type === 'skipped') return ask('Skipped.', losses ?? 'Enter runs it.');
			return losses === undefined
				? ask('Run it?', `Enter runs it, s skips it.${thenOthers}`)
				: ask('Run it?', losses);
		case 'stage-running':
			if (state.cancelling) return ask('Cancelling…', 'Rolling back its changes.');
			return runAll === 'off'
				? [span('Ctrl+C cancels it and rolls it back.')]
				: [span('The rest runs next.'), span(' Ctrl+C cancels it and the rest.')];
		case 'stage-busy':
			return ask(`${busyText(state)}.`, 'Enter goes to it.');
		case 'stage-task':
			return taskPrompt(state);
		case 'stage-blocked':
			return ask('Another session is loading this table.', 'w waits for it, c cancels it, o starts over.');
		case 'stage-done-blocked':
			return ask('Done. Another session is loading its table.', 'Enter goes on, w waits, c cancels it.');
		case 'stage-waiting':
			return ask('Blocked by an earlier stage.', 'Enter goes to it.');
		case 'stage-done':
			return donePrompt(state);
		case 'stage-failed':
			return ask(
				isLost(status) ? 'Failed; the connection was lost.' : 'Failed; nothing was changed.',
				failedChoices(status),
			);
		case 'stage-rejected':
			return ask('Failed; nothing was changed.', 'c continues without them, x lists them.');
		case 'stage-damaged':
			return ask('The file is damaged.', 'm moves it aside and creates a new one.');
		case 'stage-query':
			return ask('A query is running.', 'Enter goes to it.');
		case 'checks-failed':
			return ask('Failed. To load again, go to 2.', 'o opens the query, Enter checks again, s skips.');
		case 'checks-passed':
			return ask('All checks passed.', 'Enter opens the notebook.');
	}
}

function donePrompt({load, selected}: Snapshot): Line {
	const next = nextStage(load);
	if (next !== undefined) return ask('Done.', `Enter goes on to ${next}.`);
	const isLoaded = stageIds.every(id => load.stages[id].type === 'done');
	// The initial selection in a loaded warehouse, which the user may want to load again.
	return selected === 'connect' && isLoaded
		? ask('Everything is loaded.', 'Enter opens the notebook; load again from 2.')
		: ask('Done. No stages remain.', 'Enter opens the notebook.');
}

/** Whether the connection was lost, so that the server may still be running the stage. */
function isLost(status: StageStatus): boolean {
	return status.type === 'failed' && status.failure.lost === true;
}

function failedChoices(status: StageStatus): string {
	// The file is read only at startup, so retrying after an edit has no effect.
	const namesFile = status.type === 'failed' && /dwh\.cfg/.test(status.failure.advice ?? '');
	return namesFile
		? 'Enter retries. Edited dwh.cfg? q, then restart.'
		: 'Enter retries, s skips it, q quits.';
}

function taskPrompt({task, cancelling}: Snapshot): Line {
	if (cancelling) return [span('Cancelling…', {bold: true})];
	switch (task?.type) {
		case undefined:
		case 'dry-run':
			return ask('Dry run: nothing is changed.', 'Ctrl+C cancels it.');
		case 'wait-for-loads':
			return ask('Waiting for the other session.', 'Ctrl+C ends the wait, not the load.');
		case 'end-loads':
			return ask('Cancelling the other load.', 'Ctrl+C stops watching.');
	}
}

/** `Destroys 14 rows. Enter asks first.`; undefined if no losses are known. */
function lossesOf({load, selected}: Snapshot): string | undefined {
	const destroys = load.freshPlans.has(selected) ? (load.plans[selected]?.destroys ?? []) : [];
	return destroys.length === 0 ? undefined : `Destroys ${totalRows(destroys)}. Enter asks first.`;
}

/** The answer to the card's question, followed by a cursor once keys are accepted. */
function answerLine(
	{text, isSeen}: Extract<Mode, {type: 'confirm'}>,
	word: string | undefined = 'yes',
): Line {
	return [
		span(`Type ${safeText(word)} and press Enter to go ahead:`, {bold: true, color: 'red'}),
		span(` ${safeText(text).slice(-Math.max(8, word.length + 1))}${isSeen ? '▏' : ''}`, {bold: true}),
	];
}

function ask(question: string, answer: string): Line {
	return [span(question, {bold: true}), span(` ${answer}`)];
}

/** The stage's number: `4/11`. */
export function stageNumber(selected: StageId): string {
	return `${stageIds.indexOf(selected) + 1}/${stageIds.length}`;
}

/** The longest reason that fits into the prompt. */
const maxReasonLength = 34;

function staleQuestion(reason: StaleReason): string {
	return isLongReason(reason) ? 'Out of date.' : `Out of date: ${staleText(reason)}.`;
}

/** Whether the reason is too long for the prompt, so that the card shows it at the top. */
export function isLongReason(reason: StaleReason): boolean {
	return staleText(reason).length > maxReasonLength;
}
