import {setTimeout as sleep} from 'node:timers/promises';
import {exitCode} from '../../errors.js';
import type {QuerySession} from '../../notebook/query-session.js';
import type {LoadSession} from '../../pipeline/load-session.js';
import {stageIds} from '../../pipeline/stage.js';
import type {Store} from '../store.js';
import type {UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';

/** Ways out of the notebook. */
export type Quitting = {
	/** Resolves with the exit code when the person has exited. */
	readonly exited: Promise<number>;
	/** Leaves; where something runs or a transaction is open, asks first. */
	quit(): void;
	/** Ctrl+C on nothing: the second within two seconds leaves; where something runs or a transaction is open, asks first. */
	interrupt(): void;
	/** Any other key between the two: the next Ctrl+C is the first again. */
	disarm(): void;
	/** Cancels what runs, and leaves. */
	cancelAndQuit(): Promise<void>;
};

export type QuittingOptions = {
	readonly session: LoadSession;
	readonly queries: QuerySession;
	readonly store: Store<UiState, UiAction>;
};

/** Between the two presses of Ctrl+C. */
const quitWindowMs = 2000;
/** A cancel that takes longer is not waited for: the engine rolls back what is left open. */
const cancelTimeoutMs = 5000;

export function createQuitting({session, queries, store}: QuittingOptions): Quitting {
	const {dispatch, getState} = store;
	const {promise: exited, resolve: leave} = promiseAndResolve<number>();
	let disarming: NodeJS.Timeout | undefined;

	function disarm(): void {
		clearTimeout(disarming);
		dispatch({type: 'quit-armed', armed: false});
	}

	function isBusy(): boolean {
		const {running, task} = session;
		return running !== undefined || task !== undefined || queries.state.type === 'running';
	}

	function codeOfLoad(): number {
		const {load} = getState();
		const hasFailed = stageIds.some(id => load.stages[id].type === 'failed');
		return hasFailed ? exitCode.failed : exitCode.done;
	}

	/** Leaves, unless something would be lost by that: then it asks. */
	function leaveOrAsk(code: number): void {
		const {mode} = getState();
		if (!isBusy() && queries.transaction === 'none') leave(code);
		else if (mode.type !== 'confirm-quit')
			dispatch({type: 'mode-changed', mode: {type: 'confirm-quit', back: mode, isSeen: false}});
	}

	return {
		exited,
		quit() {
			leaveOrAsk(codeOfLoad());
		},
		interrupt() {
			if (getState().quitArmed) {
				disarm();
				return leaveOrAsk(exitCode.interrupted);
			}
			dispatch({type: 'quit-armed', armed: true});
			disarming = setTimeout(disarm, quitWindowMs);
		},
		disarm,
		async cancelAndQuit() {
			const code = isBusy() ? exitCode.interrupted : codeOfLoad();
			dispatch({type: 'closed'});
			dispatch({type: 'cancelling'});
			const timeout = new AbortController();
			const cancelled = Promise.all([session.cancel(), queries.cancel()]);
			await Promise.race([cancelled, sleep(cancelTimeoutMs, undefined, {signal: timeout.signal})]);
			timeout.abort();
			leave(code);
		},
	};
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function promiseAndResolve<T>(): {readonly promise: Promise<T>; readonly resolve: (value: T) => void} {
	let resolve!: (value: T) => void;
	const promise = new Promise<T>(settle => {
		resolve = settle;
	});
	return {promise, resolve};
}
