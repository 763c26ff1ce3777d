import type {PipelineEvent} from '../../pipeline/events.js';
import {failureOf} from '../../pipeline/failure-of.js';
import type {LoadSession} from '../../pipeline/load-session.js';
import type {StageId} from '../../pipeline/stage.js';
import {remaining} from '../../pipeline/state.js';
import {busyStage} from '../busy.js';
import type {Store} from '../store.js';
import type {StageEnd, UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';
import type {Turns} from './turns.js';

/** What a person can have done with the stages. Nothing here rejects but for a defect. */
export type LoadControl = {
	/** Works out what the selected stage would do, if that is not known or may have changed. */
	planSelected(): Promise<void>;
	/** @param agreed Whether the person agreed that data is destroyed. */
	run(stage: StageId, agreed: boolean): Promise<void>;
	runAll(): Promise<void>;
	skip(stage: StageId): Promise<void>;
	cancel(): Promise<void>;
};

/** Why a stage is not run that destroys something: what that is stands in the prompt. */
export const needsAgreement = 'Not run: here it takes a capital Y.';

/** Why a stage is not run while another session loads into its table. */
export const besideLoad = 'Another session loads into this table: w waits, c cancels it.';

export type LoadControlOptions = {
	readonly session: LoadSession;
	readonly store: Store<UiState, UiAction>;
	readonly turns: Turns;
};

export function createLoadControl({session, store, turns}: LoadControlOptions): LoadControl {
	const {dispatch, getState} = store;
	/** From the key that starts a stage to its end: a second key starts nothing. */
	let starting = false;
	let ended: StageEnd = 'cancelled';
	// At once, and not when the one who started the stage hears of it: no frame shows what was before its end.
	session.onEvent(event => {
		const end = endOf(event);
		if (end === undefined) return;
		ended = end.end;
		dispatch({type: 'stage-ended', ...end, load: session.state, now: Date.now()});
	});

	async function plan(stage: StageId): Promise<void> {
		await turns.take(async () => {
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
	async function runNow(stage: StageId): Promise<StageEnd> {
		await turns.take(async () => {
			await session.run(stage);
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
	function obstacle(stage: StageId, agreed: boolean): string | undefined {
		const {load, planFailures} = getState();
		if (planFailures.has(stage)) return 'It cannot be told what this would do: Enter asks again.';
		if (load.plans[stage]?.running !== undefined) return besideLoad;
		const losses = load.plans[stage]?.destroys ?? [];
		return losses.length === 0 || agreed ? undefined : needsAgreement;
	}

	async function run(stage: StageId, agreed: boolean): Promise<void> {
		await alone(async () => {
			if (getState().planFailures.has(stage)) dispatch({type: 'plans-outdated'});
			await plan(stage);
			const remark = obstacle(stage, agreed);
			if (remark !== undefined) {
				dispatch({type: 'remarked', remark});
				return;
			}
			const end = await runNow(stage);
			if (end === 'finished' && getState().runAll === 'paused') await runRest();
		});
	}

	async function runRest(): Promise<void> {
		dispatch({type: 'run-all', runAll: 'on'});
		for (;;) {
			const [stage] = remaining(session.state);
			if (stage === undefined) break;
			await plan(stage);
			if (getState().runAll !== 'on') return;
			const remark = obstacle(stage, false);
			if (remark !== undefined) {
				dispatch({type: 'stage-selected', stage});
				dispatch({type: 'run-all', runAll: 'paused'});
				const isBeside = remark === besideLoad;
				dispatch({type: 'remarked', remark: isBeside ? besideLoad : 'Paused: this stage destroys data.'});
				return;
			}
			const end = await runNow(stage);
			if (end !== 'finished' || getState().runAll !== 'on') break;
		}
		dispatch({type: 'run-all', runAll: 'off'});
	}

	return {
		planSelected,
		run,
		async runAll() {
			if (session.running !== undefined || starting) {
				// It goes on from here when the stage has ended.
				if (getState().runAll === 'off') dispatch({type: 'run-all', runAll: 'paused'});
				return;
			}
			const [stage] = remaining(session.state);
			if (stage === undefined) {
				dispatch({type: 'remarked', remark: 'Nothing remains to be run.'});
				return;
			}
			dispatch({type: 'stage-selected', stage});
			await alone(runRest);
		},
		async skip(stage) {
			if (starting)
				return dispatch({type: 'remarked', remark: 'A stage is about to run: it is not skipped.'});
			session.skip(stage);
			if (getState().runAll === 'paused') await alone(runRest);
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
