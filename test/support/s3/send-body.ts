import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import type {RequestFaults} from './faults.js';

/**
 * Sends a body subject to the faults, and ends the response. Calls `onSent` with the bytes of each piece. Returns early
 * when the client disconnects.
 */
export async function sendBody(
	response: ServerResponse,
	body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	{slow, cut, stall}: RequestFaults,
	onSent: (bytes: number) => void,
): Promise<void> {
	const gone = new AbortController();
	response.once('close', () => gone.abort());
	let left = cut?.afterBytes ?? stall?.afterBytes ?? Number.POSITIVE_INFINITY;
	response.flushHeaders();
	for await (const chunk of body) {
		for (const piece of pieces(chunk, slow?.chunkBytes ?? chunk.length)) {
			if (slow) await sleep(slow.msPerChunk, undefined, {signal: gone.signal}).catch(() => {});
			if (gone.signal.aborted) return;
			const part = piece.subarray(0, left);
			if (part.length > 0) await write(response, part);
			onSent(part.length);
			left -= part.length;
			if (left === 0) break;
		}
		if (left === 0) break;
	}
	if (left === 0 && stall && !gone.signal.aborted) {
		await new Promise(resolve => gone.signal.addEventListener('abort', resolve));
		return;
	}
	// Closing before the promised length makes the client see a lost connection.
	if (left === 0) response.destroy();
	else response.end();
}

function* pieces(chunk: Uint8Array, bytes: number): Generator<Uint8Array> {
	for (let start = 0; start < chunk.length; start += bytes) yield chunk.subarray(start, start + bytes);
}

/** Resolves when the piece is handed to the operating system or the client has disconnected. */
function write(response: ServerResponse, piece: Uint8Array): Promise<void> {
	return new Promise(resolve => {
		response.write(piece, () => resolve());
	});
}
