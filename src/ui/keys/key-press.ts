import type {Key} from 'ink';
import {graphemes} from '../../format/graphemes.js';

/**
A key press, named as in the key table: characters as themselves (`y`, `Y`, `?`, `é`), other keys by modifiers and name
(`enter`, `alt+enter`, `ctrl+j`, `shift+tab`, `f5`).
*/
export type KeyPress = {
	readonly name: string;
	/** The text that the key types, if any. */
	readonly text?: string;
	/** For Alt with a key: the key alone. Terminals send the same bytes for Esc followed quickly by that key. */
	readonly afterEsc?: KeyPress;
};

const namedKeys = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'esc'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/** Mouse reports, and keys in xterm's modifyOtherKeys form, without their escape character. */
const leftover = /^\[<\d+(;\d+)*[Mm]$|^\[\d+(;\d+)*[~A-Z]$/;

/**
Names the keys of an Ink input event, in order. Ink reports characters that it reads at once, after fast typing or on a
slow connection, as one text. Returns nothing for releases, unknown keys and remains of escape sequences.
*/
export function nameKeys(input: string, key: Key): readonly KeyPress[] {
	if (key.eventType === 'release' || (input.length > 1 && leftover.test(input))) return [];
	const named = namedKeys.find(([flag]) => key[flag]);
	if (named !== undefined) return [withAfterEsc(withModifiers(named[1], key))];
	if (input === '') return [];
	if (key.ctrl) return [{name: withModifiers(controlName(input), key)}];
	if (key.meta) return [{name: `alt+${input.toLowerCase()}`, afterEsc: {name: input, text: input}}];
	return graphemes(input).flatMap(nameCharacter);
}

/** @param name The key's name with modifiers. */
function withAfterEsc(name: string): KeyPress {
	return name.includes('alt+') ? {name, afterEsc: {name: name.replace('alt+', '')}} : {name};
}

const namedCharacters: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\r\n': 'enter',
	'\n': 'ctrl+j',
	'\t': 'tab',
	'\b': 'backspace',
	'\u007F': 'backspace',
	'\u0000': 'ctrl+space',
};

/** Names a key by the character that it sends. */
function nameCharacter(character: string): readonly KeyPress[] {
	const name = namedCharacters[character];
	if (name !== undefined) return [{name}];
	// Ctrl subtracts 64 from the key's character code.
	if (character < ' ')
		return [{name: `ctrl+${String.fromCharCode(character.charCodeAt(0) + 64).toLowerCase()}`}];
	return /^[\u007F-\u009F]/.test(character) ? [] : [{name: character, text: character}];
}

/** Ctrl+Space arrives as a backquote. Ctrl+_ and Ctrl+/ send the same byte. */
function controlName(input: string): string {
	if (input === '`' || input === ' ') return 'space';
	return input.toLowerCase();
}

function withModifiers(name: string, key: Key): string {
	return `${key.ctrl ? 'ctrl+' : ''}${key.meta && name !== 'esc' ? 'alt+' : ''}${key.shift ? 'shift+' : ''}${name}`;
}

/** Keys that Ink ignores or reports without a name, by the bytes that terminals send. */
const rawKeys: Readonly<Record<string, string>> = {
	'\u001BOP': 'f1',
	'\u001B[11~': 'f1',
	'\u001B[[A': 'f1',
	'\u001BOQ': 'f2',
	'\u001B[12~': 'f2',
	'\u001B[[B': 'f2',
	'\u001BOR': 'f3',
	'\u001B[13~': 'f3',
	'\u001B[[C': 'f3',
	'\u001BOS': 'f4',
	'\u001B[14~': 'f4',
	'\u001B[[D': 'f4',
	'\u001B[15~': 'f5',
	'\u001B[[E': 'f5',
	'\u001B[27;5;13~': 'ctrl+enter',
	'\u001B[27;2;13~': 'shift+enter',
};

/** Names a chunk of standard input that is exactly one of the keys that Ink doesn't report. */
export function nameRawKey(chunk: string): KeyPress | undefined {
	const name = rawKeys[chunk];
	return name === undefined ? undefined : {name};
}
