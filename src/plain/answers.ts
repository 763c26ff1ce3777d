import {safeText} from '../format/safe-text.js';

/** The answers to the prompt before a stage. */
export type Answer = 'run' | 'all' | 'skip' | 'sql' | 'stop';

/**
@param destructive Whether unconfirmed rows would be lost; if so, only the word runs the stage.
@param word The name of a production warehouse, else yes.
*/
export function question(destructive: boolean, word = 'yes'): string {
	return destructive
		? `Type ${word} to continue, s to skip, e to show the SQL, q to stop: `
		: 'Run it? Enter or y to run, a for all, s to skip, e for SQL, q to stop: ';
}

/** The question about a damaged database file. */
export function moveQuestion(word: string): string {
	return `Type ${word} to rename the file (it is kept) and load into a new one: `;
}

/** The reply to input that is not a valid answer. */
export function invalidAnswer(typed: string): string {
	const text = typed.trim();
	return `${text === '' ? 'Enter' : `"${safeText(text)}"`} is not a valid answer.`;
}

/** Parses an answer; undefined if it is not valid. @param typed A line; undefined at the end of the input. */
export function readAnswer(
	typed: string | undefined,
	destructive: boolean,
	word = 'yes',
): Answer | undefined {
	const text = typed?.trim();
	// First, so that a warehouse with such a name is not confirmed by mistake.
	if (text === 's') return 'skip';
	if (text === 'e') return 'sql';
	if (text === 'q' || text === undefined) return 'stop';
	if (destructive) return text === word ? 'run' : undefined;
	if (text === '' || text === 'y' || text === 'Y') return 'run';
	return text === 'a' ? 'all' : undefined;
}
