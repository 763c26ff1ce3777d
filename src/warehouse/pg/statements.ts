import {splitStatements} from '../../sql/split-statements.js';
import {endsTransaction, isRepeatable, readOnlyBegin} from '../../sql/statement-kind.js';
import {closedByStatement, type OpenedResult, type OpenResult} from '../open-result.js';
import {isRestored} from '../redshift/conditions.js';
import type {
	QueryOptions,
	QueryResult,
	Session,
	StatementOptions,
	TextCopy,
	TextForm,
	TransactionState,
} from '../warehouse.js';
import {copyColumns, PgTextCopy} from './copy-text.js';
import {requireReadOnly} from './read-only.js';
import type {PgSession} from './session.js';
import type {PgSessions, SessionRole} from './sessions.js';

/** What differs between the servers. */
export type StatementTraits = {
	readonly send: SendStatement;
	/** Whether a statement can run in a transaction and be rolled back. */
	readonly canRollBack: (sql: string) => boolean;
	/** Whether the server has COPY … TO STDOUT. */
	readonly copiesOut: boolean;
};

/** Sends a statement and opens its result. */
export type SendStatement = (session: PgSession, sql: string, options: QueryOptions) => Promise<OpenedResult>;

/** A session on one of the connections. Each statement closes the result that is still open. */
export class PgStatements implements Session {
	readonly #sessions: PgSessions;
	readonly #role: SessionRole;
	readonly #traits: StatementTraits;
	/** The connection with an open transaction of this program. It must not be replaced until the transaction ends. */
	pinned: PgSession | undefined;
	#session: PgSession | undefined;
	#result: OpenResult | undefined;

	constructor(sessions: PgSessions, role: SessionRole, traits: StatementTraits) {
		this.#sessions = sessions;
		this.#role = role;
		this.#traits = traits;
	}

	canRollBack(sql: string): boolean {
		return this.#traits.canRollBack(sql);
	}

	get transactionState(): TransactionState {
		if (this.#session === undefined || this.#session.lost || this.#result?.hasOwnTransaction) return 'none';
		return this.#session.transactionState;
	}

	/** Returns the connection, ready for a statement. */
	async free(): Promise<PgSession> {
		await this.#closeResult(closedByStatement());
		this.#session = this.pinned ?? (await this.#sessions.get(this.#role));
		return this.#session;
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		return (await this.free()).run(sql, options);
	}

	async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
		const {open, result} = await this.repeating(isRepeatable(sql), async session =>
			options.isReadOnly
				? this.#sendReadOnly(session, sql, options)
				: this.#traits.send(session, sql, options),
		);
		this.#result = open;
		return result;
	}

	async prepareCopy(
		sql: string,
		form: TextForm,
		options: StatementOptions = {},
	): Promise<TextCopy | undefined> {
		const [query, ...others] = splitStatements(sql);
		if (!this.#traits.copiesOut || query === undefined || others.length > 0) return undefined;
		const session = await this.free();
		const columns = await copyColumns(session, query.text, options);
		if (columns === undefined) return undefined;
		const copy = new PgTextCopy(session, query.text, columns, form);
		this.#result = copy;
		return {chunks: copyOptions => copy.chunks(copyOptions)};
	}

	/**
	In a transaction of the user's, first checks that it is read-only. A statement that ends it needs no check, and in a
	failed one nothing else runs.
	*/
	async #sendReadOnly(session: PgSession, sql: string, options: QueryOptions): Promise<OpenedResult> {
		const begin = session.inTransaction ? undefined : readOnlyBegin(sql);
		if (begin !== undefined) return this.#traits.send(session, begin, {...options, isReadOnly: false});
		if (session.transactionState === 'open' && !endsTransaction(sql)) await requireReadOnly(session, options);
		return this.#traits.send(session, sql, options);
	}

	/** Runs `work`. If a cluster pause ended the connection and `work` is repeatable, retries it once on a new one. */
	async repeating<T>(isRepeatable: boolean, work: (session: PgSession) => Promise<T>): Promise<T> {
		const session = await this.free();
		try {
			return await work(session);
		} catch (error) {
			if (!isRepeatable || !session.lost || !isRestored(error)) throw error;
			return work(await this.free());
		}
	}

	takeNotices(): readonly string[] {
		return this.#session?.takeNotices() ?? [];
	}

	async close(): Promise<void> {
		await this.#closeResult(closedByStatement());
		if (this.transactionState !== 'none') await this.#session?.run('ROLLBACK');
	}

	async #closeResult(reason: Error): Promise<void> {
		const result = this.#result;
		this.#result = undefined;
		await result?.close(reason);
	}
}
