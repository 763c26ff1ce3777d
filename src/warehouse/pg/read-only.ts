import {readWriteTransaction} from '../open-result.js';
import type {StatementOptions} from '../warehouse.js';
import type {PgSession} from './session.js';

/**
Begins a transaction in which the server refuses changes. @throws StatementError if it does not confirm that; no
transaction is then open
*/
export async function beginReadOnly(session: PgSession, options: StatementOptions): Promise<void> {
	await session.run('BEGIN READ ONLY', options);
	try {
		await requireReadOnly(session, options);
	} catch (error) {
		await session.run('ROLLBACK').catch(() => {});
		throw error;
	}
}

/**
Has the server confirm that the open transaction is read-only. On PostgreSQL this query also takes the snapshot, after
which `SET TRANSACTION READ WRITE` is refused. On Redshift the setting is a guess: it comes from PostgreSQL 8.0.
*/
export async function requireReadOnly(session: PgSession, options: StatementOptions): Promise<void> {
	// The schema is named because a search_path may put another function of this name first.
	const sql = "SELECT pg_catalog.current_setting('transaction_read_only')";
	const [[setting] = []] = await session.all(sql, options);
	if (setting !== 'on') throw readWriteTransaction();
}
