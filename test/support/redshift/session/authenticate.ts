import {createHash, randomBytes, timingSafeEqual} from 'node:crypto';
import {RedshiftError} from '../errors.js';
import {BodyReader, frame, int32, type Message} from '../wire/messages.js';

/** How a password is stored, which decides how it is requested: `PASSWORD 'md5…'` (code 5) or `'sha256|…'` (code 13). */
export type PasswordKind = 'md5' | 'sha256';
export type Account = {readonly user: string; readonly password: string};

const md5Code = 5;
const digestCode = 13;
const sha256Algorithm = 0;

export const authenticationOk = frame('R', int32(0));

/**
Requests the password and checks the response.
@param ask Sends a message and returns the client's response.
@throws RedshiftError 28000 [K]
*/
export async function authenticate(
	kind: PasswordKind,
	account: Account,
	user: string,
	ask: (request: Buffer) => Promise<Message>,
): Promise<void> {
	const valid = kind === 'md5' ? await md5(account, ask) : await sha256(account, ask);
	if (valid && user === account.user) return;
	throw new RedshiftError({
		severity: 'FATAL',
		code: '28000',
		message: `password authentication failed for user "${user}"`,
	});
}

/** `md5(md5(password + user) + salt)`, as in PostgreSQL [PY core.py]. */
async function md5({user, password}: Account, ask: (request: Buffer) => Promise<Message>): Promise<boolean> {
	const salt = randomBytes(4);
	const {type, body} = await ask(frame('R', int32(md5Code), salt));
	const hex = (...parts: ReadonlyArray<Uint8Array | string>) =>
		parts
			.reduce<ReturnType<typeof createHash>>((hash, part) => hash.update(part), createHash('md5'))
			.digest('hex');
	const expected = `md5${hex(hex(password, user), salt)}`;
	return type === 'p' && same(Buffer.from(new BodyReader(body).string()), Buffer.from(expected));
}

/**
AUTH_REQ_DIGEST [PY core.py]: algorithm, salt and server nonce, each with its length. The response is a message 'd' with
the digest, `sha256(sha256(password + salt) + server nonce + client nonce)`, and the client nonce.
*/
async function sha256({password}: Account, ask: (request: Buffer) => Promise<Message>): Promise<boolean> {
	const salt = randomBytes(16);
	const nonce = randomBytes(16);
	const {type, body} = await ask(
		frame(
			'R',
			int32(digestCode),
			int32(sha256Algorithm),
			int32(salt.length),
			salt,
			int32(nonce.length),
			nonce,
		),
	);
	if (type !== 'd') return false;
	const reader = new BodyReader(body);
	const digest = reader.bytes(reader.int32());
	const clientNonce = reader.bytes(reader.int32());
	// Amazon's drivers send the milliseconds since 1970 as text (aws/amazon-redshift-jdbc-driver).
	if (!/^\d{13}$/.test(Buffer.from(clientNonce).toString('latin1'))) return false;
	const hash = (...parts: readonly Uint8Array[]) =>
		createHash('sha256').update(Buffer.concat(parts)).digest();
	return same(digest, hash(hash(Buffer.from(password), salt), nonce, clientNonce));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && timingSafeEqual(a, b);
}
