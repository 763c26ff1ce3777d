import {isIPv6} from 'node:net';
import type {Problem} from './problems.js';
import type {IamIssuer} from './settings.js';

/** A pasted host, possibly with an endpoint's port and database. */
type HostParts = {readonly host: string; readonly port?: number; readonly database?: string};

const maxPort = 65_535;

/** Whether a host name belongs to a Redshift cluster or workgroup. */
export function isRedshiftHost(host: string): boolean {
	return /\.redshift(?:-serverless)?\.amazonaws\.com(?:\.cn)?\.?$/i.test(host);
}

/** Whether a host is a folder with the Unix socket of a local PostgreSQL server. */
export function isSocketFolder(host: string): boolean {
	return host.startsWith('/');
}

/**
Reads `host`, `host:port` and `host:port/database`.
@param name Label of the value in messages, e.g. `dwh.cfg:2: HOST`.
*/
export function readHost(name: string, text: string): HostParts | Problem {
	if (isSocketFolder(text) || isIPv6(text)) return {host: text};
	// The parts before the host and after a `?` may contain a password and are never shown.
	const address = /^[\w+:-]*:\/\/(?:[^?]*@)?|^[^?]*@/.exec(text);
	if (address !== null) {
		const hostName = /^[\w.-]+/.exec(text.slice(address[0].length))?.[0];
		return {
			message: `${name} must be a host name without a scheme or user.`,
			...(hostName !== undefined && {advice: `Write ${hostName}`}),
		};
	}
	const [, bracketed, plain = '', port, database] =
		/^(?:\[([^\]]*)\]|([^:/[\]]*))(?::([^:/]*))?(?:\/([^/?]*))?$/s.exec(text) ?? [];
	const host = bracketed ?? plain;
	if (bracketed === undefined ? !isHostName(plain) : !isIPv6(bracketed)) {
		return {
			message: `${name}: "${text.replace(/\?.*/s, '?…')}" is not a host name.`,
			advice: 'Copy the endpoint from the console, or write an address such as 10.0.0.7.',
		};
	}
	const number = port === undefined ? undefined : readPort(`${name}: the port`, port);
	if (typeof number === 'object') return number;
	return {
		host,
		...(number !== undefined && {port: number}),
		...(database !== undefined && database !== '' && {database}),
	};
}

/** Reads a port. @param name Label of the value in messages, e.g. `dwh.cfg:5: DB_PORT`. */
export function readPort(name: string, text: string): number | Problem {
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= maxPort) return port;
	return {message: `${name} must be a number from 1 to ${maxPort}, not "${text}".`};
}

/** Letters, digits, hyphens and underscores between dots, 253 characters at most. */
function isHostName(text: string): boolean {
	return (
		text.length <= 253 &&
		/^[a-z\d_](?:[\w-]{0,61}[a-z\d_])?(?:\.[a-z\d_](?:[\w-]{0,61}[a-z\d_])?)*\.?$/i.test(text)
	);
}

/** The parts of a Redshift endpoint's host. */
type RedshiftEndpoint = IamIssuer & {readonly region: string};

/**
Parses `IDENTIFIER.HASH.REGION.redshift.amazonaws.com` and
`WORKGROUP.ACCOUNT.REGION.redshift-serverless.amazonaws.com`. Undefined for any other host, such as a tunnel or a custom
domain.
*/
export function redshiftEndpoint(host: string): RedshiftEndpoint | undefined {
	const [, name, region, serverless] =
		/^([^.]+)\.[^.]+\.([^.]+)\.redshift(-serverless)?\.amazonaws\.com(?:\.cn)?\.?$/.exec(
			host.toLowerCase(),
		) ?? [];
	if (name === undefined || region === undefined) return undefined;
	return {kind: serverless === undefined ? 'cluster' : 'workgroup', name, region};
}
