import {lookup} from 'node:dns/promises';
import {connect, isIP, type Socket} from 'node:net';
import {isSocketFolder} from '../config/host.js';
import type {ConnectionSettings} from '../config/settings.js';
import {exitCode} from '../errors.js';
import {duration} from '../format/figures.js';
import {connectionError} from '../warehouse/pg/errors.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, failedBy, none, ok} from './finding.js';
import {TimeoutError} from './time-limits.js';

const limitMs = 10_000;

/** The connection settings with the engine. */
export function connectionOf({reading: {settings}}: DoctorContext): ConnectionSettings {
	if (settings.engine === 'duckdb') throw new Error('DuckDB has no connection.');
	return {...settings.connection, engine: settings.engine};
}

/** Checks that the host name resolves. */
export async function checkDns(context: DoctorContext): Promise<Finding> {
	const {host} = connectionOf(context);
	if (isSocketFolder(host)) return none(`${host} is a local socket folder`);
	if (isIP(host) !== 0) return none(`${host} is an address; no lookup needed`);
	try {
		const addresses = await context.limits.within(limitMs, async () => lookup(host, {all: true}));
		const texts = addresses.map(({address}) => address);
		const isPrivate = texts.every(isPrivateAddress) && !texts.every(text => /^127\.|^::1$/.test(text));
		return ok(
			`${host} is ${texts.join(', ')}`,
			...(isPrivate ? ['This is a private address, reachable only from its network or through a VPN.'] : []),
		);
	} catch (error) {
		if (!(error instanceof TimeoutError)) return failedBy(connectionFailure(error, context));
		return failed(
			`no DNS answer for ${host} within ${duration(limitMs)}`,
			['The name servers of this machine do not respond. Check the network and the VPN.'],
			exitCode.connection,
		);
	}
}

/** Checks that the port accepts connections. */
export async function checkTcp(context: DoctorContext): Promise<Finding> {
	const {host, port} = connectionOf(context);
	const started = performance.now();
	try {
		const socket = await openSocket(context);
		const {remoteAddress} = socket;
		socket.destroy();
		const place = remoteAddress === undefined ? socketPath(host, port) : `${remoteAddress} port ${port}`;
		return ok(`${place} answers after ${duration(performance.now() - started)}`);
	} catch (error) {
		return failedBy(connectionFailure(error, context));
	}
}

/** Opens a TCP connection to the server. */
export async function openSocket(context: DoctorContext): Promise<Socket> {
	const {host, port} = connectionOf(context);
	const socket = isSocketFolder(host) ? connect(socketPath(host, port)) : connect(port, host);
	// Without a listener, a late error would crash the process.
	socket.on('error', () => {});
	try {
		await context.limits.within(
			limitMs,
			async () =>
				new Promise<void>((resolve, reject) => {
					socket.once('connect', resolve);
					socket.once('error', reject);
				}),
		);
		return socket;
	} catch (error) {
		socket.destroy();
		throw error;
	}
}

/** Converts a network error to the error that a load would report. */
export function connectionFailure(error: unknown, context: DoctorContext): unknown {
	const settings = connectionOf(context);
	if (error instanceof TimeoutError) return connectionError(new Error('timeout expired'), settings);
	return error instanceof Error && 'code' in error ? connectionError(error, settings) : error;
}

/** The socket file, named as in libpq. */
function socketPath(folder: string, port: number): string {
	return `${folder}/.s.PGSQL.${port}`;
}

/** RFC 1918 and the local IPv6 addresses. */
function isPrivateAddress(address: string): boolean {
	return /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(address);
}
