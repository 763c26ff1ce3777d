import {didYouMean} from './nearest.js';
import type {Problem} from './problems.js';

/** The words that configparser's getboolean accepts. */
const on = ['true', 'yes', 'on', '1'];
const off = ['false', 'no', 'off', '0'];

/** Reads a boolean. @param name Label of the value in messages, e.g. `dwh.cfg:6: IAM`. */
export function readBoolean(name: string, text: string): boolean | Problem {
	const word = text.toLowerCase();
	if (on.includes(word)) return true;
	if (off.includes(word)) return false;
	const guess = didYouMean(
		text,
		[...on, ...off].filter(known => known.length > 2),
	);
	return {
		message: `${name} must be true or false, not "${text}".`,
		...(guess !== undefined && {advice: guess}),
	};
}
