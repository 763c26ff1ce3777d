/** The load's session does one thing at a time: work waits for the work before it. */
export type Mutex = {
	runExclusive<T>(work: () => Promise<T>): Promise<T>;
};

export function createMutex(): Mutex {
	let last: Promise<unknown> = Promise.resolve();
	return {
		runExclusive(work) {
			const turn = last.then(work);
			// A turn that failed is its owner's business; the next one comes all the same.
			last = turn.catch(() => undefined);
			return turn;
		},
	};
}
