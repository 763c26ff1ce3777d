import {isPageMode} from './mode.js';
import type {Sessions} from './snapshot.js';
import type {UiAction} from './ui-action.js';
import type {UiState} from './ui-state.js';

/** Number of steps of the tour. */
export const tourLength = 6;

/** The step on the screen: the tour is about the stages and the page, and waits elsewhere. */
export function shownStep({tour, mode}: Pick<UiState, 'tour' | 'mode'>): number | undefined {
	// The page is also the mode behind the help, which covers it.
	const isShown = mode.type === 'stage' || (isPageMode(mode) && mode.type !== 'help');
	return isShown ? tour : undefined;
}

/** Moves the tour on when the user has done what its step describes. Steps count from 0. */
export function advanceTour(
	before: UiState,
	after: UiState,
	action: UiAction,
	{document}: Sessions,
): UiState {
	const {tour} = after;
	if (tour === undefined || tour !== before.tour) return after;
	const next = nextStep(tour, action, after, document.running !== undefined);
	return next === undefined ? after : {...after, tour: next};
}

function nextStep(tour: number, action: UiAction, {mode}: UiState, isRunning: boolean): number | undefined {
	if (action.type === 'load-changed' && action.event.type === 'stage-finished' && tour < 2) {
		const {stage} = action.event;
		// The first run connects by itself.
		if (stage === 'connect') return undefined;
		return stage === 'verify' ? 2 : 1;
	}
	if (tour === 2 && action.type === 'document-changed' && !isRunning)
		return action.before.running === undefined ? undefined : 3;
	if (tour === 3 && mode.type === 'result') return 4;
	return tour === 4 && mode.type === 'gallery' ? 5 : undefined;
}
