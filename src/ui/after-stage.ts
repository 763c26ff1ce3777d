import {nextStage} from '../load/state.js';
import type {StageId} from '../star/stages.js';
import type {StageEnd} from './ui-action.js';
import {noPlans, type UiState} from './ui-state.js';

/** The state after a stage ended: selects the next stage, or stays if there is something to read. */
export function stateAfterStage(state: UiState, stage: StageId, end: StageEnd): UiState {
	const after: UiState = {
		...state,
		// A skip changes nothing in the warehouse.
		...(end !== 'skipped' && noPlans),
		cancelling: false,
		check: 0,
		finished: undefined,
	};
	const isInView = state.selected === stage;
	const next = nextStage(state.load) ?? stage;
	switch (end) {
		case 'finished':
			if (stage === 'verify') return openPane(after);
			// Don't move a user who is viewing another stage, or away from rejects and warnings they haven't read.
			if (!isInView || (needsAttention(state, stage) && state.runAll === 'off')) return after;
			return {...after, selected: next, finished: stage};
		case 'failed':
			return {...after, selected: stage, runAll: 'off'};
		case 'skipped':
			return {...after, selected: isInView ? next : state.selected};
		case 'cancelled':
			return {...after, runAll: 'off', notice: 'Cancelled; nothing was changed.'};
	}
}

function needsAttention({load}: UiState, stage: StageId): boolean {
	const status = load.stages[stage];
	if (status.type !== 'done') return false;
	return status.result.rejected > 0 || (status.result.warnings?.length ?? 0) > 0;
}

/** Opens the SQL pane after a complete load, unless the user is in another view. */
function openPane(state: UiState): UiState {
	return {...state, runAll: 'off', ...(state.mode.type === 'stage' && {mode: {type: 'editor'} as const})};
}
