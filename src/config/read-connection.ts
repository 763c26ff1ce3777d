import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {configKeys} from './config-keys.js';
import type {ConfigValues} from './config-values.js';
import {isRedshiftHost, isSocketFolder, readHost, readPort} from './host.js';
import {readPgPass, Secret} from './password.js';
import type {Problem} from './problems.js';
import {isIamWanted, readIam} from './read-iam.js';
import type {ConnectionSettings, SslMode} from './settings.js';
import {labeled, oneOf, pathIn, pathKind, readText} from './simple-values.js';

/** libpq's name for the system's trusted certificates. */
const systemRoots = 'system';

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
	const address = {...readAddress(engine, values, notes), ...readSchema(engine, values)};
	const tls = readTls(engine, address.host, values, notes);
	if (isIamWanted(values)) {
		return {...address, ...tls, ...readIam(engine, {host: address.host, ...tls}, values)};
	}
	const user = values.require('CLUSTER', 'DB_USER', readText) ?? '';
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
	const {name = '', value: pasted} = values.require('CLUSTER', 'HOST', labeled(readHost)) ?? {};
	const {host = ''} = pasted ?? {};
	const defaultPort = engine === 'redshift' || isRedshiftHost(host) ? redshiftPort : postgresPort;
	// A port in HOST takes precedence over PGPORT.
	const portFound =
		pasted?.port === undefined ? values.find('CLUSTER', 'DB_PORT') : values.findInFile('CLUSTER', 'DB_PORT');
	const named = values.parse(portFound, labeled(readPort));
	if (named !== undefined && pasted?.port !== undefined && named.value !== pasted.port) {
		values.report({
			message: `${named.name} is ${named.value}, but ${name} ends in the port ${pasted.port}.`,
			advice: 'Remove one of them.',
		});
	}
	const port = named?.value ?? pasted?.port ?? defaultPort;
	// The console's endpoint ends in the cluster's first database, so DB_NAME takes precedence.
	const database =
		pasted?.database === undefined
			? values.require('CLUSTER', 'DB_NAME', readText)
			: (values.takeInFile('CLUSTER', 'DB_NAME', readText) ?? pasted.database);
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
		const {variable} = configKeys.CLUSTER.DB_PASSWORD;
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

/** Reads the schema of the load's tables. */
export function readSchema(
	engine: 'postgres' | 'redshift',
	values: ConfigValues,
): Pick<ConnectionSettings, 'schema'> {
	const schema = values.take('WAREHOUSE', 'SCHEMA', (name, text) => checkSchema(engine, name, text));
	return schema === undefined ? {} : {schema};
}

/** Checks a schema name. Any characters are allowed, since the name is always quoted. */
function checkSchema(engine: 'postgres' | 'redshift', name: string, text: string): string | Problem {
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

/**
Reads one of libpq's names. `allow` becomes `prefer`, which reaches the same servers but tries TLS first.
@param name Label of the value in messages, e.g. `dwh.cfg:6: SSLMODE`.
*/
export function readSslMode(name: string, text: string): SslMode | Problem {
	const mode = oneOf(name, text, ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']);
	return mode === 'allow' ? 'prefer' : mode;
}

/**
Reads the file of certificates to trust, or `system`. The file must contain a certificate: Node silently ignores anything
else and then trusts no server. @param folder Folder that a relative path is resolved against.
*/
function readRootCertificate(name: string, text: string, folder: string): string | Problem {
	if (text === systemRoots) return text;
	const file = pathIn(folder, text);
	const problem = findProblem(file);
	if (problem === undefined) return file;
	return {
		message: `${name}: ${problem}.`,
		advice: 'Name a PEM file of the certificates to trust.',
	};
}

function findProblem(file: string): string | undefined {
	const kind = pathKind(file);
	if (kind !== 'file') return kind === undefined ? `file ${file} does not exist` : `${file} is not a file`;
	try {
		return containsCertificate(readFileSync(file, 'utf8'))
			? undefined
			: `${file} contains no readable certificate`;
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		return `${file} cannot be read: ${code}`;
	}
}

function containsCertificate(content: string): boolean {
	try {
		// X509Certificate also accepts DER, which TLS does not, hence the check for PEM.
		return content.includes('-----BEGIN ') && new X509Certificate(content).subject !== undefined;
	} catch {
		return false;
	}
}
