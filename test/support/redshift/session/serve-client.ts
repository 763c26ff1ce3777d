import type {Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {TlsMode} from '../../postgres/configuration.js';
import {Backend, BackendClosedError, sendCancel} from '../backend/backend.js';
import {RedshiftError} from '../errors.js';
import {BodyReader, frame, int32} from '../wire/messages.js';
import {errorResponse, type Fields, parameterStatus, readyForQuery} from '../wire/responses.js';
import {authenticate, authenticationOk, type PasswordKind} from './authenticate.js';
import {Client} from './client.js';
import type {Cluster, Database} from './cluster.js';
import {ExtendedProtocol} from './extended-protocol.js';
import {Session} from './session.js';
import {checkParameters, type Greeting, greet, type Parameters} from './startup.js';

/** The process id in the key of a session is none that pg_backend_pid() answers (gravitational/teleport#38352). */
const keyOffset = 1_073_741_824;

export type Entrance = {readonly tls: TlsMode; readonly auth: PasswordKind};

/** Serves one connection to its end. Never throws. */
export async function serveClient(socket: Socket, cluster: Cluster, entrance: Entrance): Promise<void> {
	socket.on('error', () => {});
	let channel: {send(bytes: Buffer): unknown; end(): unknown} = {
		send: bytes => socket.write(bytes),
		end: () => socket.end(),
	};
	try {
		const greeting = await greet(socket, entrance.tls);
		if (greeting?.type === 'cancel') await cancel(greeting, cluster);
		if (greeting?.type !== 'startup') return;
		const client = new Client(greeting.socket, greeting.reader);
		channel = client;
		checkParameters(greeting.parameters, greeting.socket, entrance.tls);
		await sleep(cluster.faults.loginDelayMs);
		if (cluster.faults.take('resetLogins')) {
			socket.resetAndDestroy();
			return;
		}
		const database = await logIn(client, greeting.parameters, cluster, entrance.auth);
		await serveSession(client, cluster, database);
	} catch (error) {
		if (!(error instanceof BackendClosedError)) channel.send(errorResponse(fatal(error)));
	} finally {
		channel.end();
	}
}

/** A mistake of the double's own must not pass for something of Redshift's. */
function fatal(error: unknown): Fields {
	if (error instanceof RedshiftError) return error.fields;
	const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {severity: 'FATAL', code: 'XX000', message: `redshift-double: ${what}`};
}

/** A COPY is cancelled here, anything else by PostgreSQL. */
async function cancel(greeting: Greeting & {readonly type: 'cancel'}, cluster: Cluster): Promise<void> {
	const processId = greeting.processId - keyOffset;
	const session = cluster.sessions.get(processId);
	if (session?.secretKey === greeting.secretKey && session.cancelCopy()) return;
	greeting.request.writeInt32BE(processId, 8);
	await sendCancel(cluster.postgres, greeting.request);
}

/** @throws RedshiftError 28000, 3D000 */
async function logIn(
	client: Client,
	parameters: Parameters,
	cluster: Cluster,
	auth: PasswordKind,
): Promise<Database> {
	await authenticate(auth, cluster.account, parameters.get('user') ?? '', async request => {
		client.send(request);
		const answer = await client.receive();
		if (answer === undefined) throw new Error('The client left while it was asked for its password.');
		return answer;
	});
	const name = parameters.get('database') ?? cluster.account.user;
	const database = cluster.databases.get(name);
	if (database === undefined)
		throw new RedshiftError({severity: 'FATAL', code: '3D000', message: `database "${name}" does not exist`});
	client.send(authenticationOk);
	return database;
}

async function serveSession(client: Client, cluster: Cluster, database: Database): Promise<void> {
	const {account, postgres} = cluster;
	await database.enter();
	try {
		const backend = await Backend.connect({...postgres, ...account}, database.name);
		if (cluster.regularUser) await backend.query("SELECT set_config('redshift_double.regular', 'on', false)");
		const session = new Session(client, backend, cluster, database);
		cluster.sessions.set(backend.processId, session);
		void backend.ended.then(() => client.end());
		// A COPY goes on without its client, any other statement is left to PostgreSQL.
		void client.closed.then(() => {
			if (!session.isCopying) backend.destroy();
		});
		client.send(welcome(backend, account.user));
		await answerMessages(client, session).finally(() => {
			cluster.sessions.delete(backend.processId);
			backend.close();
		});
	} finally {
		await database.leave();
	}
}

/** The version is the one that drivers decide by [PY]; which settings are told is [K]. */
function welcome(backend: Backend, user: string): Buffer {
	const settings: Readonly<Record<string, string>> = {
		server_version: '8.0.2',
		server_encoding: 'UNICODE',
		client_encoding: 'UTF8',
		DateStyle: 'ISO, MDY',
		TimeZone: 'UTC',
		is_superuser: 'on',
		session_authorization: user,
		integer_datetimes: 'on',
	};
	return Buffer.concat([
		...Object.entries(settings).map(([name, value]) => parameterStatus(name, value)),
		frame('K', int32(backend.processId + keyOffset), int32(backend.secretKey)),
		readyForQuery('I'),
	]);
}

async function answerMessages(client: Client, session: Session): Promise<void> {
	const extended = new ExtendedProtocol(session);
	for (let message = await client.receive(); message; message = await client.receive()) {
		if (message.type === 'X') return;
		if (message.type === 'Q') await session.query(new BodyReader(message.body).string());
		else if ('PBDECHS'.includes(message.type)) await extended.handle(message);
		else
			throw new RedshiftError({
				severity: 'FATAL',
				code: '08P01',
				message: `redshift-double: a message of type ${message.type}`,
			});
	}
}
