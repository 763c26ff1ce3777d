import {UsageError} from '../errors.js';

/** A mistake in the arguments or the configuration, in one sentence, with what to do about it where that is not plain. */
export type Problem = {readonly message: string; readonly advice?: string};

export function isProblem(value: unknown): value is Problem {
	return typeof value === 'object' && value !== null && 'message' in value;
}

/**
One error that tells every mistake.
@param help The command that shows what is right, e.g. `sparkify-tui load --help`, where it can help.
*/
export function usageError(problems: readonly Problem[], help?: string): UsageError {
	const texts = problems.map(({message, advice}) =>
		advice === undefined ? message : `${message} ${advice}`,
	);
	const message =
		texts.length === 1
			? texts[0]!
			: [`${texts.length} mistakes:`, ...texts.map(text => `- ${text}`)].join('\n');
	return new UsageError({message, ...(help !== undefined && {advice: `See ${help}`})});
}
