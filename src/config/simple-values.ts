import {statSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {isProblem, type Problem, withGuess} from './problems.js';

/** Parses a value, or returns the problem with it. */
export type Reader<T> = (name: string, text: string, folder: string) => T | Problem;

/** Reads any text. */
export const readText: Reader<string> = (_, text) => text;

/** Reads a value together with its label. */
export function labeled<T>(read: Reader<T>): Reader<{readonly name: string; readonly value: T}> {
	return (name, text, folder) => {
		const value = read(name, text, folder);
		return isProblem(value) ? value : {name, value};
	};
}

/** The words that configparser's getboolean accepts. */
const on = ['true', 'yes', 'on', '1'];
const off = ['false', 'no', 'off', '0'];

/** Reads a boolean. @param name Label of the value in messages, e.g. `dwh.cfg:6: IAM`. */
export function readBoolean(name: string, text: string): boolean | Problem {
	const word = text.toLowerCase();
	if (on.includes(word)) return true;
	if (off.includes(word)) return false;
	const candidates = [...on, ...off].filter(known => known.length > 2);
	return withGuess(`${name} must be true or false, not "${text}".`, text, candidates);
}

/**
Reads a whole number, written in digits only.
@param name Label of the number in messages, e.g. `--max-errors`.
*/
export function wholeNumber(name: string, text: string, min: number): number | Problem {
	const value = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= min) return value;
	return {message: `${name} must be a whole number of at least ${min}, not "${text}".`};
}

/** Reads one of several words, in any case. @param name Label of the value in messages, e.g. `dwh.cfg:6: SSLMODE`. */
export function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T | Problem {
	const found = words.find(known => known === text.toLowerCase());
	if (found !== undefined) return found;
	const message = `${name} must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, not "${text}".`;
	return withGuess(message, text, words);
}

/** Resolves a path against a folder, which is empty for the working directory. */
export function pathIn(folder: string, path: string): string {
	return isAbsolute(path) ? path : join(folder, path);
}

/** What a path points to; undefined if nothing exists there or it can't be read. */
export function pathKind(path: string): 'file' | 'folder' | undefined {
	try {
		const stats = statSync(path, {throwIfNoEntry: false});
		if (stats === undefined) return undefined;
		return stats.isDirectory() ? 'folder' : 'file';
	} catch {
		return undefined;
	}
}
