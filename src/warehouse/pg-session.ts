import {readFile} from 'node:fs/promises';
import type {Client, ClientConfig} from 'pg';
import type {ConnectionSettings} from '../config/connection.js';
import {CancelledError} from '../errors.js';
import {connectionError, statementError} from './pg-errors.js';
import {valueTypes} from './pg-values.js';
import type {Row, StatementOptions, Value} from './warehouse.js';

const connectTimeoutMs = 10_000;
/** Firewalls drop connections that are silent for some minutes, and a long statement is silent. */
const keepAliveDelayMs = 30_000;
/** How long a cancelled statement may take to end before its backend is told from a second connection. */
const cancelGraceMs = 2000;

/** What `pg` has and its types lack. */
type RawConnection = NodeJS.EventEmitter & {
	connect(port: number | string, host?: string): void;
	cancel(processId: number, secretKey: number): void;
};
/** What `pg` calls a pid and a key: what a cancel request is signed with. */
type CancelKey = {readonly processID: number; readonly secretKey: number};

/** One connection to PostgreSQL or Redshift: a statement at a time, each of them cancellable. */
export class PgSession {
	readonly client: Client;
	readonly #settings: ConnectionSettings;
	/** The connection is gone; what went wrong is thrown by whatever is tried next. */
	#lost: Error | undefined;

	/** The statement that runs is being cancelled on purpose. */
	#cancelled = false;

	private constructor(client: Client, settings: ConnectionSettings) {
		this.client = client;
		this.#settings = settings;
		// Without a listener an error between two statements would end the process.
		client.on('error', error => {
			this.#lost ??= error;
		});
	}

	/** @throws ConnectionError with what to do about it. */
	static async open(settings: ConnectionSettings): Promise<PgSession> {
		const {Client: PgClient} = (await import('pg')).default;
		let last: unknown;
		for (const ssl of await sslChoices(settings)) {
			const client = new PgClient({...clientConfig(settings), ssl});
			const session = new PgSession(client, settings);
			try {
				await client.connect();
				return session;
			} catch (error) {
				last = error;
				await client.end().catch(() => {});
				if (!/does not support SSL/i.test(String(error))) break;
			}
		}
		throw connectionError(last, settings);
	}

	/**
	Runs `work`, which sends `sql`, and cancels it on the server when the signal says so.
	@param prefix Characters that stand before `sql` in what is sent.
	*/
	async cancellable<T>(
		sql: string,
		signal: AbortSignal | undefined,
		work: () => Promise<T>,
		prefix = 0,
	): Promise<T> {
		if (signal?.aborted) throw new CancelledError();
		if (this.#lost !== undefined) throw connectionError(this.#lost, this.#settings);
		this.#cancelled = false;
		let grace: NodeJS.Timeout | undefined;
		const cancel = () => {
			void this.cancel();
			grace = setTimeout(() => void this.#cancelFromOutside(), cancelGraceMs);
		};
		signal?.addEventListener('abort', cancel);
		try {
			return await work();
		} catch (error) {
			throw statementError(error, {sql, prefix}, this.#settings, this.#cancelled);
		} finally {
			signal?.removeEventListener('abort', cancel);
			clearTimeout(grace);
		}
	}

	async run(sql: string, {signal}: StatementOptions = {}): Promise<number> {
		return this.cancellable(sql, signal, async () => (await this.client.query(sql)).rowCount ?? 0);
	}

	/** A small result, whole. */
	async all(sql: string, {signal}: StatementOptions = {}): Promise<readonly Row[]> {
		const query = {text: sql, rowMode: 'array' as const};
		return this.cancellable(sql, signal, async () => (await this.client.query<Value[]>(query)).rows);
	}

	/** Asks the server, over a connection of its own, to cancel what this one is running. Never throws. */
	async cancel(): Promise<void> {
		this.#cancelled = true;
		const {processID, secretKey} = this.client as unknown as CancelKey;
		const {Client: PgClient} = (await import('pg')).default;
		const [ssl] = await sslChoices(this.#settings);
		const {connection} = new PgClient({...clientConfig(this.#settings), ssl}) as unknown as {
			connection: RawConnection;
		};
		await new Promise<void>(resolve => {
			connection.on('connect', () => connection.cancel(processID, secretKey));
			connection.on('sslconnect', () => connection.cancel(processID, secretKey));
			connection.on('end', resolve);
			connection.on('error', () => resolve());
			const {host, port} = this.#settings;
			// A host that is a folder holds the server's socket, as libpq has it.
			if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
			else connection.connect(port, host);
		});
	}

	async close(): Promise<void> {
		await this.client.end().catch(() => {});
	}

	async #cancelFromOutside(): Promise<void> {
		const {processID} = this.client as unknown as CancelKey;
		try {
			const session = await PgSession.open(this.#settings);
			await session.run(`SELECT pg_cancel_backend(${processID})`);
			await session.close();
		} catch {
			// The person is waiting for the first cancel; there is nothing more to tell.
		}
	}
}

function clientConfig({host, port, database, user, password}: ConnectionSettings): ClientConfig {
	return {
		host,
		port,
		database,
		user,
		...(password !== undefined && {password: password.reveal()}),
		application_name: 'sparkify-tui',
		keepAlive: true,
		keepAliveInitialDelayMillis: keepAliveDelayMs,
		connectionTimeoutMillis: connectTimeoutMs,
		types: valueTypes,
	};
}

/** The ways to try, in order, as libpq's sslmode means them. */
async function sslChoices({
	sslMode,
	sslRootCert,
}: ConnectionSettings): Promise<ReadonlyArray<ClientConfig['ssl']>> {
	const ca = sslRootCert === undefined ? undefined : await readFile(sslRootCert, 'utf8');
	const trust = ca === undefined ? {} : {ca};
	switch (sslMode) {
		case 'disable':
			return [false];
		case 'prefer':
			return [{rejectUnauthorized: false}, false];
		case 'require':
			return [{...trust, rejectUnauthorized: false}];
		case 'verify-ca':
			return [{...trust, checkServerIdentity: () => undefined}];
		case 'verify-full':
			return [{...trust}];
	}
}
