import {setTimeout as pause} from 'node:timers/promises';
import {count, plural} from '../format/figures.js';
import type {RunningLoad, Warehouse} from '../warehouse/warehouse.js';
import {loadsInto} from './running-loads.js';

const pollMs = 1000;

export type AwaitOptions = {
	readonly signal: AbortSignal;
	/** Called at each poll with the progress of the other loads. */
	readonly onPoll: (running: readonly RunningLoad[]) => void;
	/** Default: no limit. */
	readonly timeoutMs?: number;
};

/**
Waits until no other session is loading into a table.
@returns false on timeout
@throws AbortError when `signal` is aborted
*/
export async function awaitLoads(
	warehouse: Pick<Warehouse, 'runningLoads'>,
	table: string,
	{signal, onPoll, timeoutMs = Infinity}: AwaitOptions,
): Promise<boolean> {
	const started = performance.now();
	for (;;) {
		const running = await loadsInto(warehouse, table);
		signal.throwIfAborted();
		if (running.length === 0) return true;
		onPoll(running);
		if (performance.now() - started > timeoutMs) return false;
		await pause(pollMs, undefined, {signal});
	}
}

/** Asks the server to cancel other sessions' loads into a table. They may take a while to end. */
export async function cancelLoads(
	warehouse: Pick<Warehouse, 'runningLoads' | 'endLoad'>,
	table: string,
): Promise<void> {
	for (const {session} of await loadsInto(warehouse, table)) await warehouse.endLoad(session);
}

/** Describes how a table's row count changed while other loads ended. */
export function afterLoads(table: string, before: number | undefined, now: number | undefined): string {
	if (now === undefined) return `Other loads into ${table} ended.`;
	const rows = `Other loads ended: ${table} holds ${plural(now, 'row')}`;
	if (before === undefined) return `${rows}.`;
	return before === now ? `${rows}, as before.` : `${rows}, ${count(before)} before.`;
}
