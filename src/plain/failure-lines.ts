import type {Failure} from '../errors.js';
import {errorLines} from '../notebook/error-lines.js';

/** Before what to do, to tell it from the words of the engine. Not every terminal shows more than ASCII. */
const arrow = '->';

/**
A failure as lines for standard error: what, where, the place in the SQL, the engine's own words, what to do.
@param columns Width of the terminal; undefined where there is none, and nothing wraps.
*/
export function failureLines(failure: Failure, columns?: number): readonly string[] {
	const {where, advice, ...rest} = failure;
	// Many a message names the place already.
	const told = where === undefined || failure.message.includes(where);
	const marked: Failure = {
		...rest,
		...(!told && {where: `at ${where}`}),
		...(advice !== undefined && {advice: `${arrow} ${advice}`}),
	};
	return errorLines(marked, columns ?? Number.MAX_SAFE_INTEGER).map(({text}) => text);
}
