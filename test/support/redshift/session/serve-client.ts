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
import {Session} from './session.js';
import {checkParameters, type Parameters, readStartup, type StartupRequest} from './startup.js';

/** Makes the process id in the session's key differ from pg_backend_pid() (gravitational/teleport#38352). */
const keyOffset = 1_073_741_824;

export type ConnectionOptions = {readonly tls: TlsMode; readonly auth: PasswordKind};

/** Serves one connection until it ends. Never throws. */
export async function serveClient(
	socket: Socket,
	cluster: Cluster,
	options: ConnectionOptions,
): Promise<void> {
	socket.on('error', () => {});
	let channel: {send(bytes: Buffer): unknown; end(): unknown} = {
		send: bytes => socket.write(bytes),
		end: () => socket.end(),
	};
	try {
		const startup = await readStartup(socket, options.tls);
		if (startup?.type === 'cancel') await cancel(startup, cluster);
		if (startup?.type !== 'startup') return;
		const client = new Client(startup.socket, startup.reader);
		channel = client;
		checkParameters(startup.parameters, startup.socket, options.tls);
		await sleep(cluster.faults.loginDelayMs);
		if (cluster.faults.take('resetLogins')) {
			socket.resetAndDestroy();
			return;
		}
		const database = await logIn(client, startup.parameters, cluster, options.auth);
		await serveSession(client, cluster, database);
	} catch (error) {
		if (!(error instanceof BackendClosedError)) channel.send(errorResponse(fatal(error)));
	} finally {
		channel.end();
	}
}

/** Marks errors in the double itself, so that none passes for a Redshift error. */
function fatal(error: unknown): Fields {
	if (error instanceof RedshiftError) return error.fields;
	const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {severity: 'FATAL', code: 'XX000', message: `redshift-double: ${what}`};
}

/** Cancels a COPY itself; forwards anything else to PostgreSQL. */
async function cancel(startup: StartupRequest & {readonly type: 'cancel'}, cluster: Cluster): Promise<void> {
	const processId = startup.processId - keyOffset;
	const session = cluster.sessions.get(processId);
	if (session?.secretKey === startup.secretKey && session.cancelCopy()) return;
	startup.request.writeInt32BE(processId, 8);
	await sendCancel(cluster.postgres, startup.request);
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
		const response = await client.receive();
		if (response === undefined) throw new Error('The client disconnected before it sent a password.');
		return response;
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
		// A COPY continues without its client; PostgreSQL handles any other statement.
		void client.closed.then(() => {
			if (!session.isCopying) backend.destroy();
		});
		client.send(startupResponse(backend, account.user));
		await handleMessages(client, session).finally(() => {
			cluster.sessions.delete(backend.processId);
			backend.close();
		});
	} finally {
		await database.leave();
	}
}

/** Drivers decide by the version [PY]; the list of reported settings is [K]. */
function startupResponse(backend: Backend, user: string): Buffer {
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

async function handleMessages(client: Client, session: Session): Promise<void> {
	for (let message = await client.receive(); message; message = await client.receive()) {
		if (message.type === 'X') return;
		if (message.type === 'Q') await session.query(new BodyReader(message.body).string());
		else await session.extended(message);
	}
}
