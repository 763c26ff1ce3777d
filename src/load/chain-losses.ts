import {dependentStages, type StageId} from '../star/stages.js';
import type {LoadSession} from './load-session.js';
import type {Loss} from './losses.js';

/** A loss with the stage that causes it. */
export type ChainLoss = Loss & {readonly stage: StageId};

/** All data that running these stages in order would destroy, each table once, so that one prompt covers it. */
export async function chainLosses(
	session: Pick<LoadSession, 'plan'>,
	stages: readonly StageId[],
): Promise<readonly ChainLoss[]> {
	// drop-tables accounts for everything it removes; later stages find empty tables.
	const afterDrop = new Set(stages.includes('drop-tables') ? dependentStages('drop-tables') : []);
	// A recomputed table can be restored only if no earlier stage loses its input.
	const lossy = new Set<StageId>();
	const losses = new Map<string, ChainLoss>();
	for (const stage of stages) {
		if (stage === 'connect' || afterDrop.has(stage)) continue;
		const {destroys, replaces = []} = await session.plan(stage);
		const lost = lossy.has(stage) ? [...destroys, ...replaces] : destroys;
		if (lost.length > 0) for (const id of dependentStages(stage)) lossy.add(id);
		for (const loss of lost)
			if (loss.rows > (losses.get(loss.table)?.rows ?? -1)) losses.set(loss.table, {...loss, stage});
	}
	return [...losses.values()];
}

/** Whether every loss was confirmed with at least as many rows. */
export function isConfirmed(losses: readonly Loss[], confirmed: readonly Loss[]): boolean {
	return losses.every(({table, rows}) => confirmed.some(loss => loss.table === table && loss.rows >= rows));
}
