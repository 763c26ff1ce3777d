import type {StageId} from '../pipeline/stage.js';
import {nextStage} from '../pipeline/state.js';
import type {StageEnd} from './ui-action.js';
import {noPlans, type UiState} from './ui-state.js';

/** Where the notebook stands after a stage has ended: on the next one, or on this one if there is something to read. */
export function stateAfterStage(state: UiState, stage: StageId, end: StageEnd): UiState {
	const settled: UiState = {
		...state,
		// What was skipped has changed nothing.
		...(end !== 'skipped' && noPlans),
		cancelling: false,
		check: 0,
		finished: undefined,
	};
	const isInView = state.selected === stage;
	const next = nextStage(state.load) ?? stage;
	switch (end) {
		case 'finished':
			if (stage === 'verify') return openPane(settled);
			// A user who looks at another stage stays there. Rejects and warnings are to be seen before the next stage.
			if (!isInView || (needsAttention(state, stage) && state.runAll === 'off')) return settled;
			return {...settled, selected: next, finished: stage};
		case 'failed':
			return {...settled, selected: stage, runAll: 'off'};
		case 'skipped':
			return {...settled, selected: isInView ? next : state.selected};
		case 'cancelled':
			return {...settled, runAll: 'off', notice: 'Cancelled: all is as it was before.'};
	}
}

function needsAttention({load}: UiState, stage: StageId): boolean {
	const status = load.stages[stage];
	if (status.type !== 'done') return false;
	return status.result.rejected > 0 || (status.result.warnings?.length ?? 0) > 0;
}

/** The load is complete: the SQL pane opens, unless the person is elsewhere. */
function openPane(state: UiState): UiState {
	return {...state, runAll: 'off', ...(state.mode.type === 'stage' && {mode: {type: 'editor'} as const})};
}
