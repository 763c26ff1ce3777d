import {safeText} from '../format/safe-text.js';

/** Prints notes on how the settings were read, on standard error. */
export function printNotes(notes: readonly string[]): void {
	for (const note of notes) process.stderr.write(`${safeText(`Note: ${note}`)}\n`);
}
