import {inspect} from 'node:util';

const mask = '••••';

/** A value that must never appear on a screen or in a log, error or file. It always prints as `••••`. */
export class Secret {
	readonly #value: string;

	constructor(value: string) {
		this.#value = value;
	}

	/** The plain value, for the driver. */
	reveal(): string {
		return this.#value;
	}

	toString(): string {
		return mask;
	}

	toJSON(): string {
		return mask;
	}

	[inspect.custom](): string {
		return mask;
	}
}
