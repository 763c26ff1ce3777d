import {CancelledError, DataError} from '../errors.js';
import type {Blocker, InspectOptions, Progress, Warehouse} from '../warehouse/warehouse.js';
import {type Survey, survey} from './survey.js';
import {describeBlocker, watchingLocks} from './watch-locks.js';

/** How long to wait for locked tables, and how often to query who has locked them, ms. */
const lockTimeoutMs = 5000;
const pollMs = 1000;

export type LookOptions = InspectOptions & {
	/** Receives the sessions that have locked the tables. */
	readonly onProgress?: (progress: Progress) => void;
};

/**
Reads what the warehouse holds. Large tables may take long to count, but locked tables time out.
@throws DataError naming the session that has locked them; CancelledError; the errors of `survey`
*/
export async function surveyUnlessLocked(
	warehouse: Warehouse,
	{signal, onProgress, known}: LookOptions = {},
): Promise<Survey> {
	const started = performance.now();
	const givenUp = new AbortController();
	let holder: Blocker | undefined;
	const watch = (progress: Progress) => {
		holder = progress.blockedBy?.[0];
		onProgress?.(progress);
		if (holder !== undefined && performance.now() - started >= lockTimeoutMs - pollMs) givenUp.abort();
	};
	const signals = signal === undefined ? [givenUp.signal] : [givenUp.signal, signal];
	try {
		const options = {signal: AbortSignal.any(signals), known};
		return await watchingLocks(warehouse, watch, async () => survey(warehouse, options), pollMs);
	} catch (error) {
		if (signal?.aborted) throw new CancelledError();
		if (!givenUp.signal.aborted) throw error;
		throw new DataError({
			message: 'The tables are locked: another load is running, or a transaction is open elsewhere.',
			...(holder !== undefined && {detail: describeBlocker(holder)}),
			advice: 'Wait for it to end, then run this stage again.',
		});
	}
}
