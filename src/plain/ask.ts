import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';

/**
Reads one line that a person types. What was typed ahead in the same breath is dropped: it was no answer to this.
@returns undefined at the end of the input, or when the signal is aborted first
*/
export async function readLine(input: Readable, signal: AbortSignal): Promise<string | undefined> {
	if (signal.aborted || input.readableEnded) return undefined;
	// The terminal's own line editing does, and leaves Ctrl+C a signal.
	const lines = createInterface({input, terminal: false});
	const close = () => lines.close();
	signal.addEventListener('abort', close);
	try {
		return await new Promise<string | undefined>(resolve => {
			lines.once('line', resolve);
			lines.once('close', () => resolve(undefined));
		});
	} finally {
		signal.removeEventListener('abort', close);
		lines.close();
	}
}
