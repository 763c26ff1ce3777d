import type {Problem} from './problems.js';

/**
Reads a whole number as a person writes it: digits alone.
@param name What the number is, as typed, e.g. `--max-errors`.
*/
export function wholeNumber(name: string, text: string, least: number): number | Problem {
	const value = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
	return {message: `${name} takes a whole number from ${least} up, not "${text}".`};
}
