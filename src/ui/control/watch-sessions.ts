import type {LoadSession} from '../../load/load-session.js';
import type {QuerySession} from '../../notebook/query-session.js';
import {isBusy} from '../state/busy.js';
import type {Store} from '../state/store.js';

/** Ten times a second is smooth enough, and each full-screen frame costs about 10 ms. */
const tickIntervalMs = 100;

type Watched = {
	readonly session: LoadSession;
	readonly queries: QuerySession;
	readonly store: Store;
};

/**
Reports the changes of the load and the query session to the store, and dispatches ticks while anything runs. Progress
is left to the next tick, as it arrives more often than it can be shown. Returns the function that stops this.
*/
export function watchSessions({session, queries, store: {dispatch, getState}}: Watched): () => void {
	let ticking: NodeJS.Timeout | undefined;

	function updateTicking(): void {
		if (isBusy(getState())) ticking ??= setInterval(tick, tickIntervalMs);
		else {
			clearInterval(ticking);
			ticking = undefined;
		}
	}

	function tick(): void {
		dispatch({type: 'ticked', now: Date.now()});
	}

	const unsubscribers = [
		session.onEvent(event => {
			updateTicking();
			if (event.type !== 'stage-progress' && event.type !== 'dry-run-progress')
				dispatch({type: 'load-changed', event, now: Date.now()});
		}),
		queries.subscribe(before => {
			updateTicking();
			dispatch({type: 'query-changed', before, now: Date.now()});
		}),
	];
	return () => {
		for (const unsubscribe of unsubscribers) unsubscribe();
		clearInterval(ticking);
	};
}
