/** What befalls the loads of a double from now on; nothing unless a test says so. */
export class Faults {
	/** Time that every file of a COPY takes at least, in milliseconds. */
	copyDelayMs = 0;
	/** COPY sends no notices. */
	withoutNotices = false;
	/** Files after which a COPY stands still, until it is released or cancelled. */
	holdAfterFiles: number | undefined;
	/** Files after which the connection that runs a COPY is torn. */
	cutAfterFiles: number | undefined;
	/** Files after which nothing more comes over the connection that runs a COPY, which stays open. */
	silentAfterFiles: number | undefined;
	/** The connection is torn when its COMMIT is done, before the answer. */
	cutInCommit = false;
	/** Time that a login takes after TCP has connected, in milliseconds, as of an idle workgroup (exmergo/dex#97). */
	loginDelayMs = 0;
	/** Logins that end in a reset of the connection. */
	resetLogins = 0;
	/** Statements outside a transaction that are answered by `Query cancelled.`, as after a pause of the cluster. */
	restores = 0;
	/** Cursors that are refused; that a cluster refuses one for a query of the leader node is a guess. */
	refusedCursors = 0;
	/** COMMITs that are refused as a serializable isolation violation. */
	conflicts = 0;
	#release: Array<() => void> = [];

	/** Lets go on what stands still, and whatever comes. */
	release(): void {
		this.holdAfterFiles = undefined;
		for (const release of this.#release.splice(0)) release();
	}

	/** From now on nothing befalls them any more. */
	heal(): void {
		this.copyDelayMs = 0;
		this.withoutNotices = false;
		this.cutAfterFiles = undefined;
		this.silentAfterFiles = undefined;
		this.cutInCommit = false;
		this.loginDelayMs = 0;
		this.resetLogins = 0;
		this.restores = 0;
		this.conflicts = 0;
		this.refusedCursors = 0;
		this.release();
	}

	/** Takes one of the faults that befall a number of times; false when none is left. */
	take(what: 'resetLogins' | 'restores' | 'conflicts' | 'refusedCursors'): boolean {
		if (this[what] === 0) return false;
		this[what]--;
		return true;
	}

	/** For the loader: waits as long as it has to after so many files. @throws the signal's reason */
	async passFiles(files: number, signal: AbortSignal): Promise<void> {
		if (files !== this.holdAfterFiles) return;
		signal.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			this.#release.push(resolve);
			signal.addEventListener('abort', () => reject(signal.reason));
		});
	}
}
