import {isIP, type Socket} from 'node:net';
import {connect, type TLSSocket} from 'node:tls';
import type {ConnectionSettings} from '../config/settings.js';
import {exitCode} from '../errors.js';
import {connectionError} from '../warehouse/pg/errors.js';
import {sslChoices} from '../warehouse/pg/session.js';
import {connectionFailure, connectionOf, openSocket} from './check-network.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, failedBy, none, ok} from './finding.js';

const limitMs = 10_000;
/** PostgreSQL's SSLRequest message: its length, and the code 80877103 in place of a protocol version. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Checks that the server supports TLS and has a certificate that SSLMODE accepts. */
export async function checkTls(context: DoctorContext): Promise<Finding> {
	const connection = connectionOf(context);
	const {sslMode} = connection;
	if (sslMode === 'disable') return none('not used: SSLMODE = disable');
	try {
		const socket = await openSocket(context);
		try {
			const answer = await context.limits.within(limitMs, async () => askForTls(socket));
			switch (answer) {
				case 'S':
					return await context.limits.within(limitMs, async () => shakeHands(socket, connection));
				case 'N':
					if (sslMode === 'prefer')
						return none('the server does not support it, and SSLMODE = prefer allows that');
					throw connectionError(new Error('The server does not support SSL connections'), connection);
				default:
					return failed(
						'the service on this port does not speak the PostgreSQL protocol',
						[
							`Check DB_PORT: ${connection.engine === 'redshift' ? 'Redshift listens on 5439' : 'PostgreSQL listens on 5432'} by default.`,
						],
						exitCode.connection,
					);
			}
		} finally {
			socket.destroy();
		}
	} catch (error) {
		return failedBy(connectionFailure(error, context));
	}
}

/** Returns `S` for TLS, `N` for no TLS, anything else from another service; empty if the connection is closed. */
async function askForTls(socket: Socket): Promise<string> {
	const answer = new Promise<string>((resolve, reject) => {
		socket.once('data', chunk => resolve(chunk.toString('latin1', 0, 1)));
		socket.once('end', () => resolve(''));
		socket.once('error', reject);
	});
	socket.write(sslRequest);
	return answer;
}

async function shakeHands(socket: Socket, connection: ConnectionSettings): Promise<Finding> {
	const {host} = connection;
	const [choice] = await sslChoices(connection);
	const secure = connect({
		...(typeof choice === 'object' && choice),
		...(isIP(host) === 0 && {servername: host}),
		// Only compared with the certificate if it is an address; the socket is already connected.
		host,
		socket,
	});
	await new Promise<void>((resolve, reject) => {
		secure.once('secureConnect', resolve);
		secure.once('error', reject);
	});
	const found = describe(secure);
	secure.destroy();
	switch (connection.sslMode) {
		case 'verify-full':
			return ok(`${found}, verified with its name`);
		case 'verify-ca':
			return ok(`${found}, verified except for its name (SSLMODE = verify-ca)`);
		default:
			return ok(`${found}, not verified (SSLMODE = ${connection.sslMode})`);
	}
}

function describe(secure: TLSSocket): string {
	const {subject, issuer, valid_to: until} = secure.getPeerCertificate();
	const end = until === undefined ? undefined : new Date(until);
	const date =
		end === undefined || Number.isNaN(end.getTime()) ? '' : `, valid to ${end.toISOString().slice(0, 10)}`;
	const by = issuer?.O ?? issuer?.CN;
	return `${secure.getProtocol()}, certificate of ${subject?.CN ?? 'nobody'}${by === undefined ? '' : ` by ${by}`}${date}`;
}
