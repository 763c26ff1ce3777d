/** Serializes work on the load session, which handles one request at a time. */
export type Mutex = {
	runExclusive<T>(work: () => Promise<T>): Promise<T>;
};

export function createMutex(): Mutex {
	let last: Promise<unknown> = Promise.resolve();
	return {
		runExclusive(work) {
			const result = last.then(work);
			// The caller handles a failure. The next work runs regardless.
			last = result.catch(() => undefined);
			return result;
		},
	};
}
