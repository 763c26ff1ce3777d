import type {Key} from 'ink';

/**
What a press of a key is called in the key table: a character as itself (`y`, `Y`, `?`, `é`), everything else by
name with its modifiers before it: `enter`, `alt+enter`, `ctrl+j`, `shift+tab`, `f5`.
*/
export type KeyPress = {
	readonly name: string;
	/** Text to insert where text is typed; undefined for keys that are no text. */
	readonly text?: string;
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

/** Names what Ink reports; undefined for what is no key: releases, leftovers of escape sequences, unknown keys. */
export function nameKey(input: string, key: Key): KeyPress | undefined {
	if (key.eventType === 'release') return undefined;
	const named = namedKeys.find(([flag]) => key[flag]);
	if (named !== undefined) return {name: withModifiers(named[1], key)};
	if (input === '\n') return {name: 'ctrl+j'};
	if (key.ctrl) return input === '' ? undefined : {name: withModifiers(controlName(input), key)};
	if (input.length > 1 && leftover.test(input)) return undefined;
	if (key.meta) return input === '' ? undefined : {name: `alt+${input.toLowerCase()}`};
	const text = printable(input);
	if (text === '') return undefined;
	return {name: text, text};
}

/** Ctrl+Space arrives as a backquote, Ctrl+_ and Ctrl+/ as the same byte. */
function controlName(input: string): string {
	if (input === '`' || input === ' ') return 'space';
	return input.toLowerCase();
}

function withModifiers(name: string, key: Key): string {
	return `${key.ctrl ? 'ctrl+' : ''}${key.meta && name !== 'esc' ? 'alt+' : ''}${key.shift ? 'shift+' : ''}${name}`;
}

/** Text without control characters, but with its line ends: several characters at once are a paste. */
function printable(input: string): string {
	return input.replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '');
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
