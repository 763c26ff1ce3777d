import {createHash, createHmac, pbkdf2Sync, randomBytes} from 'node:crypto';

/** The client side of SCRAM-SHA-256 (RFC 5802, RFC 7677), as PostgreSQL requires it. Supports ASCII passwords only. */
export class Scram {
	readonly #password: string;
	readonly #nonce = randomBytes(18).toString('base64');

	constructor(password: string) {
		this.#password = password;
	}

	/** Omits the name, which PostgreSQL takes from the startup message. */
	first(): string {
		return `n,,${this.#bare()}`;
	}

	final(serverFirst: string): string {
		const {r: nonce = '', s: salt = '', i: iterations = '1'} = attributes(serverFirst);
		if (!nonce.startsWith(this.#nonce))
			throw new Error('The server nonce does not start with the client nonce.');
		const salted = pbkdf2Sync(this.#password, Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256');
		const clientKey = hmac(salted, 'Client Key');
		const storedKey = createHash('sha256').update(clientKey).digest();
		const withoutProof = `c=biws,r=${nonce}`;
		const signature = hmac(storedKey, `${this.#bare()},${serverFirst},${withoutProof}`);
		const proof = clientKey.map((byte, index) => byte ^ signature[index]!);
		return `${withoutProof},p=${Buffer.from(proof).toString('base64')}`;
	}

	#bare(): string {
		return `n=,r=${this.#nonce}`;
	}
}

function attributes(text: string): Readonly<Record<string, string>> {
	return Object.fromEntries(text.split(',').map(part => [part[0], part.slice(2)]));
}

function hmac(key: Uint8Array, text: string): Buffer {
	return createHmac('sha256', key).update(text).digest();
}
