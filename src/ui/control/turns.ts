/** The load's session does one thing at a time: work waits for the work before it. */
export type Turns = {
	take<T>(work: () => Promise<T>): Promise<T>;
};

export function createTurns(): Turns {
	let last: Promise<unknown> = Promise.resolve();
	return {
		take(work) {
			const turn = last.then(work);
			// A turn that failed is its owner's business; the next one comes all the same.
			last = turn.catch(() => undefined);
			return turn;
		},
	};
}
