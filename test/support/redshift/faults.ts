/** Faults that tests inject into the double. All are off by default. */
export class Faults {
	/** Minimum time for each file of a COPY, in milliseconds. */
	copyDelayMs = 0;
	/** COPY sends no notices. */
	withoutNotices = false;
	/** Number of files after which a COPY hangs until it is released or cancelled. */
	holdAfterFiles: number | undefined;
	/** Number of files after which the connection that runs a COPY is closed. */
	cutAfterFiles: number | undefined;
	/** Number of files after which the connection that runs a COPY stays open but delivers nothing. */
	silentAfterFiles: number | undefined;
	/** Closes the connection after a COMMIT is done, before its response. */
	cutInCommit = false;
	/** Delay between TCP connect and login, in milliseconds, as on an idle workgroup (exmergo/dex#97). */
	loginDelayMs = 0;
	/** Number of logins that end in a connection reset. */
	resetLogins = 0;
	/** Number of statements outside a transaction that fail with `Query cancelled.`, as after a paused cluster resumes. */
	restores = 0;
	/** Number of cursors to refuse. It is a guess that a cluster refuses one for a query of the leader node. */
	refusedCursors = 0;
	/** Number of COMMITs to fail with a serializable isolation violation. */
	conflicts = 0;
	#release: Array<() => void> = [];

	/** Resumes everything that hangs and holds nothing further. */
	release(): void {
		this.holdAfterFiles = undefined;
		for (const release of this.#release.splice(0)) release();
	}

	/** Turns all faults off. */
	clear(): void {
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

	/** Consumes one occurrence of a counted fault. Returns false when none is left. */
	take(what: 'resetLogins' | 'restores' | 'conflicts' | 'refusedCursors'): boolean {
		if (this[what] === 0) return false;
		this[what]--;
		return true;
	}

	/** Called by the loader after each file; waits while the COPY is held. @throws the signal's reason */
	async passFiles(files: number, signal: AbortSignal): Promise<void> {
		if (files !== this.holdAfterFiles) return;
		signal.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			this.#release.push(resolve);
			signal.addEventListener('abort', () => reject(signal.reason));
		});
	}
}
