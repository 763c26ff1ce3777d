import type {LoadSession, RunStageOptions} from '../../load/load-session.js';
import type {Loss} from '../../load/losses.js';
import {
	type Decision,
	type RunStagesOptions,
	type RunTally,
	runStages,
	type Step,
} from '../../load/run-stages.js';
import {nextStage, remaining} from '../../load/state.js';
import type {StageId} from '../../star/stages.js';
import {busyStage} from '../state/busy.js';
import type {PendingRun} from '../state/mode.js';
import {pageMode} from '../state/selected-cell.js';
import type {Snapshot} from '../state/snapshot.js';
import type {Store} from '../state/store.js';

/** Actions on stages. They reject only because of a defect. */
export type LoadControl = {
	/** Plans the first stage or, after an earlier load, connects; opens the page if nothing is left to do. */
	start(): Promise<void>;
	/** Plans the selected stage, unless its plan is up to date. */
	planSelected(): Promise<void>;
	/** Runs a stage; asks first if that destroys data. */
	run(stage: StageId, options?: RunStageOptions): Promise<void>;
	/** Runs all remaining stages; asks once if that destroys data. */
	runAll(): Promise<void>;
	/** Handles the answer to that question: runs the stages only after `yes`, or the name of a production warehouse. */
	confirm(): Promise<void>;
	skip(stage: StageId): Promise<void>;
	/** Cancels what runs, and the rest of a chain. */
	cancel(): Promise<void>;
};

export const otherLoadNotice = 'Another session is loading this table: w waits, c cancels it.';

export type LoadControlOptions = {
	readonly session: LoadSession;
	readonly store: Store;
};

export function createLoadControl({
	session,
	store: {dispatch, getState, showNotice},
}: LoadControlOptions): LoadControl {
	/** From the key that starts a stage until its end. Further keys start nothing. */
	let starting = false;
	let planning: Promise<void> | undefined;
	/** Losses that the user has confirmed for the running chain of stages. */
	let confirmed: readonly Loss[] = [];
	let stopping = new AbortController();

	async function planSelected(): Promise<void> {
		if (toPlan(getState()) !== undefined) planning ??= planUntilFresh();
		await planning;
	}

	async function planUntilFresh(): Promise<void> {
		try {
			for (let stage = toPlan(getState()); stage !== undefined; stage = toPlan(getState()))
				await session.plan(stage);
		} finally {
			planning = undefined;
		}
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

	/** Asks for confirmation, or only shows a notice if the user is in another view. */
	function ask(pendingRun: PendingRun): void {
		if (getState().mode.type === 'stage') {
			dispatch({type: 'mode-changed', mode: {type: 'confirm', pendingRun, text: '', isSeen: false}});
		} else {
			showNotice('Stopped: the next stage destroys data. Press a in the stage list.');
		}
	}

	/** Runs a stage unless another session is loading its table or it destroys data; then shows that and stops. */
	function decide({stage, stages, plan, losses}: Step, isChain: boolean, options: RunStageOptions): Decision {
		const isBlocked = plan.running !== undefined;
		if (!isBlocked && losses.length === 0) return 'run';
		if (isChain) dispatch({type: 'stage-selected', stage});
		if (isBlocked) {
			if (isChain) dispatch({type: 'run-all', runAll: 'paused'});
			showNotice(otherLoadNotice);
		} else ask({stages, destroys: losses, isChain, options});
		return 'stop';
	}

	async function run(
		options: Pick<RunStagesOptions, 'stages' | 'confirmsFirst' | 'runOptions'>,
	): Promise<RunTally> {
		const {stages, runOptions = {}} = options;
		stopping = new AbortController();
		return runStages(session, {
			...options,
			confirmed,
			decide: step => decide(step, stages === undefined, runOptions),
			signal: stopping.signal,
		});
	}

	/** Runs a stage, and then the rest if the user has asked for that. */
	async function runOne(stage: StageId, runOptions: RunStageOptions): Promise<void> {
		const {done} = await run({stages: [stage], runOptions});
		if (done === 1 && getState().runAll === 'paused') await runRest();
	}

	async function runRest(): Promise<void> {
		dispatch({type: 'run-all', runAll: 'on'});
		await run({confirmsFirst: true});
		if (getState().runAll === 'on') dispatch({type: 'run-all', runAll: 'off'});
	}

	return {
		async start() {
			if (!session.hasLoadedBefore) return planSelected();
			await unlessStarting(() => runOne('connect', {}));
			const {load, mode, selected} = getState();
			if (mode.type !== 'stage' || load.stages.connect.type !== 'done') return;
			const next = nextStage(load);
			if (next === undefined) dispatch({type: 'mode-changed', mode: pageMode(getState())});
			else if (selected === 'connect') dispatch({type: 'stage-selected', stage: next});
		},
		planSelected,
		async run(stage, options = {}) {
			if (!starting && getState().runAll === 'off') confirmed = [];
			await unlessStarting(() => runOne(stage, options));
		},
		async runAll() {
			const {running, runAll, load} = getState();
			if (running !== undefined || starting) {
				// The chain continues when the running stage has ended.
				if (runAll === 'off') dispatch({type: 'run-all', runAll: 'paused'});
				return;
			}
			const [stage] = remaining(load);
			if (stage === undefined) {
				showNotice('All stages are done. Select one with ↑ ↓ to run it again.');
				return;
			}
			confirmed = [];
			dispatch({type: 'stage-selected', stage});
			await unlessStarting(runRest);
		},
		async confirm() {
			const {mode, production = 'yes'} = getState();
			if (mode.type !== 'confirm') return;
			const {pendingRun, text} = mode;
			dispatch({type: 'closed'});
			const [stage] = pendingRun.stages;
			if (text.trim() !== production || stage === undefined)
				return showNotice('Not confirmed; nothing was changed.');
			await unlessStarting(async () => {
				confirmed = pendingRun.destroys;
				// Another session may have added rows while the question was on screen.
				session.outdatePlans();
				if (pendingRun.isChain) await runRest();
				else await runOne(stage, pendingRun.options);
			});
		},
		async skip(stage) {
			if (starting) return showNotice('A stage is starting. It was not skipped.');
			session.skip(stage);
			if (getState().runAll === 'paused') await unlessStarting(runRest);
			else await planSelected();
		},
		async cancel() {
			dispatch({type: 'cancelling'});
			stopping.abort();
			await session.cancel();
		},
	};
}

/**
The selected stage, if its plan is in view and not up to date. Planning needs a connection, except for `connect` itself,
and a stage that is not waiting.
*/
function toPlan(state: Snapshot): StageId | undefined {
	const {mode, selected, load} = state;
	const isInView = mode.type === 'stage' || mode.type === 'sql-text';
	if (!isInView || load.freshPlans.has(selected) || busyStage(state) !== undefined) return undefined;
	const isPossible =
		selected === 'connect' ||
		(load.stages.connect.type === 'done' && load.stages[selected].type !== 'waiting');
	return isPossible ? selected : undefined;
}
