import type {Failure} from '../errors.js';
import {errorLines} from '../notebook/error-lines.js';

/** Marks the advice, to distinguish it from the engine's text. ASCII, because some terminals show nothing else. */
const arrow = '->';

/**
A failure as lines for standard error: message, location, position in the SQL, the engine's text, advice.
@param columns Width of the terminal; without it, nothing wraps.
*/
export function plainFailureLines(failure: Failure, columns?: number): readonly string[] {
	const {where, advice, ...other} = failure;
	const isNamed = where === undefined || failure.message.includes(where);
	const marked: Failure = {
		...other,
		...(!isNamed && {where: `at ${where}`}),
		...(advice !== undefined && {advice: `${arrow} ${advice}`}),
	};
	return errorLines(marked, columns ?? Number.MAX_SAFE_INTEGER).map(({text}) => text);
}
