import {inspect} from 'node:util';

const mask = '••••';

/** A value that no screen, log, error or file may show: however it is printed, it prints as `••••`. */
export class Secret {
	readonly #value: string;

	constructor(value: string) {
		this.#value = value;
	}

	/** The value itself, for the driver that needs it. */
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
