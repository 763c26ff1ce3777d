import type {LoadSession} from '../../load/load-session.js';
import type {StageId} from '../../star/stages.js';
import type {Store} from '../store.js';
import type {UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';
import type {LoadControl} from './load-control.js';
import type {Mutex} from './mutex.js';

/** Actions before a stage runs: dry runs, and waiting for or cancelling loads of other sessions. */
export type PreflightControl = {
	dryRun(stage: StageId): Promise<void>;
	/** Waits until other sessions have finished loading the stage's table. */
	waitForLoads(stage: StageId): Promise<void>;
	/** Cancels those loads. */
	endLoads(stage: StageId): Promise<void>;
	/** Cancels those loads and runs the stage; asks first if that destroys data. */
	startOver(stage: StageId): Promise<void>;
};

export type PreflightControlOptions = {
	readonly session: LoadSession;
	readonly store: Store<UiState, UiAction>;
	readonly mutex: Mutex;
	readonly load: LoadControl;
};

export function createPreflightControl({
	session,
	store: {dispatch},
	mutex,
	load,
}: PreflightControlOptions): PreflightControl {
	/** While busy, further keys start nothing. */
	let busy = false;

	async function unlessBusy(work: () => Promise<void>): Promise<void> {
		if (busy) return;
		busy = true;
		try {
			await mutex.runExclusive(async () => {
				await work();
			});
		} finally {
			busy = false;
		}
	}

	/** The session plans this stage itself. The plans of the other stages may be outdated. */
	async function settleLoads(stage: StageId, work: () => Promise<void>): Promise<void> {
		await unlessBusy(work);
		dispatch({type: 'plans-outdated'});
		dispatch({type: 'stage-planned', stage});
		await load.planSelected();
	}

	const endLoads = (stage: StageId) => settleLoads(stage, async () => session.endLoads(stage));

	return {
		async dryRun(stage) {
			await unlessBusy(async () => {
				const status = await session.dryRun(stage);
				if (status === undefined) dispatch({type: 'notice-shown', notice: 'Cancelled; nothing was changed.'});
				else dispatch({type: 'dry-run-ended', stage});
			});
			await load.planSelected();
		},
		waitForLoads: stage => settleLoads(stage, async () => session.waitForLoads(stage)),
		endLoads,
		async startOver(stage) {
			await endLoads(stage);
			if (session.state.plans[stage]?.running === undefined) await load.run(stage);
		},
	};
}
