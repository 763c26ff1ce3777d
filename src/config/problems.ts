import {UsageError} from '../errors.js';

/** An error in the arguments or the configuration in one sentence, with advice if the fix is not obvious. */
export type Problem = {readonly message: string; readonly advice?: string};

export function isProblem(value: unknown): value is Problem {
	return typeof value === 'object' && value !== null && 'message' in value;
}

/**
Combines all problems into one error.
@param help Command that shows the correct usage, e.g. `sparkify-tui load --help`.
*/
export function usageError(problems: readonly Problem[], help?: string): UsageError {
	const texts = problems.map(({message, advice}) =>
		advice === undefined ? message : `${message} ${advice}`,
	);
	const message =
		texts.length === 1
			? texts[0]!
			: [`${texts.length} errors:`, ...texts.map(text => `- ${text}`)].join('\n');
	return new UsageError({message, ...(help !== undefined && {advice: `See ${help}`})});
}
