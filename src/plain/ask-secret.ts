import {StringDecoder} from 'node:string_decoder';
import {CancelledError} from '../errors.js';

/** The input side of a terminal. */
export type KeyInput = {
	setRawMode(raw: boolean): unknown;
	on(event: 'data' | 'end', listener: (chunk: Buffer) => void): unknown;
	off(event: 'data' | 'end', listener: (chunk: Buffer) => void): unknown;
	resume(): unknown;
	pause(): unknown;
};

const ctrl = {c: '\u0003', d: '\u0004', u: '\u0015'};
/** Escape sequences of cursor keys and similar keys. */
const escapeSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|O.|[^[O])?/gs;

/**
Asks for a secret, showing a bullet for each character. Backspace deletes the last one, Ctrl+U all of them.
@throws CancelledError on Ctrl+C, on Ctrl+D on an empty line, when the signal is aborted, and when the terminal closes
*/
export async function askSecret(
	question: string,
	input: KeyInput,
	write: (text: string) => void,
	signal?: AbortSignal,
): Promise<string> {
	const decoder = new StringDecoder('utf8');
	let typed: readonly string[] = [];
	const erase = (characters: number) => {
		write('\b \b'.repeat(characters));
		typed = typed.slice(0, typed.length - characters);
	};
	let listener = (_: Buffer) => {};
	let cancel = () => {};
	input.setRawMode(true);
	try {
		return await new Promise<string>((resolve, reject) => {
			cancel = () => reject(new CancelledError());
			listener = chunk => {
				for (const key of decoder.write(chunk).replaceAll(escapeSequence, '')) {
					if (key === '\r' || key === '\n') return resolve(typed.join(''));
					if (key === ctrl.c || (key === ctrl.d && typed.length === 0)) return cancel();
					if (key === '\u007F' || key === '\b') erase(Math.min(1, typed.length));
					else if (key === ctrl.u) erase(typed.length);
					else if (key >= ' ') {
						typed = [...typed, key];
						write('•');
					}
				}
			};
			input.on('data', listener);
			input.on('end', cancel);
			signal?.addEventListener('abort', cancel);
			input.resume();
			write(question);
		});
	} finally {
		input.off('data', listener);
		input.off('end', cancel);
		signal?.removeEventListener('abort', cancel);
		input.pause();
		input.setRawMode(false);
		write('\n');
	}
}
