import type {LoadSession} from '../../load/load-session.js';
import type {StageId} from '../../star/stages.js';
import type {LoadControl} from './load-control.js';

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
	readonly load: LoadControl;
};

export function createPreflightControl({session, load}: PreflightControlOptions): PreflightControl {
	/** While busy, further keys start nothing. */
	let busy = false;

	async function unlessBusy(work: () => Promise<unknown>): Promise<void> {
		if (busy) return;
		busy = true;
		try {
			await work();
		} finally {
			busy = false;
		}
		await load.planSelected();
	}

	const endLoads = (stage: StageId) => unlessBusy(async () => session.endLoads(stage));

	return {
		dryRun: stage => unlessBusy(async () => session.dryRun(stage)),
		waitForLoads: stage => unlessBusy(async () => session.waitForLoads(stage)),
		endLoads,
		async startOver(stage) {
			await endLoads(stage);
			if (session.state.plans[stage]?.running === undefined) await load.run(stage);
		},
	};
}
