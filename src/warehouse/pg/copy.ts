import {once} from 'node:events';
import type {CopyStreamQuery} from 'pg-copy-streams';
import type {CopyTarget} from '../stage-records.js';
import type {PgSession} from './session.js';

/** `COPY … FROM STDIN`: streams rows to the server with backpressure. */
export class PgCopy implements CopyTarget {
	readonly #session: PgSession;
	readonly #sql: string;
	readonly #signal: AbortSignal | undefined;
	#stream: CopyStreamQuery | undefined;
	#failed: unknown;

	/** @param sql The COPY statement. */
	constructor(session: PgSession, sql: string, signal: AbortSignal | undefined) {
		this.#session = session;
		this.#sql = sql;
		this.#signal = signal;
	}

	async write(copyText: Uint8Array): Promise<void> {
		const stream = this.#stream ?? (await this.#open());
		await this.#cancellable(async () => {
			if (!stream.write(copyText)) await once(stream, 'drain');
		});
	}

	async end(): Promise<void> {
		const stream = this.#stream ?? (await this.#open());
		await this.#cancellable(async () => {
			stream.end();
			await once(stream, 'finish');
		});
		this.#stream = undefined;
	}

	async close(): Promise<void> {
		const stream = this.#stream;
		if (stream === undefined) return;
		this.#stream = undefined;
		if (this.#failed !== undefined) return;
		// Sends CopyFail; the server responds with an error, which ends the statement.
		stream.destroy();
		await once(stream, 'close').catch(() => {});
	}

	async #open(): Promise<CopyStreamQuery> {
		const {from} = (await import('pg-copy-streams')).default;
		const stream = this.#session.client.query(from(this.#sql));
		stream.on('error', error => {
			this.#failed ??= error;
		});
		this.#stream = stream;
		return stream;
	}

	async #cancellable(work: () => Promise<void>): Promise<void> {
		await this.#session.cancellable(this.#sql, this.#signal, async () => {
			if (this.#failed !== undefined) throw this.#failed;
			await work();
		});
	}
}
