import {remaining, type StageStatus} from '../../load/state.js';
import {busyStage, isBusy} from './busy.js';
import type {CommandType} from './command.js';
import type {KeyMode, StageKeyMode} from './mode.js';
import {isInput, selectedCell} from './selected-cell.js';
import type {Snapshot} from './snapshot.js';

/** Commands that would have no effect now, although their keys apply. */
export function idleCommands({load, running, runAll}: Snapshot): readonly CommandType[] {
	const runsAll = runAll === 'on' || (runAll === 'paused' && running !== undefined);
	return runsAll || remaining(load).length === 0 ? ['run-all'] : [];
}

/** The section of the key table that applies. */
export function keyMode(state: Snapshot): KeyMode {
	const {mode, document, page} = state;
	const isRunning = document.running !== undefined;
	switch (mode.type) {
		case 'stage':
			return stageKeyMode(state);
		case 'cells':
			if (page.selected === 'load') return 'load-row';
			return isRunning ? 'cells-running' : 'cells';
		case 'editor':
			if (mode.completion !== undefined) return 'completion';
			if (selectedCell(state)?.kind === 'markdown') return 'markdown-editor';
			if (isRunning) return 'editor-running';
			return isInput(state) ? 'input' : 'editor';
		case 'result':
			return isRunning ? 'result-running' : 'result';
		case 'start':
		case 'browse':
		case 'file-text':
		case 'use-data':
		case 'setup-question':
		case 'setup-checks':
		case 'setup-answers':
		case 'sql-text':
		case 'dry-run':
		case 'history-search':
		case 'gallery':
		case 'record':
		case 'prompt':
		case 'help':
		case 'confirm':
		case 'confirm-quit':
			return mode.type;
	}
}

function stageKeyMode(state: Snapshot): StageKeyMode {
	const {load, selected, task} = state;
	const status = load.stages[selected];
	if (status.type === 'running') return 'stage-running';
	if (task?.stage === selected) return 'stage-task';
	if (isBusy(state)) return busyStage(state) === undefined ? 'stage-query' : 'stage-busy';
	const plan = load.freshPlans.has(selected) ? load.plans[selected] : undefined;
	if (plan?.running !== undefined) return status.type === 'done' ? 'stage-done-blocked' : 'stage-blocked';
	return idleKeyMode(status);
}

function idleKeyMode(status: Exclude<StageStatus, {type: 'running'}>): StageKeyMode {
	switch (status.type) {
		case 'waiting':
			return 'stage-waiting';
		case 'ready':
		case 'skipped':
		case 'stale':
			return 'stage-ready';
		case 'done':
			return status.result.checks === undefined ? 'stage-done' : 'checks-passed';
		case 'failed':
			if (status.checks?.some(({ok}) => !ok)) return 'checks-failed';
			if (status.failure.damaged) return 'stage-damaged';
			if (status.schemaDrift) return 'stage-drifted';
			return status.rejected === undefined ? 'stage-failed' : 'stage-rejected';
	}
}
