import {safeText} from '../format/safe-text.js';

/** Tells on standard error what a person should know of how the settings were read. */
export function printNotes(notes: readonly string[]): void {
	for (const note of notes) process.stderr.write(`${safeText(`Note: ${note}`)}\n`);
}
