import type {Connection, Submittable} from 'pg';
import {StatementError} from '../../errors.js';
import {isCopyable} from '../../sql/statement-kind.js';
import type {OpenResult} from '../open-result.js';
import type {Column, QueryOptions, StatementOptions, TextForm} from '../warehouse.js';
import {CopyConverter} from './convert-copy.js';
import {beginReadOnly} from './read-only.js';
import type {PgSession} from './session.js';
import {pgColumn} from './values.js';

type Field = {readonly name: string; readonly dataTypeID: number};
/** Methods that `pg` calls on the running query; missing from its types. */
type DescribeQuery = Submittable & {
	handleRowDescription(message: {readonly fields: readonly Field[]}): void;
	handleError(error: Error): void;
	handleReadyForQuery(): void;
};

const copy = 'COPY (';

function copyStatement(query: string): string {
	// The line break ends a trailing comment.
	return `${copy}${query}\n) TO STDOUT`;
}

/**
Returns the columns of a query that COPY can run; undefined for other statements, those with an error, and in a transaction, which
an error would abort.
*/
export async function copyColumns(
	session: PgSession,
	sql: string,
	options: StatementOptions,
): Promise<readonly Column[] | undefined> {
	if (!isCopyable(sql) || session.inTransaction || !session.isUtf8) return undefined;
	try {
		const columns = await describe(session, sql, options);
		return columns.length > 0 ? columns : undefined;
	} catch (error) {
		if (error instanceof StatementError) return undefined;
		throw error;
	}
}

/** Has the server parse a statement. Returns no columns for one with parameters. */
async function describe(
	session: PgSession,
	sql: string,
	{signal}: StatementOptions,
): Promise<readonly Column[]> {
	return session.cancellable(
		sql,
		signal,
		async () =>
			new Promise<readonly Column[]>((resolve, reject) => {
				let columns: readonly Column[] = [];
				let hasParameters = false;
				const connection = session.client.connection as unknown as NodeJS.EventEmitter;
				const onParameters = ({parameterCount}: {readonly parameterCount: number}) => {
					hasParameters = parameterCount > 0;
				};
				connection.once('parameterDescription', onParameters);
				const query: DescribeQuery = {
					submit(connection: Connection) {
						connection.parse({name: '', text: sql, types: []}, true);
						connection.describe({type: 'S', name: ''}, true);
						// The query must also be one inside COPY.
						connection.parse({name: '', text: copyStatement(sql), types: []}, true);
						connection.sync();
					},
					handleRowDescription({fields}) {
						columns = fields.map(({name, dataTypeID}) => pgColumn(name, dataTypeID));
					},
					handleError(error) {
						connection.off('parameterDescription', onParameters);
						reject(error);
					},
					handleReadyForQuery: () => resolve(hasParameters ? [] : columns),
				};
				session.client.query(query);
			}),
	);
}

/** `COPY (…) TO STDOUT`: the rows of a query as text. The connection is busy until it is read or closed. */
export class PgTextCopy implements OpenResult {
	readonly #session: PgSession;
	readonly #sql: string;
	readonly #converter: CopyConverter;
	readonly #stop = new AbortController();
	#ownsTransaction = false;
	#closedBy: Error | undefined;
	/** Settles once the copy has ended, with its transaction. */
	#ended: Promise<unknown> = Promise.resolve();

	/** @param sql One query without a semicolon. @param columns From `copyColumns`. */
	constructor(session: PgSession, sql: string, columns: readonly Column[], form: TextForm) {
		this.#session = session;
		this.#sql = sql;
		this.#converter = new CopyConverter(columns, form);
	}

	get hasOwnTransaction(): boolean {
		return this.#ownsTransaction;
	}

	/** Cancels the copy, if it has not ended. */
	async close(reason?: Error): Promise<void> {
		this.#closedBy ??= reason;
		this.#stop.abort();
		await this.#ended;
	}

	async *chunks({
		signal,
		isReadOnly = false,
		onRows,
	}: QueryOptions & {readonly onRows: (rows: number) => void}): AsyncGenerator<Uint8Array> {
		const session = this.#session;
		const converter = this.#converter;
		if (isReadOnly) {
			await beginReadOnly(session, {signal});
			this.#ownsTransaction = true;
		}
		const {to} = (await import('pg-copy-streams')).default;
		const stream = to(copyStatement(this.#sql));
		const stop = AbortSignal.any([this.#stop.signal, ...(signal === undefined ? [] : [signal])]);
		const copied = session.cancellable(
			this.#sql,
			stop,
			async () =>
				new Promise<void>((resolve, reject) => {
					stream.once('end', resolve);
					stream.once('error', reject);
					session.client.query(stream);
				}),
			copy.length,
		);
		this.#ended = copied.catch(() => {}).then(async () => this.#commit());
		try {
			yield Buffer.from(converter.start);
			for await (const chunk of stream.iterator({destroyOnReturn: false})) {
				const text = converter.convert(chunk);
				onRows(converter.rows);
				if (text.length > 0) yield text;
			}
			await copied;
			yield Buffer.from(converter.end);
		} catch (error) {
			throw (
				this.#closedBy ??
				(await copied.then(
					() => error,
					(reason: unknown) => reason,
				))
			);
		} finally {
			// After an early end, the rows that are still arriving are discarded.
			this.#stop.abort();
			stream.resume();
			await this.#ended;
		}
	}

	/** After an error, COMMIT rolls back. */
	async #commit(): Promise<void> {
		if (this.#ownsTransaction && this.#session.inTransaction)
			await this.#session.run('COMMIT').catch(() => {
				// The connection is lost. The transaction has changed nothing.
			});
		this.#ownsTransaction = false;
	}
}
