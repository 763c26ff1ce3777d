import type {StageStatus} from '../../pipeline/state.js';
import type {UiState} from '../ui-state.js';

export type StageKeyMode =
	| 'stage-ready'
	| 'stage-destroys'
	| 'stage-running'
	| 'stage-busy'
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
		case 'history-search':
		case 'gallery':
		case 'record':
		case 'help':
		case 'confirm-quit':
			return mode.type;
	}
}

function stageKeyMode({load, selected, running, query, freshPlans}: UiState): StageKeyMode {
	const status = load.stages[selected];
	if (status.type === 'running') return 'stage-running';
	if (running !== undefined || query.type === 'running') return 'stage-busy';
	const destroys = freshPlans.has(selected) && (load.plans[selected]?.destroys.length ?? 0) > 0;
	return restingKeyMode(status, destroys);
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
