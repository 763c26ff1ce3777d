import {createServer} from 'node:net';
import pg from 'pg';
import {testCertificate} from './certificates.js';
import type {AuthMethod, TlsMode} from './configuration.js';
import {type Launched, launch, PortTakenError} from './launch.js';

export type PostgresOptions = {
	/** How a password is asked for, over TCP and over the socket; scram-sha-256 unless told otherwise. */
	readonly auth?: AuthMethod;
	/** Off unless told otherwise. */
	readonly tls?: TlsMode;
	/** Folder with initdb and postgres, to test with that version and no other. */
	readonly binFolder?: string;
};

/** A PostgreSQL server of this process's own, gone when the process is gone. One serves a whole test file. */
export type PostgresServer = {
	/** `18.4` */
	readonly version: string;
	/** `localhost` with TLS, which is the name in the certificate; else `127.0.0.1`. */
	readonly host: string;
	readonly port: number;
	/** Folder of the Unix socket, which `pg` and libpq take as a host. */
	readonly socketDirectory: string;
	/** A superuser. */
	readonly user: string;
	/** Has the characters that careless code trips over. */
	readonly password: string;
	/** A database that is always there. */
	readonly database: string;
	/** PEM of the authority that signed the server's certificate. */
	readonly authority: string;
	/** `postgres://…` with everything in it, for `database` or the one named. */
	url(database?: string): string;
	/** Makes an empty database in UTF-8 and returns its name. */
	createDatabase(): Promise<string>;
	/** Ends the server, its connections too, and removes all its files. */
	stop(): Promise<void>;
};

const user = 'sparkify';
const password = "p@ss #1; 100% 'ok'";
const database = 'postgres';
const portAttempts = 5;

/**
 * Starts a PostgreSQL server in a new temporary folder: the one of the npm package or the machine's, as the current
 * user or, for root, as another. Throws with what was looked for or with the server's log.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
	const {auth = 'scram-sha-256', tls = 'off', binFolder} = options;
	const {port, server} = await onFreePort(port => launch({port, user, password, auth, tls, binFolder}));
	const host = tls === 'off' ? '127.0.0.1' : 'localhost';
	// Copying files is five times as fast as PostgreSQL 15's new way through the log, which is there for replicas.
	const strategy = Number.parseInt(server.version, 10) >= 15 ? 'STRATEGY file_copy' : '';
	let databases = 0;
	return {
		version: server.version,
		host,
		port,
		socketDirectory: server.folder,
		user,
		password,
		database,
		authority: testCertificate.authority,
		url(name = database) {
			return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
		},
		async createDatabase() {
			const client = new pg.Client({host: server.folder, port, user, password, database});
			await client.connect();
			try {
				const name = `test_${++databases}`;
				await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ${strategy}`);
				return name;
			} finally {
				await client.end();
			}
		},
		stop: () => server.stop(),
	};
}

/** Between finding a port free and binding it, another process can take it: then with another port. */
async function onFreePort(
	start: (port: number) => Promise<Launched>,
): Promise<{readonly port: number; readonly server: Launched}> {
	for (let attempt = 1; ; attempt++) {
		const port = await freePort();
		try {
			return {port, server: await start(port)};
		} catch (error) {
			if (!(error instanceof PortTakenError) || attempt === portAttempts) throw error;
		}
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			probe.close(() => resolve(port));
		});
	});
}
