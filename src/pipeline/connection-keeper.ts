import {ConnectionError} from '../errors.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';

/** Knows whether the connection was made and lost again, and makes it anew before the next use. */
export class ConnectionKeeper {
	readonly #warehouse: Pick<Warehouse, 'connect'>;
	#state: 'none' | 'connected' | 'lost' | 'closed' = 'none';

	constructor(warehouse: Pick<Warehouse, 'connect'>) {
		this.#warehouse = warehouse;
	}

	get isLost(): boolean {
		return this.#state === 'lost';
	}

	/** The warehouse has been connected. */
	markConnected(): void {
		if (this.#state !== 'closed') this.#state = 'connected';
	}

	/** The warehouse is closed for good: what was still under way and misses it must not open it again. */
	close(): void {
		this.#state = 'closed';
	}

	/** Heeds what went wrong: it may be that the connection is gone. */
	handleError(error: unknown): void {
		if (error instanceof ConnectionError && this.#state === 'connected') this.#state = 'lost';
	}

	/** Connects, whatever there is. @throws ConnectionError */
	async connect(options: StatementOptions): Promise<void> {
		await this.#warehouse.connect(options);
		this.markConnected();
	}

	/** Connects again if the connection was lost. @throws ConnectionError */
	async restore(options: StatementOptions = {}): Promise<void> {
		if (this.isLost) await this.connect(options);
	}
}
