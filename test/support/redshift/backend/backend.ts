import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {isAbsolute, join} from 'node:path';
import pg from 'pg';
import {BodyReader, frame, type Message, MessageReader} from '../wire/messages.js';
import {readFields, type TransactionStatus} from '../wire/responses.js';

/** The PostgreSQL server behind the double. */
export type PostgresAddress = {
	readonly localHost: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
};

/** A row of a small result, with all values as text. */
export type TextRow = ReadonlyArray<string | null>;

type Listener = (message: Message) => void;

/** A connection to PostgreSQL at message level. Callers must wait for one exchange to end before they start the next. */
export class Backend {
	status: TransactionStatus = 'I';
	readonly processId: number;
	readonly secretKey: number;
	/** Resolves when the connection is closed. */
	readonly ended: Promise<void>;
	readonly #socket: Socket;
	readonly #reader = new MessageReader(true);
	#listener: Listener | undefined;
	#reject: ((error: Error) => void) | undefined;

	private constructor(socket: Socket, processId: number, secretKey: number) {
		this.#socket = socket;
		this.processId = processId;
		this.secretKey = secretKey;
		this.ended = new Promise(resolve => {
			socket.once('close', () => {
				this.#reject?.(new BackendClosedError());
				resolve();
			});
		});
		socket.on('error', () => {});
		socket.on('data', chunk => {
			this.#reader.push(chunk);
			for (let message = this.#reader.next(); message; message = this.#reader.next()) this.#receive(message);
		});
	}

	/** Logs in with `pg`, whose socket it then takes over. @throws Error with PostgreSQL's message */
	static async connect(
		{localHost, port, user, password}: PostgresAddress,
		database: string,
	): Promise<Backend> {
		const client = new pg.Client({host: localHost, port, user, password, database});
		await client.connect();
		const {connection, processID, secretKey} = client as unknown as {
			readonly connection: {readonly stream: Socket};
			readonly processID: number;
			readonly secretKey: number;
		};
		const {stream} = connection;
		for (const event of ['data', 'error', 'close']) stream.removeAllListeners(event);
		return new Backend(stream, processID, secretKey);
	}

	/** Sends a request and passes each response message to `onMessage`, up to and including the one that `isLast` accepts. */
	async exchange(
		request: Uint8Array,
		isLast: (message: Message) => boolean,
		onMessage: Listener = () => {},
	): Promise<Message> {
		return new Promise((resolve, reject) => {
			if (this.#socket.destroyed) {
				reject(new BackendClosedError());
				return;
			}
			this.#reject = reject;
			this.#listener = message => {
				onMessage(message);
				if (!isLast(message)) return;
				this.#listener = undefined;
				this.#reject = undefined;
				resolve(message);
			};
			this.#socket.write(request);
		});
	}

	/** Runs one of the double's own statements and returns its rows. @throws PostgresError */
	async query(sql: string): Promise<readonly TextRow[]> {
		const rows: TextRow[] = [];
		let error: PostgresError | undefined;
		await this.exchange(
			frame('Q', sql),
			({type}) => type === 'Z',
			({type, body}) => {
				if (type === 'D') rows.push(readRow(body));
				if (type === 'E') error = new PostgresError(readFields(body));
			},
		);
		if (error) throw error;
		return rows;
	}

	/** Returns false when the caller must wait for `drained`. */
	write(bytes: Uint8Array): boolean {
		return this.#socket.write(bytes);
	}

	async drained(): Promise<void> {
		if (this.#socket.writableNeedDrain) await Promise.race([once(this.#socket, 'drain'), this.ended]);
	}

	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}

	close(): void {
		this.#socket.end(frame('X'));
	}

	destroy(): void {
		this.#socket.destroy();
	}

	#receive(message: Message): void {
		const {type, body} = message;
		if (type === 'Z') this.status = String.fromCharCode(body[0]!) as TransactionStatus;
		this.#listener?.(message);
	}
}

/** PostgreSQL closed the session. If it gave a reason, that was already sent. */
export class BackendClosedError extends Error {
	constructor() {
		super('PostgreSQL closed the connection.');
	}
}

/** A PostgreSQL error, its fields keyed by their letters. */
export class PostgresError extends Error {
	readonly fields: ReadonlyMap<string, string>;

	constructor(fields: ReadonlyMap<string, string>) {
		super(fields.get('M'));
		this.fields = fields;
	}
}

/** Forwards a cancel request to PostgreSQL, which closes the connection once it has processed it. */
export async function sendCancel(address: PostgresAddress, request: Uint8Array): Promise<void> {
	const {localHost: host, port} = address;
	const socket = isAbsolute(host) ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host);
	socket.on('error', () => {});
	socket.end(request);
	socket.resume();
	await new Promise(resolve => socket.once('close', resolve));
}

function readRow(body: Buffer): TextRow {
	const reader = new BodyReader(body);
	return Array.from({length: reader.int16()}, () => {
		const length = reader.int32();
		return length === -1 ? null : reader.bytes(length).toString();
	});
}
