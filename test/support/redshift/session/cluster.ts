import pg from 'pg';
import type {PostgresAddress} from '../backend/backend.js';
import type {S3Address} from '../copy/s3-objects.js';
import type {Faults} from '../faults.js';
import {LoadLog} from '../system/load-log.js';
import {writeLog} from '../system/write-log.js';
import type {Account} from './authenticate.js';

/** A session that can be cancelled from another connection. */
export type Cancellable = {
	readonly secretKey: number;
	/** Returns false when no COPY is running. */
	cancelCopy(): boolean;
	/** Resets the connection the next time its client sends something. */
	forget(): void;
	/** Ends the session, even while a statement is running. */
	stop(): void;
};

/**
A database, with the connection that writes its system tables outside any transaction. The connection is only open while
there are sessions, because PostgreSQL allows few connections.
*/
export class Database {
	readonly name: string;
	readonly log = new LoadLog();
	/** OID of the type that represents VARCHAR. */
	readonly varcharOid: number;
	readonly #config: pg.ClientConfig;
	readonly #onCancel: (processId: number) => void;
	#sessions = 0;
	#recorder: Promise<pg.Client> | undefined;
	#writing: Promise<void> = Promise.resolve();

	/**
	@param name A copy of the template.
	@param onCancel Called with the process id of a session whose COPY another session cancels.
	*/
	constructor(
		{localHost, port, user, password}: PostgresAddress,
		name: string,
		varcharOid: number,
		onCancel: (processId: number) => void,
	) {
		this.name = name;
		this.#config = {host: localHost, port, user, password, database: name};
		this.varcharOid = varcharOid;
		this.#onCancel = onCancel;
	}

	/** Must be called when a session begins. */
	async enter(): Promise<void> {
		this.#sessions++;
		this.#recorder ??= this.#connect();
		await this.#recorder;
	}

	/** Must be called when a session has ended. */
	async leave(): Promise<void> {
		this.#sessions--;
		if (this.#sessions > 0) return;
		const recorder = await this.#recorder;
		this.#recorder = undefined;
		await recorder?.end();
	}

	/** Brings the system tables up to date for the next statement. */
	async writeLog(): Promise<void> {
		this.#writing = this.#writing.then(async () => {
			const recorder = await this.#recorder;
			if (recorder) await writeLog(recorder, this.log);
		});
		await this.#writing;
	}

	async #connect(): Promise<pg.Client> {
		const recorder = new pg.Client(this.#config);
		// PostgreSQL may be stopped before the double is.
		recorder.on('error', () => {});
		recorder.on('notification', ({payload}) => this.#onCancel(Number(payload)));
		await recorder.connect();
		await recorder.query('LISTEN redshift_double_cancel');
		return recorder;
	}
}

/** State shared by all sessions. */
export type Cluster = {
	readonly postgres: PostgresAddress;
	readonly s3: S3Address;
	readonly account: Account;
	readonly region: string;
	readonly roles: readonly string[];
	readonly serverless: boolean;
	readonly regularUser: boolean;
	/** System views that the cluster lacks. */
	readonly withoutViews: ReadonlySet<string>;
	readonly faults: Faults;
	readonly databases: ReadonlyMap<string, Database>;
	/** By process id. */
	readonly sessions: Map<number, Cancellable>;
	nextQueryId(): number;
};
