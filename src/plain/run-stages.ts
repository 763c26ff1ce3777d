import type {PipelineEvent} from '../load/events.js';
import type {LoadSession} from '../load/load-session.js';
import {dependentStages, type StageId} from '../star/stages.js';

/** The user's decision about a stage. */
export type Decision = 'run' | 'skip' | 'stop';

export type RunOptions = {
	/** The stages to run, in order. */
	readonly stages: readonly StageId[];
	/** Called before each stage that can run. */
	readonly decide: (stage: StageId) => Promise<Decision>;
	/** Called for each stage that can't run, in order. @param why E.g. `stage-events failed`. */
	readonly onWaiting: (stage: StageId, why: string) => void;
	/** Whether `connect` may move a damaged database file aside; if a function, called when the file is damaged. */
	readonly movesDamagedFile?: boolean | (() => Promise<boolean>);
	/** Cancels the running stage; no other is started. */
	readonly signal: AbortSignal;
};

export type RunTally = {
	readonly done: number;
	readonly failed: number;
	readonly skipped: number;
	/** Stages that were not started, for any reason. */
	readonly notRun: number;
	readonly end: 'completed' | 'no-connection' | 'stopped' | 'interrupted';
};

/**
Runs stages in order. A failed or skipped stage blocks only those that depend on it; without a connection nothing runs.
*/
export async function runStages(session: LoadSession, options: RunOptions): Promise<RunTally> {
	const {stages, decide, onWaiting, signal, movesDamagedFile = false} = options;
	const obstacles = new Map<StageId, string>();
	const tally = {done: 0, failed: 0, skipped: 0};
	const finish = (end: RunTally['end']): RunTally => ({
		...tally,
		notRun: stages.length - tally.done - tally.failed - tally.skipped,
		end,
	});
	const blockDependents = (stage: StageId, why: string) => {
		for (const id of dependentStages(stage)) if (!obstacles.has(id)) obstacles.set(id, why);
	};
	// `run` returns the stage's status, which after a cancellation may be that of an earlier run.
	let ended: PipelineEvent['type'] | undefined;
	const unsubscribe = session.onEvent(event => {
		ended = event.type === 'tables-counted' ? ended : event.type;
	});
	const cancel = () => void session.cancel();
	signal.addEventListener('abort', cancel);
	try {
		for (const stage of stages) {
			const obstacle = obstacles.get(stage);
			if (obstacle !== undefined) {
				onWaiting(stage, obstacle);
				continue;
			}
			if (signal.aborted) return finish('interrupted');
			const decision = await decide(stage);
			if (signal.aborted) return finish('interrupted');
			if (decision === 'stop') return finish('stopped');
			if (decision === 'skip') {
				session.skip(stage);
				tally.skipped++;
				// A stage may be done from an earlier run.
				if (session.state.stages[stage].type !== 'done') blockDependents(stage, `${stage} was skipped`);
				continue;
			}
			const isFollowedByStaging = stages.includes('stage-events') || stages.includes('stage-songs');
			const status = await session.run(stage, {
				isFollowedByStaging,
				movesDamagedFile: movesDamagedFile === true,
			});
			const isDamaged = status.type === 'failed' && status.failure.damaged === true;
			if (isDamaged && typeof movesDamagedFile === 'function') {
				const isConfirmed = await movesDamagedFile();
				if (signal.aborted) return finish('interrupted');
				if (isConfirmed) await session.run(stage, {movesDamagedFile: true});
			}
			if (ended === 'stage-cancelled') return finish('interrupted');
			if (ended === 'stage-finished') {
				tally.done++;
				continue;
			}
			tally.failed++;
			if (stage === 'connect') return finish('no-connection');
			blockDependents(stage, `${stage} failed`);
		}
		return finish('completed');
	} finally {
		unsubscribe();
		signal.removeEventListener('abort', cancel);
	}
}
