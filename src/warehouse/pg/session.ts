import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Client, ClientConfig} from 'pg';
import type {ConnectionSettings} from '../../config/settings.js';
import {CancelledError, type SparkifyError} from '../../errors.js';
import {isRestored} from '../redshift/conditions.js';
import {type Login, withCredentials} from '../redshift/iam/credentials.js';
import type {
	ConnectOptions,
	QueryOptions,
	Row,
	StatementOptions,
	TransactionState,
	Value,
} from '../warehouse.js';
import {whoLoads} from '../who.js';
import {abortedTransaction, isOfAbortedTransaction} from './aborted-transaction.js';
import {createClient} from './client.js';
import {connectClient, isReset} from './connect.js';
import {connectionError, isUnanswered, lostError, pgStatementError} from './errors.js';
import {answerDigest} from './login.js';
import {valueTypes} from './values.js';

const connectTimeoutMs = 10_000;
/** Firewalls drop connections without traffic after a few minutes, and a long statement sends none. */
const keepAliveDelayMs = 30_000;
/** How long a cancelled statement may take to end before it is cancelled again from a second connection. */
const cancelGraceMs = 2000;
/** How long the server may then take to respond before the connection is considered dead. */
const responseGraceMs = 10_000;
/** How long the server may take to close the connection. */
const closeGraceMs = 2000;
/** How long an idle connection may take to respond to a ping. */
const pingTimeoutMs = 5000;
/** How long the server may take to report the transaction state after an error. */
const readyTimeoutMs = 2000;
/** Server messages kept until `takeNotices` is called. */
const maxNotices = 100;

/** Properties missing from the types of `pg`. */
type RawConnection = NodeJS.EventEmitter & {
	readonly stream: {destroy(error?: Error): void};
	connect(port: number | string, host?: string): void;
	cancel(processId: number, secretKey: number): void;
	requestSsl(): void;
};
/** Whether `pg` may send the next statement. */
type ReadyClient = {readonly connection: NodeJS.EventEmitter; readonly readyForQuery: boolean};
/** A setting that the server reports whenever it changes. */
type ServerParameter = {readonly parameterName: string; readonly parameterValue: string};
/** The process id and key that a cancel request must contain. */
type CancelKey = {readonly processID: number; readonly secretKey: number};

export type OpenOptions = ConnectOptions & {readonly loginTimeoutMs?: number};

/** The complete result of a statement. */
export type StatementResult = {
	readonly rows: readonly Row[];
	readonly fields: ReadonlyArray<{readonly name: string; readonly dataTypeID: number}>;
	/** The command tag, e.g. `INSERT 0 5`. */
	readonly command: string;
};

/** One connection to PostgreSQL or Redshift. Runs one statement at a time; each can be cancelled. */
export class PgSession {
	readonly client: Client;
	readonly #settings: ConnectionSettings;
	readonly #ssl: ClientConfig['ssl'];
	/** Why the connection was lost. The next statement throws it. */
	#lost: Error | undefined;
	/** Whether a statement has thrown the loss of the connection. */
	#lossReported = false;
	/** The number of running statements, and when the last one ended. */
	#running = 0;
	#usedAt = performance.now();
	/** Whether the running statement is being cancelled by this program. */
	#cancelled = false;
	/** Pending while a cancel request is on its way: it would hit the next statement instead of the previous one. */
	#cancelling: Promise<unknown> | undefined;
	/** The last error. In a failed transaction, the reason why it failed. */
	#lastError: SparkifyError | undefined;
	#notices: string[] = [];
	#processId = 0;
	#command = '';
	#isUtf8 = true;

