import {setTimeout as pause} from 'node:timers/promises';
import {count} from '../format/figures.js';
import type {RunningLoad, Warehouse} from '../warehouse/warehouse.js';
import {plural} from './plural.js';
import {loadsInto} from './running-loads.js';

const pollMs = 1000;

export type AwaitOptions = {
	readonly signal: AbortSignal;
	/** Told at each look how far the other loads are. */
	readonly onPoll: (running: readonly RunningLoad[]) => void;
	/** How long to wait at most, ms; without it as long as it takes. */
	readonly timeoutMs?: number;
};

/**
Waits until no other session loads into a table, or patience ends; answers whether it is over.
@throws AbortError when `signal` says so
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

/** Has the server cancel the loads into a table that other sessions run. They may take a while to end. */
export async function cancelLoads(
	warehouse: Pick<Warehouse, 'runningLoads' | 'endLoad'>,
	table: string,
): Promise<void> {
	for (const {session} of await loadsInto(warehouse, table)) await warehouse.endLoad(session);
}

/** What came of the other loads, as far as the table tells: whether their rows are there. */
export function afterLoads(table: string, before: number | undefined, now: number | undefined): string {
	if (now === undefined) return `No other load into ${table} now.`;
	const rows = `No other load now: ${table} holds ${plural(now, 'row')}`;
	if (before === undefined) return `${rows}.`;
	return before === now ? `${rows}, as before.` : `${rows}, ${count(before)} before.`;
}
