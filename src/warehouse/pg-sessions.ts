import type {ConnectionSettings} from '../config/connection.js';
import {PgSession} from './pg-session.js';
import type {ConnectOptions} from './warehouse.js';

/** A connection that nothing was said over for so long is asked whether it is there before it is used. */
const idleLimitMs = 15_000;

/**
What a connection is for: the statements of the load, those of the user, monitoring the load and reading the catalog, or
finding out what blocks them.
*/
export type SessionRole = 'main' | 'notebook' | 'side' | 'watch';

/**
The connections to a server. One that was lost is replaced when it is asked for the next time, so that whatever
failed with it can be tried again.
*/
export class PgSessions {
	readonly #settings: ConnectionSettings;
	readonly #opening: (role: SessionRole) => readonly string[];
	readonly #idleMs: number;
	readonly #loginTimeoutMs: number | undefined;
	readonly #sessions = new Map<SessionRole, Promise<PgSession>>();
	#closed = false;

	/**
	@param opening The statements to send first on each connection.
	@param timing How long a connection may be idle until it is checked before use, and how long a login may take.
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

	/** After `close` connections are made again. */
	reopen(): void {
		this.#closed = false;
	}

	/** @throws ConnectionError; Error once closed, so that nobody who comes late keeps a connection open */
	async get(role: SessionRole, options: ConnectOptions = {}): Promise<PgSession> {
		const before = this.#sessions.get(role);
		const session = await before?.catch(() => undefined);
		if (session !== undefined && (session.owesLoss || (await this.#isThere(session)))) return session;
		if (this.#closed) throw new Error('The warehouse is closed.');
		// Somebody else may have seen it lost as well, and be on the way to another one already.
		const now = this.#sessions.get(role);
		if (now !== undefined && now !== before) return now;
		const opened = this.#open(role, options);
		this.#sessions.set(role, opened);
		void session?.close();
		return opened;
	}

	/** The connection as it is, lost or not; undefined where there is none. */
	async current(role: SessionRole): Promise<PgSession | undefined> {
		return this.#sessions.get(role)?.catch(() => undefined);
	}

	async close(): Promise<void> {
		this.#closed = true;
		const sessions = [...this.#sessions.values()];
		this.#sessions.clear();
		await Promise.allSettled(sessions.map(async session => (await session).close()));
	}

	/** In a transaction there is no other that could take its place. */
	async #isThere(session: PgSession): Promise<boolean> {
		return session.inTransaction ? !session.lost : session.isThere(this.#idleMs);
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
