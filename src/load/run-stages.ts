import {dependentStages, recordsOf, type StageId, tableOf} from '../star/stages.js';
import {type ChainLoss, chainLosses, isConfirmed} from './chain-losses.js';
import type {LoadSession, RunStageOptions} from './load-session.js';
import type {Loss} from './losses.js';
import type {Plan} from './stage.js';
import {remaining} from './state.js';

/** A stage that can run now. */
export type Step = {
	readonly stage: StageId;
	/** The stages that are to run, starting with this one. */
	readonly stages: readonly StageId[];
	readonly plan: Plan;
	/** Everything that these stages destroy, if any of it must be confirmed now; else empty. */
	readonly losses: readonly ChainLoss[];
};

/** What to do about a step. To run it confirms its losses. */
export type Decision = 'run' | 'skip' | 'stop';

export type RunStagesOptions = {
	/** The stages to run, in order, whether or not they are done. By default those that remain. */
	readonly stages?: readonly StageId[];
	/** Called before each stage that can run. By default, every stage runs, whatever it destroys. */
	readonly decide?: (step: Step) => Decision | Promise<Decision>;
	/** Whether losses must be confirmed as soon as there is a connection, not only at the stage that causes them. */
	readonly confirmsFirst?: boolean;
	/** Losses that are confirmed already. */
	readonly confirmed?: readonly Loss[];
	/** Whether the `stages` that don't depend on a failed one still run. */
	readonly continuesAfterFailure?: boolean;
	/** Called for each stage that can't run, in order. @param why E.g. `stage-events failed`. */
	readonly onBlocked?: (stage: StageId, why: string) => void;
	/** Called if the database file is damaged. Returns whether to move it aside and connect again. */
	readonly onDamagedFile?: () => Promise<boolean>;
	/** Options for each stage. */
	readonly runOptions?: Omit<RunStageOptions, 'isFollowedByStaging' | 'listsFiles'>;
	/** Cancels the running stage; no other is started. */
	readonly signal: AbortSignal;
};

export type RunTally = {
	readonly done: number;
	readonly failed: number;
	readonly skipped: number;
	/** Stages that were not started, for any reason. */
	readonly notRun: number;
	/** `stopped`: by a decision or a failure. */
	readonly end: 'completed' | 'no-connection' | 'stopped' | 'interrupted';
};

/**
Runs stages in order, holding the load lock from the first to the last. A failed or skipped stage blocks those that
depend on it; without a connection nothing runs.
*/
export async function runStages(session: LoadSession, options: RunStagesOptions): Promise<RunTally> {
	const cancel = () => void session.cancel();
	options.signal.addEventListener('abort', cancel);
	try {
		return await session.exclusively(async () => runInOrder(session, options));
	} finally {
		options.signal.removeEventListener('abort', cancel);
	}
}

async function runInOrder(session: LoadSession, options: RunStagesOptions): Promise<RunTally> {
	const {stages, continuesAfterFailure = false, onBlocked, onDamagedFile, runOptions, signal} = options;
	const decide = decider(session, options);
	const obstacles = new Map<StageId, string>();
	const tally = {done: 0, failed: 0, skipped: 0};
	const finish = (end: RunTally['end']): RunTally => ({
		...tally,
		notRun:
			stages === undefined
				? remaining(session.state).length
				: stages.length - tally.done - tally.failed - tally.skipped,
		end,
	});
	const blockDependents = (stage: StageId, why: string) => {
		for (const id of dependentStages(stage)) if (!obstacles.has(id)) obstacles.set(id, why);
	};
	let last: StageId | undefined;
	for (let given = stages; ; given = given?.slice(1)) {
		const pending = given ?? remaining(session.state);
		const [stage] = pending;
		if (stage === undefined) {
			// After a stage that fills a table, only some tables were counted.
			if (last !== undefined && tableOf(last) !== undefined) await session.refresh();
			return finish('completed');
		}
		const obstacle = obstacles.get(stage);
		if (obstacle !== undefined) {
			onBlocked?.(stage, obstacle);
			continue;
		}
		if (signal.aborted) return finish('interrupted');
		const decision = await decide(pending, stage);
		if (signal.aborted) return finish('interrupted');
		if (decision === 'stop') return finish('stopped');
		if (decision === 'skip') {
			session.skip(stage);
			tally.skipped++;
			// A stage may be done from an earlier run.
			if (session.state.stages[stage].type !== 'done') blockDependents(stage, `${stage} was skipped`);
			continue;
		}
		const isFollowedByStaging = pending.some(id => recordsOf(id) !== undefined);
		// A question would give the files time to change.
		const listsFiles =
			stage === 'connect' &&
			options.decide === undefined &&
			isFollowedByStaging &&
			pending.includes('drop-tables');
		let end = await session.run(stage, {...runOptions, isFollowedByStaging, listsFiles});
		if (end.type === 'failed' && end.failure.damaged && onDamagedFile !== undefined) {
			const moves = await onDamagedFile();
			if (signal.aborted) return finish('interrupted');
			if (moves) end = await session.run(stage, {movesDamagedFile: true});
		}
		switch (end.type) {
			case 'done':
				tally.done++;
				last = stage;
				break;
			case 'failed':
				tally.failed++;
				if (stage === 'connect') return finish('no-connection');
				if (!continuesAfterFailure) return finish('stopped');
				blockDependents(stage, `${stage} failed`);
				break;
			case 'cancelled':
			case 'busy':
				return finish('interrupted');
		}
	}
}

/** Plans each stage and has the caller decide about it, with the losses that need confirmation. */
function decider(session: LoadSession, options: RunStagesOptions) {
	const {decide, confirmsFirst = false, confirmed = [], signal} = options;
	let allConfirmed = confirmed;
	let mustConfirm = confirmsFirst;
	return async (stages: readonly StageId[], stage: StageId): Promise<Decision> => {
		if (decide === undefined) return 'run';
		const {freshPlans, plans} = session.state;
		const known = freshPlans.has(stage) ? plans[stage] : undefined;
		let plan = known ?? (await session.plan(stage));
		let losses: readonly ChainLoss[] = [];
		if ((mustConfirm && stage !== 'connect') || !isConfirmed(plan.destroys, allConfirmed)) {
			mustConfirm = false;
			losses = await chainLosses(session, stages);
			plan = session.state.plans[stage] ?? plan;
		}
		if (signal.aborted) return 'stop';
		if (isConfirmed(losses, allConfirmed)) losses = [];
		const decision = await decide({stage, stages, plan, losses});
		if (decision === 'run') allConfirmed = [...allConfirmed, ...losses];
		return decision;
	};
}
