import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {join} from 'node:path';
import {BodyReader, frame, int32, type Message, MessageReader} from '../wire/messages.js';
import {readFields, type TransactionStatus} from '../wire/responses.js';
import {Scram} from './scram.js';

/** The PostgreSQL server behind the double. */
export type PostgresAddress = {
	readonly socketDirectory: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
};

/** A row of a small result, with all values as text. */
export type TextRow = ReadonlyArray<string | null>;

type Listener = (message: Message) => void;

const protocolVersion = 196_608; // 3.0

/** A connection to PostgreSQL at message level. Callers must wait for one exchange to end before they start the next. */
export class Backend {
	status: TransactionStatus = 'I';
	processId = 0;
	secretKey = 0;
	/** Resolves when the connection is closed. */
	readonly ended: Promise<void>;
	readonly #socket: Socket;
	readonly #reader = new MessageReader(true);
	#listener: Listener | undefined;
	#reject: ((error: Error) => void) | undefined;

	private constructor(socket: Socket) {
		this.#socket = socket;
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

	/** @throws Error with PostgreSQL's message */
	static async connect(address: PostgresAddress, database: string): Promise<Backend> {
		const socket = connect(join(address.socketDirectory, `.s.PGSQL.${address.port}`));
		await once(socket, 'connect');
		const backend = new Backend(socket);
		await backend.#logIn(address, database);
		return backend;
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

	async #logIn({user, password}: PostgresAddress, database: string): Promise<void> {
		const parameters = ['user', user, 'database', database, 'client_encoding', 'UTF8', Buffer.from([0])];
		const scram = new Scram(password);
		await this.exchange(
			frame('', int32(protocolVersion), ...parameters),
			({type}) => type === 'Z',
			({type, body}) => {
				if (type === 'E') this.#reject?.(new Error(readFields(body).get('M')));
				if (type === 'R') this.#authenticate(new BodyReader(body), scram);
				if (type === 'K') {
					this.processId = body.readInt32BE(0);
					this.secretKey = body.readInt32BE(4);
				}
			},
		);
	}

	/** Codes 0 (done), 10, 11 and 12 (SCRAM); the test server uses SCRAM by default. */
	#authenticate(reader: BodyReader, scram: Scram): void {
		const code = reader.int32();
		if (code === 10) {
			const first = Buffer.from(scram.first());
			this.#socket.write(frame('p', 'SCRAM-SHA-256', int32(first.length), first));
		} else if (code === 11) {
			this.#socket.write(frame('p', Buffer.from(scram.final(reader.remaining().toString()))));
		} else if (code !== 0 && code !== 12) {
			this.#reject?.(
				new Error(`The Redshift double supports SCRAM and trust authentication, not method ${code}.`),
			);
		}
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
	const socket = connect(join(address.socketDirectory, `.s.PGSQL.${address.port}`));
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
