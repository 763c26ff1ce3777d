import type {StageEndEvent} from '../../load/events.js';
import {nextStage, type PipelineState} from '../../load/state.js';
import type {Document} from '../../notebook/document/document.js';
import type {StageId} from '../../star/stages.js';
import {pageMode} from './selected-cell.js';
import type {Sessions} from './snapshot.js';
import type {UiState} from './ui-state.js';

/** The state after a stage ended: selects the next stage, or stays if there is something to read. */
export function stateAfterStage(state: UiState, {type, stage}: StageEndEvent, sessions: Sessions): UiState {
	const {load, document} = sessions;
	const after: UiState = {...state, check: 0, finished: undefined};
	const isInView = state.selected === stage;
	const next = nextStage(load) ?? stage;
	switch (type) {
		case 'stage-finished':
			if (stage === 'verify') return openPage(after, document);
			// Don't move a user who is viewing another stage, or away from rejects and warnings they haven't read.
			if (!isInView || (needsAttention(load, stage) && state.runAll === 'off')) return after;
			return {...after, selected: next, finished: stage};
		case 'stage-failed':
			return {...after, selected: stage, runAll: 'off'};
		case 'stage-skipped':
			return {...after, selected: isInView ? next : state.selected};
		case 'stage-cancelled':
			return {...after, runAll: 'off', notice: 'Cancelled; nothing was changed.'};
	}
}

function needsAttention(load: PipelineState, stage: StageId): boolean {
	const status = load.stages[stage];
	if (status.type !== 'done') return false;
	return status.result.rejected > 0 || (status.result.warnings?.length ?? 0) > 0;
}

/** Opens the page after a complete load, unless the user is in another view. */
function openPage(state: UiState, document: Document): UiState {
	const mode = pageMode({document, page: state.page});
	return {...state, runAll: 'off', ...(state.mode.type === 'stage' && {mode})};
}
