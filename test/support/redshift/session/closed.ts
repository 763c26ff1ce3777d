import type {Socket} from 'node:net';

/**
Settled when a socket is closed, in whatever way. `once` of node:events will not do: it rejects where an error comes
first, as it does when a program ends with an answer unread.
*/
export async function closed(socket: Socket): Promise<void> {
	if (socket.closed) return;
	await new Promise<void>(resolve => {
		socket.once('close', () => resolve());
	});
}
