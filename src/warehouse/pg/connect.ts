import type {Client} from 'pg';
import {CancelledError} from '../../errors.js';
import type {ConnectOptions} from '../warehouse.js';

const connectTimeoutMs = 10_000;
const waitingNoticeMs = 10_000;

/** Properties missing from the types of `pg`. */
type Connection = NodeJS.EventEmitter & {readonly stream: {destroy(error: Error): void}};

/**
Connects a client. The server must accept the connection quickly, but the login may be slow: an idle serverless workgroup
accepts the connection at once and then starts, which can take a few minutes.
@param loginTimeoutMs Time for TLS and the login.
@throws Error of `pg` or the socket; CancelledError
*/
export async function connectClient(
	client: Client,
	loginTimeoutMs: number,
	{signal, onWaiting}: ConnectOptions,
): Promise<{readonly answered: boolean; readonly error?: unknown}> {
	if (signal?.aborted) throw new CancelledError();
	const connection = client.connection as unknown as Connection;
	const giveUp = (text: string) => connection.stream.destroy(new Error(text));
	let answered = false;
	let timeout = setTimeout(() => giveUp('timeout expired'), connectTimeoutMs);
	let waiting: NodeJS.Timeout | undefined;
	const cancel = () => giveUp('cancelled');
	signal?.addEventListener('abort', cancel);
	connection.once('connect', () => {
		answered = true;
		clearTimeout(timeout);
		timeout = setTimeout(() => giveUp('login timeout expired'), loginTimeoutMs);
		waiting = setTimeout(() => onWaiting?.(), waitingNoticeMs);
	});
	try {
		await client.connect();
		return {answered};
	} catch (error) {
		if (signal?.aborted) throw new CancelledError('Cancelled.', {cause: error});
		return {answered, error};
	} finally {
		clearTimeout(timeout);
		clearTimeout(waiting);
		signal?.removeEventListener('abort', cancel);
	}
}

/** Whether the server dropped the connection during the login, as a starting server may do. */
export function isReset(error: unknown): boolean {
	return /ECONNRESET|EPIPE|Connection terminated unexpectedly/.test(
		`${(error as {code?: unknown} | undefined)?.code ?? ''} ${String(error)}`,
	);
}
