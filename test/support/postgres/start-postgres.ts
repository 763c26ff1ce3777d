import {createServer} from 'node:net';
import pg from 'pg';
import {testCertificate} from './certificates.js';
import type {AuthMethod, TlsMode} from './configuration.js';
import {type Launched, launch, PortTakenError} from './launch.js';
import {localHost} from './platform.js';

export type PostgresOptions = {
	/** Authentication over TCP and the socket; scram-sha-256 by default. */
	readonly auth?: AuthMethod;
	/** Off by default. */
	readonly tls?: TlsMode;
	/** Folder with initdb, pg_ctl and postgres, to test only with that version. */
	readonly binFolder?: string;
};

/** A PostgreSQL server that ends with this process. One serves all tests of a file. */
export type PostgresServer = {
	/** `18.4` */
	readonly version: string;
	/** `localhost` with TLS, to match the certificate; otherwise `127.0.0.1`. */
	readonly host: string;
	readonly port: number;
	/** Where clients on this machine connect without TLS: the folder of the Unix socket, which `pg` accepts; an address on Windows. */
	readonly localHost: string;
	/** Contains all files of the server. */
	readonly folder: string;
	/** A superuser. */
	readonly user: string;
	/** Contains characters that need escaping in URLs, INI files and SQL. */
	readonly password: string;
	/** A database that always exists. */
	readonly database: string;
	/** PEM of the authority that signed the server's certificate. */
	readonly authority: string;
	/** A `postgres://…` URL with the login, for `database` or the given name. */
	url(database?: string): string;
	/** Creates a UTF-8 database, empty or a copy of one without connections, and returns its name. */
	createDatabase(template?: string): Promise<string>;
	/** Stops the server, closes its connections and removes all its files. */
	stop(): Promise<void>;
};

const user = 'sparkify';
const password = "p@ss #1; 100% 'ok'";
const database = 'postgres';
const portAttempts = 5;

/**
 * Starts a PostgreSQL server in a new temporary folder: from the npm package or the machine, as the current user or, for
 * root, as an unprivileged one. Throws an error that lists the searched folders or contains the server's log.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
	const {auth = 'scram-sha-256', tls = 'off', binFolder} = options;
	const {port, server} = await onFreePort(port => launch({port, user, password, auth, tls, binFolder}));
	const host = tls === 'off' ? '127.0.0.1' : 'localhost';
	// Copying files is five times as fast as the WAL-logged default since PostgreSQL 15.
	const strategy = Number.parseInt(server.version, 10) >= 15 ? 'STRATEGY file_copy' : '';
	let databases = 0;
	return {
		version: server.version,
		host,
		port,
		localHost: localHost(server.folder),
		folder: server.folder,
		user,
		password,
		database,
		authority: testCertificate.authority,
		url(name = database) {
			return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
		},
		async createDatabase(template = 'template0') {
			const ssl = tls === 'off' ? false : {ca: testCertificate.authority};
			const client = new pg.Client({host, port, user, password, database, ssl});
			await client.connect();
			try {
				const name = `test_${++databases}`;
				await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} ${strategy}`);
				return name;
			} finally {
				await client.end();
			}
		},
		stop: () => server.stop(),
	};
}

/** Retries with another port if the chosen port is taken before the server binds it. */
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
