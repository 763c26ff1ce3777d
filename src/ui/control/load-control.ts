import {chainLosses, isConfirmed} from '../../load/chain-losses.js';
import type {PipelineEvent} from '../../load/events.js';
import {failureOf} from '../../load/failure-of.js';
import type {LoadSession, RunStageOptions} from '../../load/load-session.js';
import type {Loss} from '../../load/losses.js';
import {remaining} from '../../load/state.js';
import type {StageId} from '../../star/stages.js';
import {busyStage} from '../busy.js';
import type {PendingRun} from '../mode.js';
import type {Store} from '../store.js';
import type {StageEnd, UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';
import type {Mutex} from './mutex.js';

/** Actions on stages. They reject only because of a defect. */
export type LoadControl = {
	/** Plans the selected stage, unless its plan is up to date. */
	planSelected(): Promise<void>;
	/** Runs a stage; asks first if that destroys data. */
	run(stage: StageId, options?: RunStageOptions): Promise<void>;
	/** Runs all remaining stages; asks once if that destroys data. */
	runAll(): Promise<void>;
	/** Handles the answer to that question: runs the stages only after `yes`. */
	confirm(): Promise<void>;
	skip(stage: StageId): Promise<void>;
	cancel(): Promise<void>;
};

export const otherLoadNotice = 'Another session is loading this table: w waits, c cancels it.';

export type LoadControlOptions = {
	readonly session: LoadSession;
	readonly store: Store<UiState, UiAction>;
	readonly mutex: Mutex;
};

export function createLoadControl({session, store, mutex}: LoadControlOptions): LoadControl {
	const {dispatch, getState} = store;
	/** From the key that starts a stage until its end. Further keys start nothing. */
	let starting = false;
	let ended: StageEnd = 'cancelled';
	/** Losses that the user has confirmed for the running chain of stages. */
	let confirmed: readonly Loss[] = [];
	// Update at once, before the caller's promise resolves, so that no frame shows an outdated state.
	session.onEvent(event => {
		const end = endOf(event);
		if (end === undefined) return;
		ended = end.end;
		dispatch({type: 'stage-ended', ...end, load: session.state, now: Date.now()});
	});

	async function plan(stage: StageId): Promise<void> {
		await mutex.runExclusive(async () => {
			// An earlier caller may have planned it while this one waited for the mutex.
			if (getState().freshPlans.has(stage) || !canBePlanned(getState(), stage)) return;
			try {
				await session.plan(stage);
				dispatch({type: 'stage-planned', stage});
			} catch (error) {
				dispatch({type: 'stage-planned', stage, failure: failureOf(error)});
			}
		});
	}

	async function planSelected(): Promise<void> {
		for (let stage = toPlan(getState()); stage !== undefined; stage = toPlan(getState())) await plan(stage);
	}

	/** Runs a stage and returns how it ended. */
	async function runNow(stage: StageId, options: RunStageOptions = {}): Promise<StageEnd> {
		await mutex.runExclusive(async () => {
			await session.run(stage, options);
		});
		return ended;
	}

	async function unlessStarting(work: () => Promise<void>): Promise<void> {
		if (starting) return;
		starting = true;
		try {
			await work();
		} finally {
			starting = false;
		}
		await planSelected();
	}

	/** Why a stage can't run now, if so. */
	function blockReason(stage: StageId): string | undefined {
		const {load, planFailures} = getState();
		if (planFailures.has(stage)) return "Couldn't plan this stage. Press Enter to retry.";
		return load.plans[stage]?.running === undefined ? undefined : otherLoadNotice;
	}

	/** Whether the user has confirmed everything that the stage's latest plan destroys. */
	function isStageConfirmed(stage: StageId): boolean {
		return isConfirmed(getState().load.plans[stage]?.destroys ?? [], confirmed);
	}

	/** Asks for confirmation, or only shows a notice if the user is in another view. */
	function ask(pendingRun: PendingRun): void {
		if (getState().mode.type === 'stage') {
			dispatch({type: 'mode-changed', mode: {type: 'confirm', pendingRun, text: '', isSeen: false}});
		} else {
			dispatch({
				type: 'notice-shown',
				notice: 'Stopped: the next stage destroys data. Press a in the stage list.',
			});
		}
	}

	async function runOne(stage: StageId, options: RunStageOptions): Promise<void> {
		if (getState().planFailures.has(stage)) dispatch({type: 'plans-outdated'});
		await plan(stage);
		const notice = blockReason(stage);
		if (notice !== undefined) return dispatch({type: 'notice-shown', notice});
		if (!isStageConfirmed(stage)) {
			const destroys = getState().load.plans[stage]?.destroys ?? [];
			return ask({stages: [stage], destroys, isChain: false, options});
		}
		const end = await runNow(stage, options);
		if (end === 'finished' && getState().runAll === 'paused') await runChain();
	}

	/** Runs the remaining stages while holding the load lock. */
	async function runChain(): Promise<void> {
		await session.exclusively(runRemaining);
	}

	/** Once connected, asks about everything that the chain destroys before it runs. */
	async function runRemaining(): Promise<void> {
		dispatch({type: 'run-all', runAll: 'on'});
		let isChainChecked = false;
		for (;;) {
			const stages = remaining(session.state);
			const [stage] = stages;
			if (stage === undefined) break;
			if (stage !== 'connect' && !isChainChecked) {
				isChainChecked = true;
				const destroys = await mutex.runExclusive(async () => chainLosses(session, stages));
				if (getState().runAll !== 'on') return;
				if (!isConfirmed(destroys, confirmed)) {
					dispatch({type: 'stage-selected', stage});
					ask({stages, destroys, isChain: true, options: {}});
					break;
				}
			}
			await plan(stage);
			if (getState().runAll !== 'on') return;
			const notice = blockReason(stage);
			if (notice !== undefined) {
				dispatch({type: 'stage-selected', stage});
				dispatch({type: 'run-all', runAll: 'paused'});
				return dispatch({type: 'notice-shown', notice});
			}
			if (!isStageConfirmed(stage)) {
				isChainChecked = false;
				continue;
			}
			const end = await runNow(stage, {
				isFollowedByStaging: stages.includes('stage-events') || stages.includes('stage-songs'),
			});
			if (end !== 'finished' || getState().runAll !== 'on') break;
		}
		dispatch({type: 'run-all', runAll: 'off'});
	}

	return {
		planSelected,
		async run(stage, options = {}) {
			if (!starting && getState().runAll === 'off') confirmed = [];
			await unlessStarting(() => runOne(stage, options));
		},
		async runAll() {
			if (session.running !== undefined || starting) {
				// The chain continues when the running stage has ended.
				if (getState().runAll === 'off') dispatch({type: 'run-all', runAll: 'paused'});
				return;
			}
			const [stage] = remaining(session.state);
			if (stage === undefined) {
				dispatch({type: 'notice-shown', notice: 'All stages are done. Select one with ↑ ↓ to run it again.'});
				return;
			}
			confirmed = [];
			dispatch({type: 'stage-selected', stage});
			await unlessStarting(runChain);
		},
		async confirm() {
			const {mode} = getState();
			if (mode.type !== 'confirm') return;
			const {pendingRun, text} = mode;
			dispatch({type: 'closed'});
			const [stage] = pendingRun.stages;
			if (text.trim() !== 'yes' || stage === undefined)
				return dispatch({type: 'notice-shown', notice: 'Not confirmed; nothing was changed.'});
			await unlessStarting(async () => {
				confirmed = pendingRun.destroys;
				// Another session may have added rows while the question was on screen.
				dispatch({type: 'plans-outdated'});
				if (pendingRun.isChain) await runChain();
				else await runOne(stage, pendingRun.options);
			});
		},
		async skip(stage) {
			if (starting)
				return dispatch({type: 'notice-shown', notice: 'A stage is starting. It was not skipped.'});
			session.skip(stage);
			if (getState().runAll === 'paused') await unlessStarting(runChain);
			else await planSelected();
		},
		async cancel() {
			dispatch({type: 'cancelling'});
			await session.cancel();
		},
	};
}

/** The selected stage, if its plan is in view and not up to date. */
function toPlan(state: UiState): StageId | undefined {
	const {mode, selected, freshPlans} = state;
	const isInView = mode.type === 'stage' || mode.type === 'sql-text';
	return isInView && !freshPlans.has(selected) && canBePlanned(state, selected) ? selected : undefined;
}

/** Planning needs a connection, except for `connect` itself, and a stage that is not waiting. */
function canBePlanned(state: UiState, stage: StageId): boolean {
	if (busyStage(state) !== undefined) return false;
	const {load} = state;
	return (
		stage === 'connect' || (load.stages.connect.type === 'done' && load.stages[stage].type !== 'waiting')
	);
}

function endOf(event: PipelineEvent): {readonly stage: StageId; readonly end: StageEnd} | undefined {
	switch (event.type) {
		case 'stage-finished':
			return {stage: event.stage, end: 'finished'};
		case 'stage-failed':
			return {stage: event.stage, end: 'failed'};
		case 'stage-cancelled':
			return {stage: event.stage, end: 'cancelled'};
		case 'stage-skipped':
			return {stage: event.stage, end: 'skipped'};
		default:
			return undefined;
	}
}
