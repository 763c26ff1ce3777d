import {stageIds} from '../../pipeline/stage.js';
import {staleText} from '../../pipeline/stale-reason.js';
import {nextStage, type StageStatus} from '../../pipeline/state.js';
import {busyText} from '../busy.js';
import {keyMode, type StageKeyMode} from '../keys/key-mode.js';
import {type Line, span} from '../line.js';
import type {UiState} from '../ui-state.js';
import {lossText} from './losses.js';

/** What the notebook asks, or what a person can do here, in one sentence. */
export function promptLine(state: UiState): Line {
	const {load, selected, runAll} = state;
	const status = load.stages[selected];
	const mode = keyMode({...state, mode: {type: 'stage'}}) as StageKeyMode;
	const rest = runAll === 'off' ? '' : ' Then the rest runs.';
	switch (mode) {
		case 'stage-ready':
			if (!state.freshPlans.has(selected)) return [span('Looking at what it would do…', {dim: true})];
			if (status.type === 'stale')
				return ask(`Out of date: ${staleText(status.because)}.`, 'Enter runs this one again.');
			if (status.type === 'skipped') return ask('Skipped.', 'Enter runs it after all.');
			return ask('Run it?', `Enter runs it, s skips it.${rest}`);
		case 'stage-destroys':
		case 'stage-done-destroys':
		case 'stage-failed-destroys':
			return destroyPrompt(state, mode, rest);
		case 'stage-running':
			if (state.cancelling) return ask('Cancelling…', 'What it did is rolled back.');
			return runAll === 'off'
				? [span('Ctrl+C cancels it: all is as it was before.')]
				: [span('The rest runs after it.'), span(' Ctrl+C cancels it, and the rest.')];
		case 'stage-busy':
			return ask(`${busyText(state)}.`, 'Enter goes to it.');
		case 'stage-task':
			return taskPrompt(state);
		case 'stage-blocked':
			return ask('Another session loads into this table.', 'w waits for it, c cancels it, o starts over.');
		case 'stage-done-blocked':
			return ask('Done. Another session loads into its table.', 'Enter goes on, w waits, c cancels it.');
		case 'stage-waiting':
			return ask('It has to wait.', 'Enter goes to the stage it waits for.');
		case 'stage-done':
			return donePrompt(state);
		case 'stage-failed':
			return ask('Failed; nothing was changed.', failedChoices(status));
		case 'checks-failed':
			return ask('Failed. To load again, go to 2.', 'o opens the query, Enter checks again, s skips.');
		case 'checks-passed':
			return ask('All is well.', 'Enter opens the SQL pane.');
	}
}

function donePrompt({load, selected}: UiState): Line {
	const next = nextStage(load);
	if (next !== undefined) return ask('Done.', `Enter goes on to ${next}.`);
	const isLoaded = stageIds.every(id => load.stages[id].type === 'done');
	// Here stands who opens a warehouse that was loaded before, and may have come to load it again.
	return selected === 'connect' && isLoaded
		? ask('Everything is loaded.', 'Enter opens the SQL pane; load again from 2.')
		: ask('Done. Nothing remains.', 'Enter opens the SQL pane.');
}

function failedChoices(status: StageStatus): string {
	// What the file says is read once: whoever follows such advice here would try again in vain.
	const namesFile = status.type === 'failed' && /dwh\.cfg/.test(status.failure.advice ?? '');
	return namesFile
		? 'Enter retries. Changed dwh.cfg? q, start again.'
		: 'Enter tries again, s skips it, q stops.';
}

function taskPrompt({task, cancelling}: UiState): Line {
	if (cancelling) return [span('Cancelling…', {bold: true})];
	switch (task?.type) {
		case undefined:
		case 'dry-run':
			return ask('Trying it out: nothing is changed.', 'Ctrl+C cancels it.');
		case 'wait-for-loads':
			return ask('Waiting for the other session.', 'Ctrl+C ends the wait, not the load.');
		case 'end-loads':
			return ask('The other load is being cancelled.', 'Ctrl+C stops watching.');
	}
}

function destroyPrompt({load, selected}: UiState, mode: StageKeyMode, rest: string): Line {
	const loss = lossText(selected, load.plans[selected]?.destroys ?? []);
	const forward = nextStage(load) === undefined ? 'opens the SQL pane' : 'goes on';
	const goOn = mode === 'stage-done-destroys' ? ` Enter ${forward}.` : '';
	return [span(`Y (capital) to ${loss}.`, {bold: true, color: 'red'}), span(`${goOn}${rest}`)];
}

function ask(question: string, answer: string): Line {
	return [span(question, {bold: true}), span(` ${answer}`)];
}

/** Where a stage stands in the order of all: `4/11`. */
export function stageNumber(selected: UiState['selected']): string {
	return `${stageIds.indexOf(selected) + 1}/${stageIds.length}`;
}
