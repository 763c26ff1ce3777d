import {type Backend, PostgresError} from '../backend/backend.js';
import {quoteName} from '../sql/pieces.js';
import {frame, type Message} from '../wire/messages.js';
import {readFields} from '../wire/responses.js';
import type {LoadColumn} from './load-columns.js';

/** PostgreSQL's COPY FROM STDIN into a table, in the client's session. */
export class TableWriter {
	readonly #backend: Backend;
	/** Resolves with the outcome; PostgreSQL may end the COPY early. */
	readonly #ended: Promise<PostgresError | undefined>;

	private constructor(backend: Backend) {
		this.#backend = backend;
		this.#ended = untilReady(backend, Buffer.alloc(0)).then(({problem}) => problem);
		this.#ended.catch(() => {});
	}

	/** @throws PostgresError */
	static async open(backend: Backend, table: string, columns: readonly LoadColumn[]): Promise<TableWriter> {
		const names = columns.map(({name}) => quoteName(name)).join(', ');
		const {last, problem} = await untilReady(backend, frame('Q', `COPY ${table} (${names}) FROM STDIN`), 'G');
		if (last.type === 'Z') throw problem ?? new Error('PostgreSQL ended the COPY before it began.');
		return new TableWriter(backend);
	}

	async write(text: Buffer): Promise<void> {
		if (text.length === 0) return;
		this.#backend.write(frame('d', text));
		await this.#backend.drained();
	}

	/** @throws PostgresError for rows that PostgreSQL rejects */
	async finish(): Promise<void> {
		this.#backend.write(frame('c'));
		const problem = await this.#ended;
		if (problem) throw problem;
	}

	/** Cancels the COPY; no rows are kept. */
	async abandon(): Promise<void> {
		this.#backend.write(frame('f', 'redshift-double: abandoned'));
		await this.#ended.catch(() => {});
	}
}

/** Sends a request and waits for ReadyForQuery or a message of the given type. */
async function untilReady(
	backend: Backend,
	request: Buffer,
	type = 'Z',
): Promise<{readonly last: Message; readonly problem: PostgresError | undefined}> {
	let problem: PostgresError | undefined;
	const last = await backend.exchange(
		request,
		message => message.type === type || message.type === 'Z',
		({type: kind, body}) => {
			if (kind === 'E') problem = new PostgresError(readFields(body));
		},
	);
	return {last, problem};
}
