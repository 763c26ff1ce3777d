import type {Socket} from 'node:net';

/**
Resolves when a socket is closed for any reason. `once` of node:events does not work here: it rejects if an error comes
first, which happens when a program exits with a response unread.
*/
export async function closed(socket: Socket): Promise<void> {
	if (socket.closed) return;
	await new Promise<void>(resolve => {
		socket.once('close', () => resolve());
	});
}
