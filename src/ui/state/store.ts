import type {Failure} from '../../errors.js';
import type {Sessions, Snapshot} from './snapshot.js';
import type {UiAction} from './ui-action.js';
import {uiReducer} from './ui-reducer.js';
import type {UiState} from './ui-state.js';

/** Holds the UI's state, changes it by actions and notifies listeners. */
export type Store = {
	/** The UI's state with what the sessions report now. */
	getState(): Snapshot;
	/** The same as of the last change, for views: the progress of running work appears with the next change. */
	getSnapshot(): Snapshot;
	dispatch(action: UiAction): void;
	/** Shows a one-line message until the next key. */
	showNotice(text: string): void;
	/** Shows what is wrong and what to do, in the same place. */
	showProblem(problem: Pick<Failure, 'message' | 'advice'>): void;
	/** Calls the listener after each change. Returns the function that unsubscribes. */
	subscribe(listener: () => void): () => void;
};

export function createStore(initial: UiState, readSessions: () => Sessions): Store {
	let state = initial;
	const compose = (): Snapshot => ({...state, ...readSessions()});
	let snapshot = compose();
	const listeners = new Set<() => void>();
	const dispatch = (action: UiAction) => {
		const next = uiReducer(state, action, readSessions());
		if (next === state) return;
		state = next;
		snapshot = compose();
		for (const listener of [...listeners]) listener();
	};
	const showNotice = (notice: string) => dispatch({type: 'notice-shown', notice});
	return {
		getState: compose,
		getSnapshot: () => snapshot,
		dispatch,
		showNotice,
		showProblem: ({message, advice}) => showNotice(advice === undefined ? message : `${message} ${advice}`),
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
}
