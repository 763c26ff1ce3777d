import type {Problem} from './problems.js';

/**
Reads a whole number, written in digits only.
@param name Label of the number in messages, e.g. `--max-errors`.
*/
export function wholeNumber(name: string, text: string, min: number): number | Problem {
	const value = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= min) return value;
	return {message: `${name} must be a whole number of at least ${min}, not "${text}".`};
}
