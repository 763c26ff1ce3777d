import type {StageStatus} from '../../pipeline/state.js';
import {isBusy} from '../busy.js';
import type {UiState} from '../ui-state.js';

export type StageKeyMode =
	| 'stage-ready'
	| 'stage-destroys'
	| 'stage-running'
	| 'stage-busy'
	| 'stage-task'
	| 'stage-blocked'
	| 'stage-done-blocked'
	| 'stage-waiting'
	| 'stage-done'
	| 'stage-done-destroys'
	| 'stage-failed'
	| 'stage-failed-destroys'
	| 'checks-failed'
	| 'checks-passed';

/** Which part of the key table counts. */
export type KeyMode =
	| StageKeyMode
	| 'sql-text'
	| 'dry-run'
	| 'editor'
	| 'editor-running'
	| 'completion'
	| 'history-search'
	| 'gallery'
	| 'grid'
	| 'grid-running'
	| 'record'
	| 'help'
	| 'confirm-quit';

export function keyMode(state: UiState): KeyMode {
	const {mode, query} = state;
	switch (mode.type) {
		case 'stage':
			return stageKeyMode(state);
		case 'editor':
			if (mode.completion !== undefined) return 'completion';
			return query.type === 'running' ? 'editor-running' : 'editor';
		case 'grid':
			return query.type === 'running' ? 'grid-running' : 'grid';
		case 'sql-text':
		case 'dry-run':
		case 'history-search':
		case 'gallery':
		case 'record':
		case 'help':
		case 'confirm-quit':
			return mode.type;
	}
}

function stageKeyMode(state: UiState): StageKeyMode {
	const {load, selected, task, freshPlans} = state;
	const status = load.stages[selected];
	if (status.type === 'running') return 'stage-running';
	if (task?.stage === selected) return 'stage-task';
	if (isBusy(state)) return 'stage-busy';
	const plan = freshPlans.has(selected) ? load.plans[selected] : undefined;
	if (plan?.running !== undefined) return status.type === 'done' ? 'stage-done-blocked' : 'stage-blocked';
	return restingKeyMode(status, (plan?.destroys.length ?? 0) > 0);
}

function restingKeyMode(status: Exclude<StageStatus, {type: 'running'}>, destroys: boolean): StageKeyMode {
	switch (status.type) {
		case 'waiting':
			return 'stage-waiting';
		case 'ready':
		case 'skipped':
		case 'stale':
			return destroys ? 'stage-destroys' : 'stage-ready';
		case 'done':
			if (status.result.checks !== undefined) return 'checks-passed';
			return destroys ? 'stage-done-destroys' : 'stage-done';
		case 'failed':
			if (status.checks?.some(({ok}) => !ok)) return 'checks-failed';
			return destroys ? 'stage-failed-destroys' : 'stage-failed';
	}
}
