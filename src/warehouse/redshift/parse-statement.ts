import type {Connection, Submittable} from 'pg';
import type {PgSession} from '../pg/session.js';
import type {StatementOptions} from '../warehouse.js';

/** Methods that `pg` calls on the running query; missing from its types. */
type ParseQuery = Submittable & {
	handleError(error: Error): void;
	handleReadyForQuery(): void;
};

/**
Has the cluster parse a statement without running it. It refuses a text of several statements, one of which could end the
transaction.
*/
export async function parseStatement(
	session: PgSession,
	sql: string,
	{signal}: StatementOptions,
): Promise<void> {
	await session.cancellable(
		sql,
		signal,
		async () =>
			new Promise<void>((resolve, reject) => {
				const query: ParseQuery = {
					submit(connection: Connection) {
						connection.parse({name: '', text: sql, types: []}, true);
						connection.sync();
					},
					handleError: reject,
					handleReadyForQuery: resolve,
				};
				session.client.query(query);
			}),
	);
}
