import {safeText} from '../format/safe-text.js';

/** What a person can say to the question before a stage. */
export type Answer = 'run' | 'all' | 'skip' | 'sql' | 'stop';

/** The question. @param destructive Whether rows would be lost: then only a capital Y runs the stage. */
export function question(destructive: boolean): string {
	return destructive
		? 'Y (capital) removes them and runs, s skips, e shows the SQL, q stops: '
		: 'Run it? Enter or y runs, a runs all, s skips, e shows the SQL, q stops: ';
}

/** What to say of something typed that is no answer. @param typed A line */
export function noAnswer(typed: string): string {
	const text = typed.trim();
	return `${text === '' ? 'Enter' : `"${safeText(text)}"`} is no answer here.`;
}

/** An answer as typed; undefined when it is none. @param typed A line; undefined at the end of the input. */
export function readAnswer(typed: string | undefined, destructive: boolean): Answer | undefined {
	const text = typed?.trim();
	if (destructive) {
		if (text === 'Y') return 'run';
	} else {
		if (text === '' || text === 'y' || text === 'Y') return 'run';
		if (text === 'a') return 'all';
	}
	if (text === 's') return 'skip';
	if (text === 'e') return 'sql';
	return text === 'q' || text === undefined ? 'stop' : undefined;
}
