import type {LoadSession} from '../../load/load-session.js';
import type {PipelineState} from '../../load/state.js';
import type {QuerySession} from '../../notebook/query-session.js';
import {stageIds} from '../../star/stages.js';
import {isBusy} from '../busy.js';
import type {Store} from '../store.js';
import type {UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';

/** Ten times a second is smooth enough, and each full-screen frame costs about 10 ms. */
const tickIntervalMs = 100;

type Watched = {
	readonly session: LoadSession;
	readonly queries: QuerySession;
	readonly store: Store<UiState, UiAction>;
};

/**
Updates the store from the load and the query session, and dispatches ticks while anything runs. Progress updates are
deferred to the next tick, as they arrive more often than they can be shown. Returns the function that stops this.
*/
export function watchSessions({session, queries, store}: Watched): () => void {
	const {dispatch, getState} = store;
	let ticking: NodeJS.Timeout | undefined;

	function updateTicking(): void {
		if (isBusy(session, queries.state)) ticking ??= setInterval(tick, tickIntervalMs);
		else {
			clearInterval(ticking);
			ticking = undefined;
		}
	}

	function tick(): void {
		dispatch({type: 'ticked', now: Date.now(), load: session.state});
	}

	const unsubscribers = [
		session.subscribe(() => {
			updateTicking();
			const {load, running, task} = getState();
			const isSame = running === session.running && task?.type === session.task?.type;
			if (isSame && isOnlyProgress(load, session.state)) return;
			dispatch({
				type: 'load-changed',
				load: session.state,
				running: session.running,
				task: session.task,
				now: Date.now(),
			});
		}),
		queries.subscribe(() => {
			updateTicking();
			dispatch({
				type: 'query-changed',
				query: queries.state,
				transaction: queries.transaction,
				now: Date.now(),
			});
		}),
	];
	return () => {
		for (const unsubscribe of unsubscribers) unsubscribe();
		clearInterval(ticking);
	};
}

function isOnlyProgress(before: PipelineState, after: PipelineState): boolean {
	if (before.plans !== after.plans || before.counts !== after.counts) return false;
	return stageIds.every(
		id =>
			isSameOrRunning(before.stages[id], after.stages[id]) &&
			isSameOrRunning(before.dryRuns[id], after.dryRuns[id]),
	);
}

type Status = {readonly type: string} | undefined;

function isSameOrRunning(before: Status, after: Status): boolean {
	return before === after || (before?.type === 'running' && after?.type === 'running');
}
