import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {testCertificate} from '../postgres/certificates.js';
import type {TlsMode} from '../postgres/configuration.js';
import type {PostgresServer} from '../postgres/start-postgres.js';
import type {S3Address} from './copy/s3-objects.js';
import {Faults} from './faults.js';
import type {PasswordKind} from './session/authenticate.js';
import {type Cluster, Database} from './session/cluster.js';
import {serveClient} from './session/serve-client.js';

export type RedshiftOptions = {
	/** The PostgreSQL that does the work; it may serve others beside. */
	readonly postgres: Pick<
		PostgresServer,
		'socketDirectory' | 'port' | 'user' | 'password' | 'createDatabase'
	>;
	/** Where COPY finds its objects. */
	readonly s3: S3Address;
	/** How a password is asked for; md5 unless told otherwise. */
	readonly auth?: PasswordKind;
	/** Off unless told otherwise. */
	readonly tls?: TlsMode;
	/** A workgroup, which has no STL and STV views; a provisioned cluster unless told otherwise. */
	readonly serverless?: boolean;
	/** The user is no superuser, and sees only the own rows of svv_transactions; a superuser unless told otherwise. */
	readonly regularUser?: boolean;
	/** System views that it lacks, as an old cluster lacks the SYS views; none unless told otherwise. */
	readonly withoutViews?: readonly string[];
	/** Of the cluster, and with it 1,000 rows a FETCH for one node; 1 unless told otherwise. */
	readonly nodes?: number;
	/** us-west-2 unless told otherwise. */
	readonly region?: string;
	/** ARNs of the roles that are attached, the default one first; one role unless told otherwise. */
	readonly roles?: readonly string[];
};

/** A double of Amazon Redshift: a proxy in front of PostgreSQL that speaks, refuses and loads as Redshift does. */
export type RedshiftDouble = {
	/** `localhost` with TLS, which is the name in the certificate; else `127.0.0.1`. */
	readonly host: string;
	readonly port: number;
	readonly user: string;
	/** Has the characters that careless code trips over. */
	readonly password: string;
	/** A database that is always there. */
	readonly database: string;
	/** PEM of the authority that signed the certificate; undefined without TLS. */
	readonly ca: string | undefined;
	/** ARN of the default role; undefined when none is attached. */
	readonly role: string | undefined;
	readonly faults: Faults;
	/** Makes an empty database and returns its name. */
	createDatabase(): Promise<string>;
	/** Forgets all connections, as a firewall does those that were idle: the clients learn of it when they next say something. */
	forgetClients(): void;
	/** Ends all sessions, a COPY that outlives its client included. */
	stop(): Promise<void>;
};

const account = {user: 'awsuser', password: 'Sp4rk!fy #1;%'};
const defaultRole = 'arn:aws:iam::123456789012:role/sparkify';
const firstQueryId = 1000;

/** Starts a double on a port of its own. PostgreSQL and S3 have to outlive it. */
export async function startRedshift(options: RedshiftOptions): Promise<RedshiftDouble> {
	const {postgres, s3, auth = 'md5', tls = 'off', serverless = false, nodes = 1} = options;
	const {region = 'us-west-2', roles = [defaultRole]} = options;
	const databases = new Map<string, Database>();
	let queryId = firstQueryId;
	const cluster: Cluster = {
		postgres,
		s3,
		account,
		region,
		roles,
		serverless,
		regularUser: options.regularUser ?? false,
		withoutViews: new Set(options.withoutViews),
		singleNode: nodes === 1 && !serverless,
		faults: new Faults(),
		databases,
		sessions: new Map(),
		nextQueryId: () => ++queryId,
	};
	const createDatabase = async () => {
		const name = await postgres.createDatabase();
		const onCancel = (processId: number) => void cluster.sessions.get(processId)?.cancelCopy();
		databases.set(name, await Database.create(postgres, name, account, onCancel));
		return name;
	};
	const database = await createDatabase();

	const sockets = new Set<Socket>();
	/** A COPY may outlive the socket of its client. */
	const served = new Set<Promise<void>>();
	const server = createServer({noDelay: true}, socket => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		const serving = serveClient(socket, cluster, {tls, auth}).finally(() => served.delete(serving));
		served.add(serving);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The Redshift double has no port.');
	return {
		host: tls === 'off' ? '127.0.0.1' : 'localhost',
		port: address.port,
		...account,
		database,
		ca: tls === 'off' ? undefined : testCertificate.authority,
		role: roles[0],
		faults: cluster.faults,
		createDatabase,
		forgetClients() {
			for (const session of cluster.sessions.values()) session.forget();
		},
		async stop() {
			server.close();
			for (const session of cluster.sessions.values()) session.stop();
			for (const socket of sockets) socket.destroy();
			await Promise.all(served);
		},
	};
}
