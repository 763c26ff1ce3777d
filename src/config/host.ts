import {isIPv6} from 'node:net';
import type {Problem} from './problems.js';

/** A host as people paste it: the port and the database of an endpoint may follow. */
export type HostParts = {readonly host: string; readonly port?: number; readonly database?: string};

const highestPort = 65_535;

/** Whether a host name is that of a Redshift cluster or workgroup. */
export function isRedshiftHost(host: string): boolean {
	return /\.redshift(?:-serverless)?\.amazonaws\.com(?:\.cn)?\.?$/i.test(host);
}

/** Whether a host is a folder: that of the Unix socket of a PostgreSQL server on this machine. */
export function isSocketFolder(host: string): boolean {
	return host.startsWith('/');
}

/**
Reads `host`, `host:port` and `host:port/database`.
@param name What the text is, e.g. `dwh.cfg:2: HOST`.
*/
export function readHost(name: string, text: string): HostParts | Problem {
	if (isSocketFolder(text) || isIPv6(text)) return {host: text};
	// What stands before the host, and what a ? brings behind it, may hold a password: it is not told again.
	const address = /^[\w+:-]*:\/\/(?:[^?]*@)?|^[^?]*@/.exec(text);
	if (address !== null) {
		const rest = /^[\w.-]+/.exec(text.slice(address[0].length))?.[0];
		return {
			message: `${name} takes the name of a host alone, without a scheme or a user before it.`,
			...(rest !== undefined && {advice: `Write ${rest}`}),
		};
	}
	const [, bracketed, plain = '', port, database] =
		/^(?:\[([^\]]*)\]|([^:/[\]]*))(?::([^:/]*))?(?:\/([^/?]*))?$/s.exec(text) ?? [];
	const host = bracketed ?? plain;
	if (bracketed === undefined ? !isHostName(plain) : !isIPv6(bracketed)) {
		return {
			message: `${name}: "${text.replace(/\?.*/s, '?…')}" is no host name.`,
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

/** Reads a port. @param name What the text is, e.g. `dwh.cfg:5: DB_PORT`. */
export function readPort(name: string, text: string): number | Problem {
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= highestPort) return port;
	return {message: `${name} takes a number from 1 to ${highestPort}, not "${text}".`};
}

/** Letters, digits, hyphens and underscores between dots; the whole at most 253 of them. */
function isHostName(text: string): boolean {
	return (
		text.length <= 253 &&
		/^[a-z\d_](?:[\w-]{0,61}[a-z\d_])?(?:\.[a-z\d_](?:[\w-]{0,61}[a-z\d_])?)*\.?$/i.test(text)
	);
}
