import {libpqVariables} from './config-keys.js';
import type {ConfigValues} from './config-values.js';
import type {ConnectionSettings, SslMode} from './connection.js';
import {isRedshiftHost, isSocketFolder, readHost, readPort} from './host.js';
import {readPgPass} from './pgpass.js';
import {isProblem, type Problem} from './problems.js';
import {isIamWanted, readIam} from './read-iam.js';
import {readRootCertificate, systemRoots} from './root-certificate.js';
import {Secret} from './secret.js';
import {readSslMode} from './ssl-mode.js';

const redshiftPort = 5439;
const postgresPort = 5432;
/** The server silently truncates longer names. */
const maxIdentifierBytes = {postgres: 63, redshift: 127} as const;

/**
Reads the connection settings from dwh.cfg, libpq's environment variables and defaults, in this order. The password may also
come from libpq's password file or from IAM. Problems are recorded in `values`; the result is then unusable.
@param notes Collects notes to the user.
*/
export function readConnection(
	engine: 'postgres' | 'redshift',
	values: ConfigValues,
	notes: string[],
): ConnectionSettings {
	const schema = values.take('WAREHOUSE', 'SCHEMA', (name, text) => readSchema(engine, name, text));
	const address = {
		...readAddress(engine, values, notes),
		...(schema !== undefined && {schema}),
	};
	const tls = readTls(engine, address.host, values, notes);
	if (isIamWanted(values)) {
		return {...address, ...tls, ...readIam(engine, {host: address.host, ...tls}, values)};
	}
	const user = values.require('CLUSTER', 'DB_USER', plain) ?? '';
	const password = readPassword({...address, user}, values, notes);
	// Neither is required, but both belong with the misplaced keys.
	if (values.isMisplaced) {
		values.reportMisplaced('CLUSTER', 'DB_PASSWORD');
		values.reportMisplaced('CLUSTER', 'DB_PORT');
	}
	return {...address, user, ...password, ...tls};
}

function readAddress(
	engine: 'postgres' | 'redshift',
	values: ConfigValues,
	notes: string[],
): Pick<ConnectionSettings, 'host' | 'port' | 'database'> {
	const pasted = values.require('CLUSTER', 'HOST', (name, text) => {
		const parts = readHost(name, text);
		return isProblem(parts) ? parts : {...parts, name};
	});
	const {host = '', name = ''} = pasted ?? {};
	const defaultPort = engine === 'redshift' || isRedshiftHost(host) ? redshiftPort : postgresPort;
	// A port in HOST takes precedence over PGPORT.
	const portFound =
		pasted?.port === undefined ? values.find('CLUSTER', 'DB_PORT') : values.findInFile('CLUSTER', 'DB_PORT');
	const named = values.parse(portFound, (portName, text) => {
		const port = readPort(portName, text);
		return isProblem(port) ? port : {port, name: portName};
	});
	if (named !== undefined && pasted?.port !== undefined && named.port !== pasted.port) {
		values.report({
			message: `${named.name} is ${named.port}, but ${name} ends in the port ${pasted.port}.`,
			advice: 'Remove one of them.',
		});
	}
	const port = named?.port ?? pasted?.port ?? defaultPort;
	// The console's endpoint ends in the cluster's first database, so DB_NAME takes precedence.
	const database =
		pasted?.database === undefined
			? values.require('CLUSTER', 'DB_NAME', plain)
			: (values.parse(values.findInFile('CLUSTER', 'DB_NAME'), plain) ?? pasted.database);
	if (pasted?.port !== undefined || pasted?.database !== undefined) {
		notes.push(`${name} is read as the host ${host}, the port ${port} and the database ${database}.`);
	}
	return {host, port, database: database ?? ''};
}

function readPassword(
	wanted: Pick<ConnectionSettings, 'host' | 'port' | 'database' | 'user'>,
	values: ConfigValues,
	notes: string[],
): Pick<ConnectionSettings, 'password' | 'passwordFrom'> {
	const found = values.find('CLUSTER', 'DB_PASSWORD');
	if (found === 'broken') return {password: undefined};
	if (found !== undefined) {
		const {DB_PASSWORD: variable} = libpqVariables;
		return {
			password: new Secret(found.text),
			passwordFrom: found.name === variable ? variable : 'DB_PASSWORD',
		};
	}
	const {file, password, note} = readPgPass(wanted, values.environment);
	if (note !== undefined) notes.push(note);
	return password === undefined ? {password} : {password, passwordFrom: file};
}

function readTls(
	engine: 'postgres' | 'redshift',
	host: string,
	values: ConfigValues,
	notes: string[],
): Pick<ConnectionSettings, 'sslMode' | 'sslRootCert'> {
	const sslMode = values.take('CLUSTER', 'SSLMODE', readSslMode);
	const root = values.take('CLUSTER', 'SSLROOTCERT', readRootCertificate);
	// As in libpq: no TLS over a socket, and a root certificate implies verification.
	if (isSocketFolder(host)) return {sslMode: 'disable'};
	if (root === systemRoots) return {sslMode: 'verify-full'};
	const mode: SslMode = sslMode ?? (engine === 'redshift' ? 'verify-full' : 'prefer');
	if (root === undefined) return {sslMode: mode};
	if (mode === 'disable' || mode === 'prefer') {
		notes.push('SSLROOTCERT is not used: only SSLMODE = verify-ca or verify-full checks the server.');
		return {sslMode: mode};
	}
	return {sslMode: mode === 'require' ? 'verify-ca' : mode, sslRootCert: root};
}

/** Reads a schema name. Any characters are allowed, since the name is always quoted. */
function readSchema(engine: 'postgres' | 'redshift', name: string, text: string): string | Problem {
	const maxBytes = maxIdentifierBytes[engine];
	const bytes = Buffer.byteLength(text);
	if (bytes > maxBytes) {
		return {
			message: `${name} is ${bytes} bytes long; the maximum is ${maxBytes}.`,
			advice: 'Choose a shorter name.',
		};
	}
	if (/^pg_|^information_schema$/i.test(text)) {
		return {
			message: `${name} is ${text}, which is reserved for the system.`,
			advice: 'Name a schema that the user can create tables in.',
		};
	}
	return text;
}

function plain(_name: string, text: string): string {
	return text;
}
