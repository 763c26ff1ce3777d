import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {setImmediate as nextTurn} from 'node:timers/promises';

/**
Discards what was typed before the question appeared, including an unfinished line. Does nothing if the input is not a
terminal.
*/
export async function dropInput(input: Readable & {setRawMode?(isRaw: boolean): unknown}): Promise<void> {
	if (input.setRawMode === undefined || input.readableEnded) return;
	// In raw mode the terminal passes on the line that it otherwise buffers until Enter.
	input.setRawMode(true);
	input.resume();
	for (let turn = 0; turn < 2; turn++) await nextTurn();
	input.pause();
	input.setRawMode(false);
}

/**
Reads one line of input. Discards further lines that arrive with it, because they do not answer this question.
@returns undefined at the end of the input, or when the signal is aborted first
*/
export async function readLine(input: Readable, signal: AbortSignal): Promise<string | undefined> {
	if (signal.aborted || input.readableEnded) return undefined;
	// The terminal's own line editing is sufficient, and Ctrl+C still sends a signal.
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
