import type {Failure} from '../errors.js';
import {errorLines} from '../notebook/error-lines.js';

/**
A failure as lines for standard error: what, where, the place in the SQL, the engine's own words, what to do.
@param columns Width of the terminal; undefined where there is none, and nothing wraps.
*/
export function failureLines(failure: Failure, columns?: number): readonly string[] {
	const {where, ...rest} = failure;
	// Many a message names the place already.
	const told = where === undefined || failure.message.includes(where);
	const lines = errorLines(told ? rest : {...rest, where: `at ${where}`}, columns ?? Number.MAX_SAFE_INTEGER);
	return lines.map(({text}) => text);
}
