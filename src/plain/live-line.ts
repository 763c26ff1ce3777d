export type Terminal = {write(text: string): unknown};

/** A terminal line that is rewritten in place. */
export class LiveLine {
	readonly #terminal: Terminal;
	#shown = false;

	constructor(terminal: Terminal) {
		this.#terminal = terminal;
	}

	show(text: string): void {
		this.#terminal.write(`\r${text}\u001B[K`);
		this.#shown = true;
	}

	/** Clears the line and moves the cursor to its start. */
	clear(): void {
		if (this.#shown) this.#terminal.write('\r\u001B[K');
		this.#shown = false;
	}
}
