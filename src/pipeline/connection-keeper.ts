import {ConnectionError} from '../errors.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';

/** Knows whether the connection was made and lost again, and makes it anew before the next use. */
export class ConnectionKeeper {
	readonly #warehouse: Pick<Warehouse, 'connect'>;
	#state: 'none' | 'there' | 'lost' | 'given up' = 'none';

	constructor(warehouse: Pick<Warehouse, 'connect'>) {
		this.#warehouse = warehouse;
	}

	get isLost(): boolean {
		return this.#state === 'lost';
	}

	/** The warehouse has been connected. */
	made(): void {
		if (this.#state !== 'given up') this.#state = 'there';
	}

	/** The warehouse is closed for good: what was still under way and misses it must not open it again. */
	giveUp(): void {
		this.#state = 'given up';
	}

	/** Heeds what went wrong: it may be that the connection is gone. */
	heed(error: unknown): void {
		if (error instanceof ConnectionError && this.#state === 'there') this.#state = 'lost';
	}

	/** Connects, whatever there is. @throws ConnectionError */
	async connect(options: StatementOptions): Promise<void> {
		await this.#warehouse.connect(options);
		this.made();
	}

	/** Connects again if the connection was lost. @throws ConnectionError */
	async restore(options: StatementOptions = {}): Promise<void> {
		if (this.isLost) await this.connect(options);
	}
}
