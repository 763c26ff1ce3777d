import type {ConnectionSettings} from '../../config/settings.js';
import type {ConnectOptions} from '../warehouse.js';
import {PgSession} from './session.js';

/** A connection that was idle for longer is pinged before use. */
const idleLimitMs = 15_000;

/**
The purpose of a connection: the load's statements, the user's statements, monitoring the load and reading the catalog, or
finding out what blocks them.
*/
export type SessionRole = 'main' | 'notebook' | 'side' | 'watch';

/**
The connections to a server. A lost connection is replaced on the next request, so that failed work can be retried.
*/
export class PgSessions {
	readonly #settings: ConnectionSettings;
	readonly #opening: (role: SessionRole) => readonly string[];
	readonly #idleMs: number;
	readonly #loginTimeoutMs: number | undefined;
	readonly #sessions = new Map<SessionRole, Promise<PgSession>>();
	#closed = false;

	/**
	@param opening Returns the statements to send first on each connection.
	@param timing How long a connection may be idle before it is pinged, and how long a login may take.
	*/
	constructor(
		settings: ConnectionSettings,
		opening: (role: SessionRole) => readonly string[],
		timing: {readonly idleMs?: number; readonly loginTimeoutMs?: number} = {},
	) {
		this.#settings = settings;
		this.#opening = opening;
		this.#idleMs = timing.idleMs ?? idleLimitMs;
		this.#loginTimeoutMs = timing.loginTimeoutMs;
	}

	/** Allows new connections after `close`. */
	reopen(): void {
		this.#closed = false;
	}

	/** @throws ConnectionError; Error after `close`, so that a late caller cannot leave a connection open */
	async get(role: SessionRole, options: ConnectOptions = {}): Promise<PgSession> {
		const before = this.#sessions.get(role);
		const session = await before?.catch(() => undefined);
		if (session !== undefined && (session.hasUnreportedLoss || (await this.#isAlive(session))))
			return session;
		if (this.#closed) throw new Error('The warehouse is closed.');
		// Another caller may already be replacing the lost connection.
		const now = this.#sessions.get(role);
		if (now !== undefined && now !== before) return now;
		const opened = this.#open(role, options);
		this.#sessions.set(role, opened);
		void session?.close();
		return opened;
	}

	/** The current connection, even if lost; undefined if there is none. */
	async current(role: SessionRole): Promise<PgSession | undefined> {
		return this.#sessions.get(role)?.catch(() => undefined);
	}

	async close(): Promise<void> {
		this.#closed = true;
		const sessions = [...this.#sessions.values()];
		this.#sessions.clear();
		await Promise.allSettled(sessions.map(async session => (await session).close()));
	}

	/** Does not ping a connection in a transaction, since it could not be replaced. */
	async #isAlive(session: PgSession): Promise<boolean> {
		return session.inTransaction ? !session.lost : session.isAlive(this.#idleMs);
	}

	async #open(role: SessionRole, options: ConnectOptions): Promise<PgSession> {
		const session = await PgSession.open(this.#settings, {
			...options,
			...(this.#loginTimeoutMs !== undefined && {loginTimeoutMs: this.#loginTimeoutMs}),
		});
		try {
			for (const sql of this.#opening(role)) await session.run(sql);
			return session;
		} catch (error) {
			await session.close();
			throw error;
		}
	}
}
