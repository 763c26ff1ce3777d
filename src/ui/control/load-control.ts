import {chainLosses, isConfirmed} from '../../pipeline/chain-losses.js';
import type {PipelineEvent} from '../../pipeline/events.js';
import {failureOf} from '../../pipeline/failure-of.js';
import type {LoadSession, RunStageOptions} from '../../pipeline/load-session.js';
import type {Loss, StageId} from '../../pipeline/stage.js';
import {remaining} from '../../pipeline/state.js';
import {busyStage} from '../busy.js';
import type {PendingRun} from '../mode.js';
import type {Store} from '../store.js';
import type {StageEnd, UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';
import type {Mutex} from './mutex.js';

/** What a person can have done with the stages. Nothing here rejects but for a defect. */
export type LoadControl = {
	/** Works out what the selected stage would do, if that is not known or may have changed. */
	planSelected(): Promise<void>;
	/** Runs a stage; asks first if that destroys data. */
	run(stage: StageId, options?: RunStageOptions): Promise<void>;
	/** Runs all stages that remain; asks once if that destroys data. */
	runAll(): Promise<void>;
	/** Takes the answer to that question: runs what it is about after a `yes`, and nothing after anything else. */
	confirm(): Promise<void>;
	skip(stage: StageId): Promise<void>;
	cancel(): Promise<void>;
};

/** Why a stage is not run while another session loads into its table. */
export const otherLoadNotice = 'Another session loads into this table: w waits, c cancels it.';

export type LoadControlOptions = {
	readonly session: LoadSession;
	readonly store: Store<UiState, UiAction>;
	readonly mutex: Mutex;
};

export function createLoadControl({session, store, mutex}: LoadControlOptions): LoadControl {
	const {dispatch, getState} = store;
	/** From the key that starts a stage to its end: a second key starts nothing. */
	let starting = false;
	let ended: StageEnd = 'cancelled';
	/** What the user has confirmed for the chain of stages that is running. */
	let confirmed: readonly Loss[] = [];
	// At once, and not when the one who started the stage hears of it: no frame shows what was before its end.
	session.onEvent(event => {
		const end = endOf(event);
		if (end === undefined) return;
		ended = end.end;
		dispatch({type: 'stage-ended', ...end, load: session.state, now: Date.now()});
	});

	async function plan(stage: StageId): Promise<void> {
		await mutex.runExclusive(async () => {
			// Whoever waited for the turn may have had it done already.
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

	/** Runs a stage, and answers how it ended. */
	async function runNow(stage: StageId, options: RunStageOptions = {}): Promise<StageEnd> {
		await mutex.runExclusive(async () => {
			await session.run(stage, options);
		});
		return ended;
	}

	async function alone(work: () => Promise<void>): Promise<void> {
		if (starting) return;
		starting = true;
		try {
			await work();
		} finally {
			starting = false;
		}
		await planSelected();
	}

	/** Why a stage can't be run at once; undefined when it can. */
	function blockReason(stage: StageId): string | undefined {
		const {load, planFailures} = getState();
		if (planFailures.has(stage)) return "Couldn't plan this stage. Press Enter to retry.";
		return load.plans[stage]?.running === undefined ? undefined : otherLoadNotice;
	}

	/** Whether the user has confirmed all that a stage destroys, by its latest plan. */
	function isStageConfirmed(stage: StageId): boolean {
		return isConfirmed(getState().load.plans[stage]?.destroys ?? [], confirmed);
	}

	/** Opens the question, unless the user is elsewhere and would not see what it is about. */
	function ask(pendingRun: PendingRun): void {
		if (getState().mode.type === 'stage') {
			dispatch({type: 'mode-changed', mode: {type: 'confirm', pendingRun, text: '', isSeen: false}});
		} else {
			dispatch({
				type: 'notice-shown',
				notice: 'Stopped before a stage that destroys data. Press a at the stages.',
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

	/** Runs what remains, with other loads kept out. */
	async function runChain(): Promise<void> {
		await session.exclusively(runRemaining);
	}

	/** Once connected, and before anything else, it asks about everything that this destroys. */
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
			await alone(() => runOne(stage, options));
		},
		async runAll() {
			if (session.running !== undefined || starting) {
				// It goes on from here when the stage has ended.
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
			await alone(runChain);
		},
		async confirm() {
			const {mode} = getState();
			if (mode.type !== 'confirm') return;
			const {pendingRun, text} = mode;
			dispatch({type: 'closed'});
			const [stage] = pendingRun.stages;
			if (text.trim() !== 'yes' || stage === undefined)
				return dispatch({type: 'notice-shown', notice: 'Not confirmed: everything stays as it is.'});
			await alone(async () => {
				confirmed = pendingRun.destroys;
				// Another session may have added rows while the question was on screen.
				dispatch({type: 'plans-outdated'});
				if (pendingRun.isChain) await runChain();
				else await runOne(stage, pendingRun.options);
			});
		},
		async skip(stage) {
			if (starting)
				return dispatch({type: 'notice-shown', notice: 'A stage is about to run. It was not skipped.'});
			session.skip(stage);
			if (getState().runAll === 'paused') await alone(runChain);
			else await planSelected();
		},
		async cancel() {
			dispatch({type: 'cancelling'});
			await session.cancel();
		},
	};
}

/** The selected stage, if it is to be planned now. In the SQL pane nobody sees its plan. */
function toPlan(state: UiState): StageId | undefined {
	const {mode, selected, freshPlans} = state;
	const isInView = mode.type === 'stage' || mode.type === 'sql-text';
	return isInView && !freshPlans.has(selected) && canBePlanned(state, selected) ? selected : undefined;
}

/** Before `connect` nothing else can be asked, and a stage that waits is not asked about. */
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
