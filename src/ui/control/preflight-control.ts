import type {LoadSession} from '../../pipeline/load-session.js';
import type {StageId} from '../../pipeline/stage.js';
import type {Store} from '../store.js';
import type {UiAction} from '../ui-action.js';
import type {UiState} from '../ui-state.js';
import type {LoadControl} from './load-control.js';
import type {Mutex} from './mutex.js';

/** What a person can have done before a stage runs: try it out, and deal with loads of other sessions. */
export type PreflightControl = {
	dryRun(stage: StageId): Promise<void>;
	/** Waits until the loads of other sessions into the stage's table are over. */
	waitForLoads(stage: StageId): Promise<void>;
	/** Has them cancelled. */
	endLoads(stage: StageId): Promise<void>;
	/** Has them cancelled and runs the stage, unless that destroys data: then it asks. */
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
	/** From the key to the end: a second key starts nothing. */
	let busy = false;

	async function alone(work: () => Promise<void>): Promise<void> {
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

	/** The session plans the stage itself; what is known of the others may be wrong. */
	async function settleLoads(stage: StageId, work: () => Promise<void>): Promise<void> {
		await alone(work);
		dispatch({type: 'plans-outdated'});
		dispatch({type: 'stage-planned', stage});
		await load.planSelected();
	}

	const endLoads = (stage: StageId) => settleLoads(stage, async () => session.endLoads(stage));

	return {
		async dryRun(stage) {
			await alone(async () => {
				const status = await session.dryRun(stage);
				if (status === undefined) dispatch({type: 'notice-shown', notice: 'Cancelled: nothing was changed.'});
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
