import type {Socket} from 'node:net';
import type {Message, MessageReader} from '../wire/messages.js';
import {closed} from './closed.js';

/** The client's end of a session. */
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

	/** Settled when the client is gone. */
	get closed(): Promise<void> {
		return this.#closed;
	}

	get gone(): boolean {
		return this.#gone;
	}

	/** The next message, or undefined when there will be none. */
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

	/** False when the caller has to wait for `drained`. */
	send(bytes: Uint8Array): boolean {
		return this.#gone || this.#silent || this.#socket.write(bytes);
	}

	/** Settled when the client has taken what was sent, or is gone. */
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

	/** Tears the connection, as a firewall or a restart does. */
	tear(): void {
		this.#socket.destroy();
		this.#gone = true;
	}

	/** From now on nothing arrives at the client any more, and it is told nothing of that. */
	fallSilent(): void {
		this.#silent = true;
	}
	/** From now on the connection is dead, which the client learns when it next says something. */
	forget(): void {
		this.#forgotten = true;
	}
}