	private constructor(client: Client, settings: ConnectionSettings, ssl: ClientConfig['ssl']) {
		this.client = client;
		this.#settings = settings;
		this.#ssl = ssl;
		// Without a listener, an error between two statements would end the process.
		client.on('error', error => {
			this.#lost ??= error;
		});
		// `pg` keeps only the first word of the command tag.
		client.connection.on('commandComplete', ({text}: {readonly text: string}) => {
			this.#command = text;
		});
		client.on('notice', ({severity = 'NOTICE', message, hint}) => {
			if (message !== undefined)
				this.#notices.push(`${severity}: ${message}${hint === undefined ? '' : ` Hint: ${hint}`}`);
			if (this.#notices.length > maxNotices) this.#notices.shift();
		});
		client.on('notification', ({channel, payload}) => {
			this.#notices.push(`NOTIFY ${channel}${payload ? `: ${payload}` : ''}`);
		});
		client.connection.on(
			'parameterStatus',
			({parameterName: name, parameterValue: value}: ServerParameter) => {
				if (name !== 'client_encoding') return;
				this.#isUtf8 = value === 'UTF8';
				if (!this.#isUtf8)
					this.#notices.push(
						`WARNING: client_encoding is ${value}, but text is read as UTF-8. Run RESET client_encoding.`,
					);
			},
		);
	}

	/**
	@param loginTimeoutMs How long the login may take once the server has accepted the connection.
	@throws ConnectionError with advice; CancelledError
	*/
	static async open(
		settings: ConnectionSettings,
		{loginTimeoutMs = connectTimeoutMs, ...options}: OpenOptions = {},
	): Promise<PgSession> {
		const login = await withCredentials(settings);
		const choices = [...(await sslChoices(settings))];
		let last: unknown;
		let wasReset = false;
		for (let ssl = choices.shift(); ssl !== undefined; ssl = choices.shift()) {
			const client = await createClient({...clientConfig(settings, login), ssl});
			answerDigest(client.connection, login.password?.reveal());
			const session = new PgSession(client, settings, ssl);
			const {answered, error} = await connectClient(client, loginTimeoutMs, options);
			if (error === undefined) {
				const [[pid] = []] = await session.all('SELECT pg_backend_pid()', options);
				session.#processId = Number(pid);
				return session;
			}
			last = error;
			await session.close();
			if (answered && !wasReset && isReset(error)) {
				wasReset = true;
				choices.unshift(ssl);
			} else if (!/does not support SSL/i.test(String(error))) break;
		}
		throw connectionError(last, {...settings, user: login.user});
	}

	/** `pg_backend_pid()`. On Redshift Serverless this differs from the process id in cancel requests. */
	get processId(): number {
		return this.#processId;
	}

	/** Whether the server sends text in UTF-8, as everything here expects. */
	get isUtf8(): boolean {
		return this.#isUtf8;
	}

	/** Whether the connection was lost. It cannot be used any more. */
	get lost(): boolean {
		return this.#lost !== undefined;
	}

	/**
	Whether the connection was lost inside a transaction and no statement has reported it. The next statement must fail:
	run on a new connection, it would execute outside the transaction.
	*/
	get hasUnreportedLoss(): boolean {
		return this.lost && this.inTransaction && !this.#lossReported;
	}

	/**
	Whether the connection is usable. Pings it after idle time: firewalls drop idle connections, and a machine that slept
	is not notified.
	@param idleMs Idle time after which the connection is pinged.
	*/
	async isAlive(idleMs: number): Promise<boolean> {
		const isIdle = this.#running === 0 && performance.now() - this.#usedAt >= idleMs;
		if (this.lost || !isIdle) return !this.lost;
		while (this.#cancelling !== undefined) await this.#cancelling;
		const timer = setTimeout(() => this.abandon(), pingTimeoutMs);
		await this.client.query('SELECT 1').catch(error => this.#handleRestore(error));
		clearTimeout(timer);
		this.#usedAt = performance.now();
		return !this.lost;
	}

	get inTransaction(): boolean {
		return this.transactionState !== 'none';
	}

	/** The command tag of the last statement that ended, e.g. `INSERT 0 5` or `CREATE TABLE`. */
	get command(): string {
		return this.#command;
	}

	get transactionState(): TransactionState {
		switch (this.client.getTransactionStatus()) {
			case 'T':
				return 'open';
			case 'E':
				return 'failed';
			default:
				return 'none';
		}
	}

	/** Returns the server's notices since the last call. */
	takeNotices(): readonly string[] {
		return this.#notices.splice(0);
	}

	/**
	Runs `work`, which sends `sql`, and cancels the statement on the server if `signal` aborts.
	@param prefix Number of characters sent before `sql`.
	*/
	async cancellable<T>(
		sql: string,
		signal: AbortSignal | undefined,
		work: () => Promise<T>,
		prefix = 0,
	): Promise<T> {
		while (this.#cancelling !== undefined) await this.#cancelling;
		if (signal?.aborted) throw new CancelledError();
		if (this.#lost !== undefined) {
			this.#lossReported = true;
			throw lostError(this.#lost, this.#settings);
		}
		this.#cancelled = false;
		this.#running++;
		const over = new AbortController();
		let grace: NodeJS.Timeout | undefined;
		const cancel = () => {
			this.#cancelled = true;
			void this.#whileCancelling(this.#sendCancelRequest());
			grace = setTimeout(() => void this.#cancelFromOutside(over.signal), cancelGraceMs);
		};
		signal?.addEventListener('abort', cancel);
		try {
			return await work();
		} catch (error) {
			this.#handleRestore(error);
			await this.#untilReady();
			const converted = pgStatementError(error, {sql, prefix}, this.#settings, this.#cancelled);
			if (isOfAbortedTransaction(error)) throw abortedTransaction(converted, this.#lastError);
			this.#lastError = converted;
			this.#lossReported = this.lost;
			throw converted;
		} finally {
			this.#running--;
			this.#usedAt = performance.now();
			signal?.removeEventListener('abort', cancel);
			clearTimeout(grace);
			over.abort();
		}
	}

	async run(sql: string, {signal}: StatementOptions = {}): Promise<number> {
		return this.cancellable(sql, signal, async () => (await this.client.query(sql)).rowCount ?? 0);
	}

	/** Runs a statement with a small result and returns its rows. */
	async all(sql: string, options: StatementOptions = {}): Promise<readonly Row[]> {
		return (await this.execute(sql, options)).rows;
	}

	/** Runs a statement with a small result and returns it completely. */
	async execute(sql: string, {signal, isReadOnly = false}: QueryOptions = {}): Promise<StatementResult> {
		const query = {
			text: sql,
			rowMode: 'array' as const,
			// With the extended protocol, the server refuses a text of several statements.
			...(isReadOnly && {queryMode: 'extended'}),
		};
		const {rows, fields} = await this.cancellable(sql, signal, async () => this.client.query<Value[]>(query));
		return {rows, fields, command: this.command};
	}

	/** Asks the server, over a separate connection, to cancel the running statement. Never throws. */
	async #sendCancelRequest(): Promise<void> {
		const {processID, secretKey} = this.client as unknown as CancelKey;
		const {host, port, database, user} = this.#settings;
		const client = await createClient({host, port, database, user, ssl: this.#ssl});
		const connection = client.connection as unknown as RawConnection;
		const late = setTimeout(() => connection.stream.destroy(), connectTimeoutMs);
		await new Promise<void>(resolve => {
			connection.on('connect', () => {
				if (this.#ssl === false) connection.cancel(processID, secretKey);
				else connection.requestSsl();
			});
			connection.on('sslconnect', () => connection.cancel(processID, secretKey));
			connection.on('end', resolve);
			connection.on('error', () => resolve());
			// As in libpq, a host that is a path is the folder of the server's socket.
			if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
			else connection.connect(port, host);
		});
		clearTimeout(late);
	}

	/** Destroys an unresponsive connection, so that whatever waits for it fails at once. */
	abandon(): void {
		const {stream} = this.client.connection as unknown as RawConnection;
		stream.destroy(new Error('Connection terminated: the server was silent'));
	}

	async close(): Promise<void> {
		const waiting = new AbortController();
		const ended = this.client
			.end()
			.catch(() => {})
			.finally(() => waiting.abort());
		const late = sleep(closeGraceMs, undefined, {signal: waiting.signal, ref: false}).then(
			() => this.abandon(),
			() => {},
		);
		await Promise.race([ended, late]);
	}

	/** Marks the connection as lost if a cluster pause ended the session outside a transaction, so that it is replaced. */
	#handleRestore(error: unknown): void {
		if (error instanceof Error && isRestored(error) && !this.inTransaction) this.#lost ??= error;
	}

	/** Waits for the message after an error that reports the transaction state. */
	async #untilReady(): Promise<void> {
		const {connection, readyForQuery} = this.client as unknown as ReadyClient;
		if (readyForQuery || this.lost) return;
		const timeout = AbortSignal.timeout(readyTimeoutMs);
		await once(connection, 'readyForQuery', {signal: timeout}).catch(() => {});
	}

	/** Makes the next statement wait until `request` has reached the server or failed. */
	async #whileCancelling(request: Promise<unknown>): Promise<void> {
		const settled = Promise.allSettled([this.#cancelling, request]);
		this.#cancelling = settled;
		await settled;
		if (this.#cancelling === settled) this.#cancelling = undefined;
		await request;
	}

	/** @param over Aborted once the statement has ended. */
	async #cancelFromOutside(over: AbortSignal): Promise<void> {
		try {
			const session = await PgSession.open(this.#settings);
			if (!over.aborted)
				await this.#whileCancelling(session.run(`SELECT pg_cancel_backend(${this.processId})`));
			await session.close();
			if (over.aborted) return;
			await sleep(responseGraceMs, undefined, {signal: over, ref: false});
			this.abandon();
		} catch (error) {
			// If the server is unreachable, the old connection is dead too. Ignore other errors: the statement has ended, or
			// the first cancel request is still pending.
			if (isUnanswered(error)) this.abandon();
		}
	}
}

function clientConfig({host, port, database}: ConnectionSettings, {user, password}: Login): ClientConfig {
	return {
		host,
		port,
		database,
		user,
		// Called only if the server requires a password. Without this function `pg` would read ~/.pgpass, which has been
		// read already, and print warnings.
		password: () => {
			if (password === undefined) throw new Error('no password supplied');
			return password.reveal();
		},
		application_name: applicationName(),
		keepAlive: true,
		keepAliveInitialDelayMillis: keepAliveDelayMs,
		types: valueTypes,
	};
}

/** The TLS options to try, in order, with the meaning of libpq's sslmode. */
export async function sslChoices({
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

/** Identifies the user to administrators and to those waiting for the lock. PostgreSQL keeps 63 bytes of ASCII. */
function applicationName(): string {
	const {user, host} = whoLoads();
	return `sparkify-tui ${user}@${host}`.replaceAll(/[^\x20-\x7E]/g, '?').slice(0, 63);
}
