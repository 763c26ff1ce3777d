import {setTimeout as sleepMs} from 'node:timers/promises';

/** Seconds between the end of a run and the next, by default and at least. */
export const watchSeconds = 2;
export const minWatchSeconds = 1;

export type WatchOptions = {
	/** Runs the query once. Resolves to whether it succeeded; never rejects. */
	readonly run: () => Promise<boolean>;
	/** Time between the end of a run and the start of the next. */
	readonly seconds: number;
	/** Called once. `failed`: a run failed. `stopped`: `stop` was called. */
	readonly onStop: (reason: 'failed' | 'stopped') => void;
	/** Resolves after a time, or rejects when the signal aborts. */
	readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

export type Watch = {
	/** Ends the watch: after this call, no run begins. A run in progress is the caller's to cancel. */
	readonly stop: () => void;
	/** Resolves after the last run. */
	readonly ended: Promise<void>;
};

/** Runs a query, and again some time after each run has ended, until one fails or `stop` is called. */
export function createWatch({run, seconds, onStop, sleep = wait}: WatchOptions): Watch {
	const controller = new AbortController();
	const {signal} = controller;
	const watch = async () => {
		// So that `run` can already stop the watch.
		await Promise.resolve();
		while (!signal.aborted) {
			if (!(await run()) && !signal.aborted) return onStop('failed');
			if (!signal.aborted) await sleep(seconds * 1000, signal).catch(() => {});
		}
		onStop('stopped');
	};
	return {stop: () => controller.abort(), ended: watch()};
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
	await sleepMs(ms, undefined, {signal});
}
