import {setTimeout as sleep} from 'node:timers/promises';
import {exitCode} from '../../errors.js';
import type {LoadSession} from '../../load/load-session.js';
import type {NotebookSession} from '../../notebook/notebook-session.js';
import {stageIds} from '../../star/stages.js';
import {isBusy, wouldLose} from '../state/busy.js';
import type {Store} from '../state/store.js';

/** Ways to quit the notebook. */
export type Quitting = {
	/** Resolves with the exit code when the user has quit. */
	readonly exited: Promise<number>;
	/** Quits; asks first if something runs, a transaction is open or the file has unsaved changes. */
	quit(): void;
	/** Handles a Ctrl+C that cancels nothing. The second within two seconds quits like `quit`. */
	interrupt(): void;
	/** Handles any other key: the next Ctrl+C counts as the first. */
	disarm(): void;
	/** Cancels running work and quits. */
	cancelAndQuit(): Promise<void>;
};

export type QuittingOptions = {
	readonly session: LoadSession;
	readonly notebook: NotebookSession;
	readonly store: Store;
};

/** Maximum time between two presses of Ctrl+C. */
const quitWindowMs = 2000;
/** Quits without waiting for a longer cancel; the engine then rolls back on disconnect. */
const cancelTimeoutMs = 5000;

export function createQuitting({session, notebook, store}: QuittingOptions): Quitting {
	const {dispatch, getState} = store;
	const {promise: exited, resolve: exit} = promiseAndResolve<number>();
	let disarming: NodeJS.Timeout | undefined;

	function disarm(): void {
		clearTimeout(disarming);
		dispatch({type: 'quit-armed', armed: false});
	}

	function codeOfLoad(): number {
		const {load} = getState();
		const hasFailed = stageIds.some(id => load.stages[id].type === 'failed');
		return hasFailed ? exitCode.failed : exitCode.done;
	}

	/** Quits, or asks first if something would be lost. */
	function exitOrAsk(code: number): void {
		const {mode} = getState();
		if (!wouldLose(getState())) exit(code);
		else if (mode.type !== 'confirm-quit')
			dispatch({type: 'mode-changed', mode: {type: 'confirm-quit', back: mode, isSeen: false}});
	}

	return {
		exited,
		quit() {
			exitOrAsk(codeOfLoad());
		},
		interrupt() {
			if (getState().quitArmed) {
				disarm();
				return exitOrAsk(exitCode.interrupted);
			}
			dispatch({type: 'quit-armed', armed: true});
			disarming = setTimeout(disarm, quitWindowMs);
		},
		disarm,
		async cancelAndQuit() {
			const code = isBusy(getState()) ? exitCode.interrupted : codeOfLoad();
			dispatch({type: 'closed'});
			dispatch({type: 'cancelling'});
			const timeout = new AbortController();
			const cancelled = Promise.all([session.cancel(), notebook.cancel()]);
			await Promise.race([cancelled, sleep(cancelTimeoutMs, undefined, {signal: timeout.signal})]);
			timeout.abort();
			exit(code);
		},
	};
}

/** Replaces `Promise.withResolvers`, which Node 20 lacks. */
function promiseAndResolve<T>(): {readonly promise: Promise<T>; readonly resolve: (value: T) => void} {
	let resolve!: (value: T) => void;
	const promise = new Promise<T>(settle => {
		resolve = settle;
	});
	return {promise, resolve};
}
