import type {Key} from 'ink';
import {graphemes} from '../../format/graphemes.js';

/**
What a press of a key is called in the key table: a character as itself (`y`, `Y`, `?`, `é`), everything else by
name with its modifiers before it: `enter`, `alt+enter`, `ctrl+j`, `shift+tab`, `f5`.
*/
export type KeyPress = {
	readonly name: string;
	/** Text to insert where text is typed; undefined for keys that are no text. */
	readonly text?: string;
	/** For Alt and a key: the key itself. Terminals send the same for Esc followed quickly by that key. */
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

/** What is left of mouse reports and of keys in xterm's modifyOtherKeys form when their escape character got lost. */
const leftover = /^\[<\d+(;\d+)*[Mm]$|^\[\d+(;\d+)*[~A-Z]$/;

/**
Names the keys that Ink reports, in order: several that are read at once, because they were typed fast or the line is
slow, it hands over as one text. None for what is no key: releases, leftovers of escape sequences, unknown keys.
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

/** @param name With its modifiers */
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

/** A key by the character that it sends. */
function nameCharacter(character: string): readonly KeyPress[] {
	const name = namedCharacters[character];
	if (name !== undefined) return [{name}];
	// Ctrl takes 64 off the code of what stands on the key.
	if (character < ' ')
		return [{name: `ctrl+${String.fromCharCode(character.charCodeAt(0) + 64).toLowerCase()}`}];
	return /^[\u007F-\u009F]/.test(character) ? [] : [{name: character, text: character}];
}

/** Ctrl+Space arrives as a backquote, Ctrl+_ and Ctrl+/ as the same byte. */
function controlName(input: string): string {
	if (input === '`' || input === ' ') return 'space';
	return input.toLowerCase();
}

function withModifiers(name: string, key: Key): string {
	return `${key.ctrl ? 'ctrl+' : ''}${key.meta && name !== 'esc' ? 'alt+' : ''}${key.shift ? 'shift+' : ''}${name}`;
}

/** Keys that Ink swallows or hands over without a name, as the bytes that terminals send for them. */
const rawKeys: Readonly<Record<string, string>> = {
	'\u001BOP': 'f1',
	'\u001B[11~': 'f1',
	'\u001B[[A': 'f1',
	'\u001BOQ': 'f2',
	'\u001B[12~': 'f2',
	'\u001B[[B': 'f2',
	'\u001B[15~': 'f5',
	'\u001B[[E': 'f5',
	'\u001B[27;5;13~': 'ctrl+enter',
	'\u001B[27;2;13~': 'shift+enter',
};

/** Names a chunk of standard input that is exactly one of the keys Ink does not report. */
export function nameRawKey(chunk: string): KeyPress | undefined {
	const name = rawKeys[chunk];
	return name === undefined ? undefined : {name};
}
