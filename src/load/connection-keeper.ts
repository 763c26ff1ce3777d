import {ConnectionError} from '../errors.js';
import type {StatementOptions, Warehouse} from '../warehouse/warehouse.js';

/** Tracks whether an established connection was lost, and reconnects before its next use. */
export class ConnectionKeeper {
	readonly #warehouse: Pick<Warehouse, 'connect'>;
	#state: 'none' | 'connected' | 'lost' | 'closed' = 'none';

	constructor(warehouse: Pick<Warehouse, 'connect'>) {
		this.#warehouse = warehouse;
	}

	get isLost(): boolean {
		return this.#state === 'lost';
	}

	markConnected(): void {
		if (this.#state !== 'closed') this.#state = 'connected';
	}

	/** Marks the warehouse as closed, so that work still in progress does not reopen it. */
	close(): void {
		this.#state = 'closed';
	}

	/** Marks the connection as lost if the error says so. */
	handleError(error: unknown): void {
		if (error instanceof ConnectionError && this.#state === 'connected') this.#state = 'lost';
	}

	/** @throws ConnectionError */
	async connect(options: StatementOptions): Promise<void> {
		await this.#warehouse.connect(options);
		this.markConnected();
	}

	/** Reconnects if the connection was lost. @throws ConnectionError */
	async restore(options: StatementOptions = {}): Promise<void> {
		if (this.isLost) await this.connect(options);
	}
}
