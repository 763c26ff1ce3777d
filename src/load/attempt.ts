import {CancelledError} from '../errors.js';
import type {Progress} from '../warehouse/warehouse.js';
import {throttle} from './throttle.js';

/** At most ten progress events a second. */
const progressIntervalMs = 100;

/** How work ended, and when. */
export type Attempt<T> = (
	| {readonly type: 'done'; readonly value: T}
	| {readonly type: 'failed'; readonly error: unknown}
	| {readonly type: 'cancelled'}
) & {readonly ms: number; readonly at: number};

/** Runs work and returns its outcome as a value; never throws. No progress is reported after it resolves. */
export async function attempt<T>(
	signal: AbortSignal,
	onProgress: (progress: Progress) => void,
	work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<Attempt<T>> {
	const started = performance.now();
	const took = () => ({ms: Math.round(performance.now() - started), at: Date.now()});
	const progress = throttle(onProgress, progressIntervalMs);
	try {
		const value = await work(progress.push);
		progress.flush();
		return {type: 'done', value, ...took()};
	} catch (error) {
		progress.flush();
		return isCancellation(error, signal)
			? {type: 'cancelled', ...took()}
			: {type: 'failed', error, ...took()};
	}
}

function isCancellation(error: unknown, signal: AbortSignal): boolean {
	if (error instanceof CancelledError) return true;
	return signal.aborted && error instanceof Error && error.name === 'AbortError';
}
