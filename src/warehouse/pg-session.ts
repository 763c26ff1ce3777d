import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Client, ClientConfig} from 'pg';
import type {ConnectionSettings} from '../config/connection.js';
import {CancelledError, type SparkifyError} from '../errors.js';
import {abortedTransaction, isOfAbortedTransaction} from './aborted-transaction.js';
import {type Login, withCredentials} from './iam-credentials.js';
import {createClient} from './pg-client.js';
import {connectClient, isReset} from './pg-connect.js';
import {connectionError, isUnanswered, lostError, statementError} from './pg-errors.js';
import {answerDigest} from './pg-login.js';
import {valueTypes} from './pg-values.js';
import {isRestored} from './redshift-conditions.js';
import type {ConnectOptions, Row, StatementOptions, TransactionState, Value} from './warehouse.js';
import {whoLoads} from './who.js';

const connectTimeoutMs = 10_000;
/** Firewalls drop connections that are silent for some minutes, and a long statement is silent. */
const keepAliveDelayMs = 30_000;
/** How long a cancelled statement may take to end before its backend is told from a second connection. */
const cancelGraceMs = 2000;
/** How long the server may then take to answer: where it does not, its answer never comes through. */
const answerGraceMs = 10_000;
/** How long the server may take to say goodbye. */
const closeGraceMs = 2000;
/** How long a connection that was idle may take to say that it is there. */
const pingPatienceMs = 5000;
/** How long the server may take to say how the transaction stands after an error. */
const readyPatienceMs = 2000;
/** Messages of the server that are kept until somebody takes them. */
const maxNotices = 100;

/** What `pg` has and its types lack. */
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
/** What `pg` calls a pid and a key: what a cancel request is signed with. */
type CancelKey = {readonly processID: number; readonly secretKey: number};

export type OpenOptions = ConnectOptions & {readonly loginTimeoutMs?: number};

/** What a small statement answered, whole. */
export type Answer = {
	readonly rows: readonly Row[];
	readonly fields: ReadonlyArray<{readonly name: string; readonly dataTypeID: number}>;
	/** The command tag, e.g. `INSERT 0 5`. */
	readonly command: string;
};

/** One connection to PostgreSQL or Redshift: a statement at a time, each of them cancellable. */
export class PgSession {
	readonly client: Client;
	readonly #settings: ConnectionSettings;
	readonly #ssl: ClientConfig['ssl'];
	/** The connection is gone; what went wrong is thrown by whatever is tried next. */
	#lost: Error | undefined;
	/** Whoever uses it has been told that it is gone. */
	#lossTold = false;
	/** Statements that are under way, and when the last one ended. */
	#underWay = 0;
	#usedAt = performance.now();
	/** The statement that runs is being cancelled on purpose. */
	#cancelled = false;
	/** Settles once no request to cancel is on its way to the server. */
	#cancelling: Promise<unknown> | undefined;
	/** What went wrong last: in a transaction that takes nothing more, the reason for that. */
	#lastError: SparkifyError | undefined;
	#notices: string[] = [];
	#processId = 0;
	#command = '';

