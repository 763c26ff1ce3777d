import {once} from 'node:events';
import type {Socket} from 'node:net';
import {TLSSocket} from 'node:tls';
import {testCertificate} from '../../postgres/certificates.js';
import type {TlsMode} from '../../postgres/configuration.js';
import {RedshiftError, unsupportedByDouble} from '../errors.js';
import {BodyReader, frame, MessageReader} from '../wire/messages.js';
import {closed} from './client.js';

/** The first request on a connection. */
export type StartupRequest =
	| {
			readonly type: 'cancel';
			readonly request: Buffer;
			readonly processId: number;
			readonly secretKey: number;
	  }
	| {
			readonly type: 'startup';
			readonly socket: Socket;
			readonly reader: MessageReader;
			readonly parameters: Parameters;
	  };

export type Parameters = ReadonlyMap<string, string>;

const sslRequest = 80_877_103;
const cancelRequest = 80_877_102;

/**
The parameters that a startup message may contain. Anything else is FATAL, even settings that PostgreSQL has:
`lock_timeout`, `idle_in_transaction_session_timeout` and `IntervalStyle` [I:typelevel/skunk#229]. application_name was
refused until 2017 [I:mauricio/postgresql-async#70]; AWS's own driver sends it today [PY].
*/
const knownParameters: ReadonlySet<string> = new Set([
	'user',
	'database',
	'client_encoding',
	'application_name',
	'options',
]);

/** Reads the start of a connection and negotiates TLS. Returns undefined when the client disconnected first. */
export async function readStartup(socket: Socket, tls: TlsMode): Promise<StartupRequest | undefined> {
	let current = socket;
	for (;;) {
		const reader = new MessageReader(false);
		const message = await firstMessage(current, reader);
		if (message === undefined) return undefined;
		const body = new BodyReader(message);
		const code = body.int32();
		if (code === sslRequest) {
			if (tls === 'off') current.write('N');
			else current = await encrypt(current);
		} else if (code === cancelRequest) {
			const request = frame('', message);
			return {type: 'cancel', request, processId: body.int32(), secretKey: body.int32()};
		} else {
			reader.expectTypes();
			return {type: 'startup', socket: current, reader, parameters: readParameters(body)};
		}
	}
}

/** @throws RedshiftError 42704 for unknown parameters, 28000 where TLS is required */
export function checkParameters(parameters: Parameters, socket: Socket, tls: TlsMode): void {
	if (tls === 'required' && !(socket instanceof TLSSocket)) {
		const [user, database] = [parameters.get('user'), parameters.get('database')];
		throw new RedshiftError({
			severity: 'FATAL',
			code: '28000',
			// [I:mtxr/vscode-sqltools#547]
			message: `no pg_hba.conf entry for host "::ffff:${socket.remoteAddress}", user "${user}", database "${database}", SSL off`,
		});
	}
	for (const [name, value] of parameters)
		if (!knownParameters.has(name))
			throw new RedshiftError({
				severity: 'FATAL',
				code: '42704',
				message: `unrecognized configuration parameter "${name}"`,
			});
		else if (name === 'client_encoding' && !/^utf-?8$/i.test(value))
			throw unsupportedByDouble(`client_encoding ${value}`);
		else if (name === 'options' && value.trim() !== '') throw unsupportedByDouble(`startup options ${value}`);
}

async function firstMessage(socket: Socket, reader: MessageReader): Promise<Buffer | undefined> {
	const gone = closed(socket).then(() => undefined);
	for (;;) {
		const message = reader.next();
		if (message) return message.body;
		if (socket.destroyed) return undefined;
		const chunk = await Promise.race([nextChunk(socket), gone]);
		if (chunk === undefined) return undefined;
		reader.push(chunk);
	}
}

/** Leaves the socket paused, so that later data is not lost. */
async function nextChunk(socket: Socket): Promise<Buffer> {
	return new Promise(resolve => {
		socket.once('data', (chunk: Buffer) => {
			socket.pause();
			resolve(chunk);
		});
		socket.resume();
	});
}

async function encrypt(socket: Socket): Promise<TLSSocket> {
	const encrypted = new TLSSocket(socket, {
		isServer: true,
		cert: testCertificate.certificate,
		key: testCertificate.key,
	});
	encrypted.on('error', () => encrypted.destroy());
	// The plain socket no longer has its own handle, so each socket must close the other.
	socket.once('close', () => encrypted.destroy());
	encrypted.once('close', () => socket.destroy());
	socket.write('S');
	await Promise.race([once(encrypted, 'secure'), closed(encrypted)]);
	return encrypted;
}

function readParameters(body: BodyReader): Parameters {
	const parameters = new Map<string, string>();
	for (let name = body.string(); name !== ''; name = body.string()) parameters.set(name, body.string());
	return parameters;
}
