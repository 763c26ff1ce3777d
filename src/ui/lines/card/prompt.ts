import {safeText} from '../../../format/safe-text.js';
import {type StaleReason, staleText} from '../../../load/stale-reason.js';
import {nextStage, type StageStatus} from '../../../load/state.js';
import {type StageId, stageIds} from '../../../star/stages.js';
import {type KeyNames, keyNames} from '../../keys/key-table.js';
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
	const key = keyNames(state.keys, mode);
	const thenOthers = runAll === 'off' ? '' : ' Then the rest runs.';
	const losses = lossesOf(state, key);
	switch (mode) {
		case 'stage-ready':
			if (!load.freshPlans.has(selected)) return [span('Planning…', {dim: true})];
			if (status.type === 'stale')
				return ask(staleQuestion(status.because), losses ?? `${key('run-stage')} runs this one again.`);
			if (status.type === 'skipped') return ask('Skipped.', losses ?? `${key('run-stage')} runs it.`);
			return losses === undefined
				? ask('Run it?', `${key('run-stage')} runs it, ${key('skip-stage')} skips it.${thenOthers}`)
				: ask('Run it?', losses);
		case 'stage-running':
			if (state.cancelling) return ask('Cancelling…', 'Rolling back its changes.');
			return runAll === 'off'
				? [span('Ctrl+C cancels it and rolls it back.')]
				: [span('The rest runs next.'), span(' Ctrl+C cancels it and the rest.')];
		case 'stage-busy':
			return ask(`${busyText(state)}.`, `${key('go-to-running')} goes to it.`);
		case 'stage-task':
			return taskPrompt(state);
		case 'stage-blocked':
			return ask(
				'Another session is loading this table.',
				`${key('wait-for-loads')} waits for it, ${key('end-loads')} cancels it, ${key('start-over')} starts over.`,
			);
		case 'stage-done-blocked':
			return ask(
				'Done. Another session is loading its table.',
				`${key('go-on')} goes on, ${key('wait-for-loads')} waits, ${key('end-loads')} cancels it.`,
			);
		case 'stage-waiting':
			return ask('Blocked by an earlier stage.', `${key('go-to-blocker')} goes to it.`);
		case 'stage-done':
			return donePrompt(state, key);
		case 'stage-failed':
			return ask(
				isLost(status) ? 'Failed; the connection was lost.' : 'Failed; nothing was changed.',
				failedChoices(status, key),
			);
		case 'stage-rejected':
			return ask(
				'Failed; nothing was changed.',
				`${key('continue-past-rejects')} continues without them, ${key('show-rejects')} lists them.`,
			);
		case 'stage-drifted':
			return ask(
				'Failed; nothing was changed.',
				`${key('accept-keys')} accepts the keys this time, ${key('run-stage')} retries.`,
			);
		case 'stage-damaged':
			return ask('The file is damaged.', `${key('move-damaged-file')} moves it aside and creates a new one.`);
		case 'stage-query':
			return ask('A query is running.', `${key('go-to-running')} goes to it.`);
		case 'checks-failed':
			return ask(
				'Failed. To load again, go to 2.',
				`${key('open-check')} opens the query, ${key('run-stage')} checks again, ${key('skip-stage')} skips.`,
			);
		case 'checks-passed':
			return ask('All checks passed.', `${key('open-page')} opens the notebook.`);
	}
}

function donePrompt({load, selected}: Snapshot, key: KeyNames): Line {
	const next = nextStage(load);
	if (next !== undefined) return ask('Done.', `${key('go-on')} goes on to ${next}.`);
	const isLoaded = stageIds.every(id => load.stages[id].type === 'done');
	// The initial selection in a loaded warehouse, which the user may want to load again.
	return selected === 'connect' && isLoaded
		? ask('Everything is loaded.', `${key('go-on')} opens the notebook; load again from 2.`)
		: ask('Done. No stages remain.', `${key('go-on')} opens the notebook.`);
}

/** Whether the connection was lost, so that the server may still be running the stage. */
function isLost(status: StageStatus): boolean {
	return status.type === 'failed' && status.failure.lost === true;
}

function failedChoices(status: StageStatus, key: KeyNames): string {
	// The file is read only at startup, so retrying after an edit has no effect.
	const advice = status.type === 'failed' ? (status.failure.advice ?? '') : '';
	const [file] = /dwh\.cfg|the profile/.exec(advice) ?? [];
	return file !== undefined
		? `${key('run-stage')} retries. Edited ${file}? ${key('quit')}, then restart.`
		: `${key('run-stage')} retries, ${key('skip-stage')} skips it, ${key('quit')} quits.`;
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
function lossesOf({load, selected}: Snapshot, key: KeyNames): string | undefined {
	const destroys = load.freshPlans.has(selected) ? (load.plans[selected]?.destroys ?? []) : [];
	return destroys.length === 0
		? undefined
		: `Destroys ${totalRows(destroys)}. ${key('run-stage')} asks first.`;
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