	private constructor(client: Client, settings: ConnectionSettings, ssl: ClientConfig['ssl']) {
		this.client = client;
		this.#settings = settings;
		this.#ssl = ssl;
		// Without a listener an error between two statements would end the process.
		client.on('error', error => {
			this.#lost ??= error;
		});
		// `pg` keeps only the first word of the tag.
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
				if (name === 'client_encoding' && value !== 'UTF8')
					this.#notices.push(
						`WARNING: client_encoding is ${value}, but text is read as UTF-8. Run RESET client_encoding.`,
					);
			},
		);
	}

	/**
	@param loginTimeoutMs How long the login may take once the server has answered.
	@throws ConnectionError with what to do about it; CancelledError
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

	/** `pg_backend_pid()`. On Redshift Serverless the process id that cancel requests name is another number. */
	get processId(): number {
		return this.#processId;
	}

	/** The connection is gone: nothing can be done with it any more. */
	get lost(): boolean {
		return this.#lost !== undefined;
	}

	/** It was lost between two statements of a transaction, and the next one has to say so: run elsewhere it would do harm. */
	get owesLoss(): boolean {
		return this.lost && this.inTransaction && !this.#lossTold;
	}

	/**
	Whether it can be used. One that was idle is asked: firewalls forget such connections, and a machine that slept has not
	heard of it.
	@param idleMs Time after which it is asked.
	*/
	async isThere(idleMs: number): Promise<boolean> {
		const isIdle = this.#underWay === 0 && performance.now() - this.#usedAt >= idleMs;
		if (this.lost || !isIdle) return !this.lost;
		const timer = setTimeout(() => this.abandon(), pingPatienceMs);
		await this.client.query('SELECT 1').catch(error => this.#heedRestore(error));
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

	/** Returns what the server has reported beside its answers since the last call. */
	takeNotices(): readonly string[] {
		return this.#notices.splice(0);
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
		// A request that is still on its way would cancel this statement instead of the one it was meant for.
		while (this.#cancelling !== undefined) await this.#cancelling;
		if (signal?.aborted) throw new CancelledError();
		if (this.#lost !== undefined) {
			this.#lossTold = true;
			throw lostError(this.#lost, this.#settings);
		}
		this.#cancelled = false;
		this.#underWay++;
		const over = new AbortController();
		let grace: NodeJS.Timeout | undefined;
		const cancel = () => {
			void this.cancel();
			grace = setTimeout(() => void this.#cancelFromOutside(over.signal), cancelGraceMs);
		};
		signal?.addEventListener('abort', cancel);
		try {
			return await work();
		} catch (error) {
			this.#heedRestore(error);
			await this.#untilReady();
			const told = statementError(error, {sql, prefix}, this.#settings, this.#cancelled);
			if (isOfAbortedTransaction(error)) throw abortedTransaction(told, this.#lastError);
			this.#lastError = told;
			this.#lossTold = this.lost;
			throw told;
		} finally {
			this.#underWay--;
			this.#usedAt = performance.now();
			signal?.removeEventListener('abort', cancel);
			clearTimeout(grace);
			over.abort();
		}
	}

	async run(sql: string, {signal}: StatementOptions = {}): Promise<number> {
		return this.cancellable(sql, signal, async () => (await this.client.query(sql)).rowCount ?? 0);
	}

	/** A small result, whole. */
	async all(sql: string, options: StatementOptions = {}): Promise<readonly Row[]> {
		return (await this.answer(sql, options)).rows;
	}

	/** Whatever a statement answers, whole: for those whose results are small. */
	async answer(sql: string, {signal}: StatementOptions = {}): Promise<Answer> {
		const query = {text: sql, rowMode: 'array' as const};
		const {rows, fields} = await this.cancellable(sql, signal, async () => this.client.query<Value[]>(query));
		return {rows, fields, command: this.command};
	}

	/** Asks the server, over a connection of its own, to cancel what this one is running. Never throws. */
	async cancel(): Promise<void> {
		this.#cancelled = true;
		await this.#whileCancelling(this.#sendCancelRequest());
	}

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
			// A host that is a folder holds the server's socket, as libpq has it.
			if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
			else connection.connect(port, host);
		});
		clearTimeout(late);
	}

	/** Gives a connection up that says nothing any more: what waits for it fails at once. */
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

	/** Outside a transaction a session that a pause of the cluster has ended can be replaced by another. */
	#heedRestore(error: unknown): void {
		if (error instanceof Error && isRestored(error) && !this.inTransaction) this.#lost ??= error;
	}

	/** Waits for the message after an error that says how the transaction stands. */
	async #untilReady(): Promise<void> {
		const {connection, readyForQuery} = this.client as unknown as ReadyClient;
		if (readyForQuery || this.lost) return;
		const patience = AbortSignal.timeout(readyPatienceMs);
		await once(connection, 'readyForQuery', {signal: patience}).catch(() => {});
	}

	/** Keeps the next statement waiting until `request` has reached the server, or has failed. */
	async #whileCancelling(request: Promise<unknown>): Promise<void> {
		const settled = Promise.allSettled([this.#cancelling, request]);
		this.#cancelling = settled;
		await settled;
		if (this.#cancelling === settled) this.#cancelling = undefined;
		await request;
	}

	/** @param over Aborted when the statement has ended. */
	async #cancelFromOutside(over: AbortSignal): Promise<void> {
		try {
			const session = await PgSession.open(this.#settings);
			if (!over.aborted)
				await this.#whileCancelling(session.run(`SELECT pg_cancel_backend(${this.processId})`));
			await session.close();
			if (over.aborted) return;
			await sleep(answerGraceMs, undefined, {signal: over, ref: false});
			this.abandon();
		} catch (error) {
			// Nobody answers any more, on the old connection neither. Of anything else there is nothing more to tell: the
			// statement has ended, or the person is waiting for the first cancel.
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
		// Asked for only when the server wants one. Without the function `pg` would look in ~/.pgpass, which was done before,
		// and warn on the screen.
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

/** The ways to try, in order, as libpq's sslmode means them. */
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

/** Who loads, for those who wait for the lock and for administrators. PostgreSQL keeps 63 bytes of ASCII. */
function applicationName(): string {
	const {user, host} = whoLoads();
	return `sparkify-tui ${user}@${host}`.replaceAll(/[^\x20-\x7E]/g, '?').slice(0, 63);
}
