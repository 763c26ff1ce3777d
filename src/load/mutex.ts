/** Serializes work on something that handles one request at a time. */
export class Mutex {
	#last: Promise<void> | undefined;

	/** Runs `work` after all earlier work has ended; at once if there is none. */
	async runExclusive<T>(work: () => Promise<T>): Promise<T> {
		const result = this.#last === undefined ? work() : this.#last.then(work);
		const release = () => {
			if (this.#last === ended) this.#last = undefined;
		};
		// The caller handles a failure. The next work runs regardless.
		const ended = result.then(release, release);
		this.#last = ended;
		return await result;
	}
}
