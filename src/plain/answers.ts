import {safeText} from '../format/safe-text.js';

/** What the user can answer to the question before a stage. */
export type Answer = 'run' | 'all' | 'skip' | 'sql' | 'stop';

/** The question. @param destructive Whether rows would be lost that were not confirmed: then only the word yes runs the stage. */
export function question(destructive: boolean): string {
	return destructive
		? 'Type yes to go ahead, s skips, e shows the SQL, q stops: '
		: 'Run it? Enter or y runs, a runs all, s skips, e shows the SQL, q stops: ';
}

/** The reply to something typed that is not an answer. @param typed A line */
export function invalidAnswer(typed: string): string {
	const text = typed.trim();
	return `${text === '' ? 'Enter' : `"${safeText(text)}"`} is not an answer here.`;
}

/** An answer as typed; undefined where it is not one. @param typed A line; undefined at the end of the input. */
export function readAnswer(typed: string | undefined, destructive: boolean): Answer | undefined {
	const text = typed?.trim();
	if (destructive) {
		if (text === 'yes') return 'run';
	} else {
		if (text === '' || text === 'y' || text === 'Y') return 'run';
		if (text === 'a') return 'all';
	}
	if (text === 's') return 'skip';
	if (text === 'e') return 'sql';
	return text === 'q' || text === undefined ? 'stop' : undefined;
}
