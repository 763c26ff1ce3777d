import type {Step} from './live-report.js';

/** Times the steps of a trial on a real server. */
export class StepTimer {
	/** Those that were done, in order. */
	readonly steps: Step[] = [];

	/** Does a step; one that fails is not among `steps`. */
	async time<T>(step: string, work: () => Promise<T>): Promise<T> {
		const started = performance.now();
		const result = await work();
		this.steps.push({step, ms: Math.round(performance.now() - started)});
		return result;
	}
}
