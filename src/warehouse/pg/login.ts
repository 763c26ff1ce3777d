import {createHash} from 'node:crypto';
import type {Connection} from 'pg';

/** The stream of messages from the server. */
type Incoming = {on(event: string, listener: (chunk: Buffer) => void): unknown};
/** Properties missing from the types of `pg`. */
type OpenConnection = NodeJS.EventEmitter & {
	readonly stream: {write(bytes: Buffer): unknown};
	attachListeners(stream: Incoming): void;
};

/** Authentication codes that `pg` supports: none, cleartext, md5, and the three steps of SCRAM. */
const knownToPg: ReadonlySet<number> = new Set([0, 3, 5, 10, 11, 12]);
const digestCode = 13;
const headerBytes = 5;

/**
Adds support for Redshift's sha256 digest authentication, used for users created with `PASSWORD 'sha256|…'`. `pg` would
throw an uncatchable error and end the process. Other unknown requests become a connection error. Follows Amazon's own
drivers (AUTH_REQ_DIGEST); never tested on a real cluster.
*/
export function answerDigest(connection: Connection, password: string | undefined): void {
	const open = connection as unknown as OpenConnection;
	const attach = open.attachListeners.bind(open);
	open.attachListeners = stream => {
		const login = new Login(open, password);
		attach({
			on(event, listener) {
				if (event !== 'data') return stream.on(event, listener);
				return stream.on(event, chunk => {
					const passed = login.pass(chunk);
					if (passed.length > 0) listener(passed);
				});
			},
		});
	};
}

/** Inspects messages until the login is complete, and withholds those that `pg` must not see. */
class Login {
	readonly #connection: OpenConnection;
	readonly #password: string | undefined;
	#held: Buffer = Buffer.alloc(0);
	#over = false;

	constructor(connection: OpenConnection, password: string | undefined) {
		this.#connection = connection;
		this.#password = password;
	}

	/** Returns the bytes to pass on to `pg`, including any that were held before. */
	pass(chunk: Buffer): Buffer {
		if (this.#over) return chunk;
		this.#held = Buffer.concat([this.#held, chunk]);
		const passed: Buffer[] = [];
		while (!this.#over && this.#held.length >= headerBytes) {
			const length = 1 + this.#held.readInt32BE(1);
			if (this.#held.length < length) break;
			const message = this.#held.subarray(0, length);
			this.#held = this.#held.subarray(length);
			if (this.#isForPg(message)) passed.push(message);
		}
		if (this.#over) {
			passed.push(this.#held);
			this.#held = Buffer.alloc(0);
		}
		return Buffer.concat(passed);
	}

	#isForPg(message: Buffer): boolean {
		const isRequest = message[0] === 'R'.charCodeAt(0);
		if (!isRequest) return true;
		const code = message.readInt32BE(headerBytes);
		if (code === 0) this.#over = true;
		if (knownToPg.has(code)) return true;
		const request = message.subarray(headerBytes + 4);
		// Algorithm 0 is sha256, the only one supported.
		if (code !== digestCode || request.readInt32BE(0) !== 0)
			this.#fail(`Unknown authenticationOk message type ${code}`);
		else if (this.#password === undefined) this.#fail('no password supplied');
		else this.#answer(request, this.#password);
		return false;
	}

	/** @param request The algorithm, then salt and nonce, each preceded by its length. */
	#answer(request: Buffer, password: string): void {
		const [salt, serverNonce] = lengthAndBytes(request, 4, 2);
		// Amazon's drivers send the time as decimal text; random bytes can contain a NUL.
		const nonce = Buffer.from(String(Date.now()));
		const digest = sha256(sha256(Buffer.from(password), salt!), serverNonce!, nonce);
		const body = Buffer.concat([int32(digest.length), digest, int32(nonce.length), nonce]);
		this.#connection.stream.write(Buffer.concat([Buffer.from('d'), int32(4 + body.length), body]));
	}

	#fail(text: string): void {
		this.#over = true;
		this.#connection.emit('error', new Error(text));
	}
}

function lengthAndBytes(from: Buffer, start: number, count: number): readonly Buffer[] {
	const parts: Buffer[] = [];
	let at = start;
	for (let index = 0; index < count; index++) {
		const length = from.readInt32BE(at);
		parts.push(from.subarray(at + 4, at + 4 + length));
		at += 4 + length;
	}
	return parts;
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
	return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function int32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32BE(value);
	return bytes;
}
