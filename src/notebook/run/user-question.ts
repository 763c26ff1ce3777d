/** The answer to a question; `cancelled` by its signal, `none` if none came in time. */
export type Answer = 'yes' | 'no' | 'none' | 'cancelled';

/** Waits for an answer of the user. */
export class UserQuestion {
	readonly answer: Promise<Answer>;
	#settle: (answer: Answer) => void = () => {};

	/** @param maxMs How long to wait. */
	constructor(signal: AbortSignal, maxMs: number) {
		const cancel = () => this.settle('cancelled');
		let timer: NodeJS.Timeout | undefined;
		this.answer = new Promise<Answer>(resolve => {
			this.#settle = resolve;
			timer = setTimeout(() => resolve('none'), maxMs);
			if (signal.aborted) cancel();
			else signal.addEventListener('abort', cancel);
		}).finally(() => {
			clearTimeout(timer);
			signal.removeEventListener('abort', cancel);
		});
	}

	/** Only the first call counts. */
	settle(answer: Answer): void {
		this.#settle(answer);
	}
}
