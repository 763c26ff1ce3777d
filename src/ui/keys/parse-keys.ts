import {graphemes} from '../../format/graphemes.js';

const named = new Set([
	...['enter', 'esc', 'tab', 'backspace', 'delete', 'home', 'end', 'pageup', 'pagedown'],
	...['up', 'down', 'left', 'right', 'f1', 'f2', 'f3', 'f4', 'f5'],
]);
const aliases: Readonly<Record<string, string>> = {
	space: ' ',
	comma: ',',
	escape: 'esc',
	return: 'enter',
	pgup: 'pageup',
	pgdn: 'pagedown',
	del: 'delete',
};

/** Keys that every terminal sends as another. */
const same: Readonly<Record<string, string>> = {
	'ctrl+i': 'tab',
	'ctrl+m': 'enter',
	'ctrl+[': 'esc',
	'ctrl+h': 'backspace',
};

/**
Parses a list of keys, separated by commas: `r, ctrl+j`. A blank separates the two keys of a sequence, `d d`. `none` is no key.
@returns the keys as the key table names them, or what is wrong with the first that is none
*/
export function parseKeys(text: string): readonly string[] | string {
	if (text.trim().toLowerCase() === 'none') return [];
	const keys: string[] = [];
	for (const part of text.split(',')) {
		const words = part.trim().split(/\s+/);
		if (words.length > 2) return `"${part.trim()}" has more than two keys`;
		const names: string[] = [];
		for (const word of words) {
			const name = parseKey(word);
			if (typeof name === 'object') return name.problem;
			names.push(name);
		}
		keys.push(names.join(' '));
	}
	return keys;
}

function parseKey(text: string): string | {readonly problem: string} {
	const parts = text.length > 1 ? text.split(/\+(?=.)/) : [text];
	const last = parts.at(-1)!;
	const modifiers = parts.slice(0, -1).map(part => part.toLowerCase());
	const word = last.toLowerCase();
	const isCharacter = graphemes(last).length === 1;
	const key = aliases[word] ?? (named.has(word) ? word : isCharacter ? last : undefined);
	if (text === '' || key === undefined || modifiers.some(part => !['ctrl', 'alt', 'shift'].includes(part)))
		return {problem: `"${text}" is not a key. Examples: r, ctrl+r, alt+enter, f5, space, d d`};
	if (modifiers.length === 0) return key;
	if (modifiers.includes('shift') && isCharacter && modifiers.length === 1)
		return {problem: `"${text}": write the character that Shift types, e.g. ${last.toUpperCase()}`};
	const plain = key === ' ' ? 'space' : isCharacter ? last.toLowerCase() : key;
	const name = [...['ctrl', 'alt', 'shift'].filter(part => modifiers.includes(part)), plain].join('+');
	const sent = same[name];
	return sent === undefined
		? name
		: {problem: `${name} can't be told from ${sent}, which terminals send for it`};
}
