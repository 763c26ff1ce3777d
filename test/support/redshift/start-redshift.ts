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
import {copyTemplate, createTemplate, type Template} from './system/install.js';

export type RedshiftOptions = {
	/** The PostgreSQL server that does the work; it may serve other doubles too. */
	readonly postgres: Pick<PostgresServer, 'localHost' | 'port' | 'user' | 'password' | 'createDatabase'>;
	/** The endpoint from which COPY reads its objects. */
	readonly s3: S3Address;
	/** Password authentication method; md5 by default. */
	readonly auth?: PasswordKind;
	/** Off by default. */
	readonly tls?: TlsMode;
	/** Emulates a workgroup, which has no STL and STV views; a provisioned cluster by default. */
	readonly serverless?: boolean;
	/** Makes the user a regular one, who sees only their own rows of svv_transactions; a superuser by default. */
	readonly regularUser?: boolean;
	/** System views to omit, as an old cluster lacks the SYS views; none by default. */
	readonly withoutViews?: readonly string[];
	/** us-west-2 by default. */
	readonly region?: string;
	/** ARNs of the attached roles, the default role first; one role by default. */
	readonly roles?: readonly string[];
};

/** A test double of Amazon Redshift: a proxy in front of PostgreSQL with Redshift's SQL, errors and COPY. */
export type RedshiftDouble = {
	/** `localhost` with TLS, to match the certificate; otherwise `127.0.0.1`. */
	readonly host: string;
	readonly port: number;
	readonly user: string;
	/** Contains characters that need escaping in URLs, INI files and SQL. */
	readonly password: string;
	/** A database that always exists. */
	readonly database: string;
	/** PEM of the certificate authority; undefined without TLS. */
	readonly ca: string | undefined;
	/** ARN of the default role; undefined when no role is attached. */
	readonly role: string | undefined;
	readonly faults: Faults;
	/** Creates an empty database and returns its name. */
	createDatabase(): Promise<string>;
	/** Drops all connections silently, as a firewall drops idle ones: clients notice when they next send something. */
	forgetClients(): void;
	/** Ends all sessions, including COPY commands that outlive their client. */
	stop(): Promise<void>;
};

const account = {user: 'awsuser', password: 'Sp4rk!fy #1;%'};
const defaultRole = 'arn:aws:iam::123456789012:role/sparkify';
const firstQueryId = 1000;

const templates = new WeakMap<object, Promise<Template>>();

/** The template on a server, created by the first double. */
async function templateOn(postgres: RedshiftOptions['postgres']): Promise<Template> {
	const template = templates.get(postgres) ?? createTemplate(postgres, account);
	templates.set(postgres, template);
	return template;
}

/** Starts a double on a free port. PostgreSQL and S3 must outlive it. */
export async function startRedshift(options: RedshiftOptions): Promise<RedshiftDouble> {
	const {postgres, s3, auth = 'md5', tls = 'off', serverless = false} = options;
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
		faults: new Faults(),
		databases,
		sessions: new Map(),
		nextQueryId: () => ++queryId,
	};
	const createDatabase = async () => {
		const template = await templateOn(postgres);
		const name = await copyTemplate(postgres, template, account);
		const onCancel = (processId: number) => void cluster.sessions.get(processId)?.cancelCopy();
		databases.set(name, new Database(postgres, name, template.varcharOid, onCancel));
		return name;
	};
	const database = await createDatabase();

	const sockets = new Set<Socket>();
	/** A COPY may outlive its client's socket. */
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
	if (typeof address !== 'object' || address === null)
		throw new Error('The Redshift double is not listening on a port.');
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
