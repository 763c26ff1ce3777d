import type {Socket} from 'node:net';
import type {Message, MessageReader} from '../wire/messages.js';

/** The connection to a session's client. */
export class Client {
	readonly #socket: Socket;
	readonly #reader: MessageReader;
	readonly #closed: Promise<void>;
	#wake: (() => void) | undefined;
	#drained: Promise<void> | undefined;
	#gone = false;
	#silent = false;
	#forgotten = false;

	constructor(socket: Socket, reader: MessageReader) {
		this.#socket = socket;
		this.#reader = reader;
		socket.on('data', chunk => {
			if (this.#forgotten) {
				socket.resetAndDestroy();
				return;
			}
			this.#reader.push(chunk);
			this.#wake?.();
		});
		socket.on('error', () => {});
		this.#gone = socket.destroyed;
		this.#closed = closed(socket).then(() => {
			this.#gone = true;
			this.#wake?.();
		});
		socket.resume();
	}

	/** Resolves when the client has disconnected. */
	get closed(): Promise<void> {
		return this.#closed;
	}

	get gone(): boolean {
		return this.#gone;
	}

	/** Returns the next message, or undefined when the client has disconnected. */
	async receive(): Promise<Message | undefined> {
		for (;;) {
			const message = this.#reader.next();
			if (message || this.#gone) return message;
			await new Promise<void>(resolve => {
				this.#wake = resolve;
			});
			this.#wake = undefined;
		}
	}

	/** Returns false when the caller must wait for `drained`. */
	send(bytes: Uint8Array): boolean {
		return this.#gone || this.#silent || this.#socket.write(bytes);
	}

	/** Resolves when the client has read the data sent so far, or has disconnected. */
	async drained(): Promise<void> {
		this.#drained ??= Promise.race([
			new Promise<void>(resolve => {
				this.#socket.once('drain', () => resolve());
			}),
			this.#closed,
		]).then(() => {
			this.#drained = undefined;
		});
		return this.#drained;
	}

	end(): void {
		this.#socket.end();
	}

	/** Closes the connection abruptly, as a firewall or a restart does. */
	drop(): void {
		this.#socket.destroy();
		this.#gone = true;
	}

	/** Stops sending to the client without closing the connection. */
	goSilent(): void {
		this.#silent = true;
	}

	/** Resets the connection the next time the client sends something. */
	forget(): void {
		this.#forgotten = true;
	}
}

/**
Resolves when a socket is closed for any reason. `once` of node:events does not work here: it rejects if an error comes
first, which happens when a program exits with a response unread.
*/
export async function closed(socket: Socket): Promise<void> {
	if (socket.closed) return;
	await new Promise<void>(resolve => {
		socket.once('close', () => resolve());
	});
}
