import type {TimedStep} from './live-report.js';

/** Measures the steps of `doctor --live`. */
export class StepTimer {
	/** The completed steps, in order. */
	readonly steps: TimedStep[] = [];

	/** Runs and measures a step. Failed steps are not recorded. */
	async time<T>(step: string, work: () => Promise<T>): Promise<T> {
		const started = performance.now();
		const result = await work();
		this.steps.push({step, ms: Math.round(performance.now() - started)});
		return result;
	}
}
