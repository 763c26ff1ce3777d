/** What is written to a terminal. */
export type Terminal = {write(text: string): unknown};

/** One line of a terminal that is written over and over. */
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

	/** Leaves the line empty, with the cursor at its start. */
	clear(): void {
		if (this.#shown) this.#terminal.write('\r\u001B[K');
		this.#shown = false;
	}
}
