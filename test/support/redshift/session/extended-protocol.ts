import {RedshiftError} from '../errors.js';
import {splitStatements, tokenize} from '../sql/lexer.js';
import type {StatementPlace} from '../translate-errors.js';
import {BodyReader, frame, int32, type Message} from '../wire/messages.js';
import {
	bindComplete,
	closeComplete,
	emptyQueryResponse,
	noData,
	noParameters,
	parseComplete,
	readyForQuery,
} from '../wire/responses.js';
import type {Prepared, Session} from './session.js';

const flush = frame('H');
const maxRows = 1000;

/** The message types that end the response to Parse, Bind, Describe, Execute and Close; an error ends each of them. */
const ends: Readonly<Record<string, string>> = {P: '1E', B: '2E', D: 'TnE', E: 'CsIE', C: '3E'};

/**
The extended protocol: Parse, Bind, Describe, Execute, Close, Flush and Sync. Messages are forwarded to PostgreSQL
except for statements that the double runs itself.
*/
export class ExtendedProtocol {
	readonly #session: Session;
	readonly #statements = new Map<string, Prepared | undefined>();
	readonly #portals = new Map<string, Prepared | undefined>();
	/** The portal with rows left to fetch. */
	#suspended: string | undefined;
	/** After an error, messages are ignored until Sync. */
	#skipping = false;

	constructor(session: Session) {
		this.#session = session;
	}

	async handle({type, body}: Message): Promise<void> {
		if (type === 'S') return this.#sync();
		if (type === 'H' || this.#skipping) return;
		const done = await this.#session.attempt(async () => {
			const reader = new BodyReader(body);
			if (type === 'P') await this.#parse(reader);
			else if (type === 'B') await this.#bind(body, reader);
			else if (type === 'D') await this.#describe(body, reader);
			else if (type === 'E') await this.#execute(reader);
			else await this.#close(body, reader);
		});
		if (!done) this.#skipping = true;
	}

	async #parse(reader: BodyReader): Promise<void> {
		// [I:brianc/node-pg-cursor#55]
		if (this.#suspended !== undefined)
			throw new RedshiftError({
				code: '08P01',
				message: `Invalid protocol sequence 'P' while in PortalSuspended state.`,
			});
		const [name, sql] = [reader.string(), reader.string()];
		const statements = splitStatements(tokenize(sql));
		if (statements.length > 1)
			throw new RedshiftError({
				code: '42601',
				message: 'cannot insert multiple commands into a prepared statement',
			});
		const prepared = statements.length === 0 ? undefined : await this.#session.prepare(sql, statements[0]!);
		this.#statements.set(name, prepared);
		if (isForwarded(prepared))
			await this.#forward(frame('P', name, prepared.translation.sql, reader.remaining()), 'P', prepared);
		else this.#session.client.send(parseComplete);
	}

	async #bind(body: Buffer, reader: BodyReader): Promise<void> {
		const [portal, statement] = [reader.string(), reader.string()];
		const prepared = this.#statements.get(statement);
		this.#portals.set(portal, prepared);
		if (isForwarded(prepared)) await this.#forward(frame('B', body), 'B', prepared);
		else this.#session.client.send(bindComplete);
	}

	async #describe(body: Buffer, reader: BodyReader): Promise<void> {
		const isStatement = reader.byte() === 'S'.charCodeAt(0);
		const prepared = (isStatement ? this.#statements : this.#portals).get(reader.string());
		if (isForwarded(prepared)) await this.#forward(frame('D', body), 'D', prepared);
		else this.#session.client.send(isStatement ? Buffer.concat([noParameters, noData]) : noData);
	}

	async #execute(reader: BodyReader): Promise<void> {
		const portal = reader.string();
		const limit = reader.int32();
		const prepared = this.#portals.get(portal);
		if (prepared === undefined) {
			this.#session.client.send(emptyQueryResponse);
			return;
		}
		if (!isForwarded(prepared)) return this.#session.run(prepared);
		this.#checkPortal(portal, limit);
		// Redshift ignores the limit on the unnamed portal [I:brianc/node-pg-cursor#14].
		const request = frame('E', portal, int32(portal === '' ? 0 : limit));
		const summary = await this.#session.recorded(prepared, async place => this.#pass(request, 'E', place));
		if (summary.error !== undefined) this.#skipping = true;
		else this.#suspended = summary.tag === undefined && summary.rows > 0 ? portal : undefined;
	}

	/** [I:microsoft/vscode-postgresql#91]; outside a transaction: [I:brianc/node-pg-cursor]. */
	#checkPortal(portal: string, limit: number): void {
		if (portal === '' || limit === 0) return;
		if (this.#session.singleNode && limit > maxRows)
			throw new RedshiftError({
				code: '0A000',
				message: `Fetch size ${limit} exceeds the limit of ${maxRows} for a single node configuration. Reduce the client fetch/cache size or upgrade to a multi node installation.`,
			});
		if (this.#suspended === portal && this.#session.backend.status === 'I')
			throw new RedshiftError({
				code: 'XX000',
				message: 'cursors can only be used within the transaction that created them.',
			});
	}

	async #close(body: Buffer, reader: BodyReader): Promise<void> {
		const isStatement = reader.byte() === 'S'.charCodeAt(0);
		const name = reader.string();
		const names = isStatement ? this.#statements : this.#portals;
		const prepared = names.get(name);
		names.delete(name);
		if (!isStatement && this.#suspended === name) this.#suspended = undefined;
		if (isForwarded(prepared)) await this.#forward(frame('C', body), 'C', prepared);
		else this.#session.client.send(closeComplete);
	}

	async #sync(): Promise<void> {
		this.#skipping = false;
		this.#suspended = undefined;
		const {backend, client} = this.#session;
		await backend.exchange(frame('S'), ({type}) => type === 'Z');
		client.send(readyForQuery(backend.status));
	}

	async #forward(request: Buffer, type: string, {sql, tables}: Prepared): Promise<void> {
		const place = {sql, tables, queryId: 0, processId: this.#session.backend.processId};
		const {error} = await this.#pass(request, type, place);
		if (error !== undefined) this.#skipping = true;
	}

	async #pass(request: Buffer, type: string, place: StatementPlace) {
		const {relay} = this.#session;
		return relay.pass(Buffer.concat([request, flush]), place, message => ends[type]!.includes(message.type));
	}
}

function isForwarded(
	prepared: Prepared | undefined,
): prepared is Prepared & {readonly translation: {readonly type: 'send'}} {
	return prepared?.translation.type === 'send';
}
