import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Affliction} from './faults.js';

/**
 * Sends a body at the pace and for the length that the faults allow, and ends the response. `onSent` is told of the
 * bytes of each piece. Returns early when the client goes away.
 */
export async function sendBody(
	response: ServerResponse,
	body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	{slow, cut, stall}: Affliction,
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
	// Without the end that the client was promised, which it takes for a lost connection.
	if (left === 0) response.destroy();
	else response.end();
}

function* pieces(chunk: Uint8Array, bytes: number): Generator<Uint8Array> {
	for (let start = 0; start < chunk.length; start += bytes) yield chunk.subarray(start, start + bytes);
}

/** Resolves when the piece is handed to the system, or the client is gone. */
function write(response: ServerResponse, piece: Uint8Array): Promise<void> {
	return new Promise(resolve => {
		response.write(piece, () => resolve());
	});
}
