import type {TokenType} from '../notebook/lexer.js';
import type {StageStatus} from '../pipeline/state.js';

/** The ANSI names that can be read on dark and on light backgrounds alike. */
export type Color = 'red' | 'green' | 'cyan' | 'magenta';

export type StatusMark = {
	readonly mark: string;
	readonly word: string;
	readonly color?: Color;
	readonly dim?: true;
};

/** How the states of a stage look: each has a shape and a word of its own, the colour comes on top. */
export const statusMarks: Readonly<Record<StageStatus['type'], StatusMark>> = {
	done: {mark: '✔', word: 'done', color: 'green'},
	ready: {mark: '▸', word: 'ready', color: 'cyan'},
	running: {mark: '…', word: 'running', color: 'magenta'},
	failed: {mark: '✖', word: 'failed', color: 'red'},
	skipped: {mark: '–', word: 'skipped', dim: true},
	waiting: {mark: '·', word: 'waiting', dim: true},
	stale: {mark: '~', word: 'stale', color: 'magenta'},
};

export type TokenStyle = {readonly color?: Color; readonly bold?: true; readonly dim?: true};

export const tokenStyles: Readonly<Record<TokenType, TokenStyle>> = {
	keyword: {color: 'magenta'},
	identifier: {},
	'quoted-identifier': {},
	string: {color: 'green'},
	number: {color: 'cyan'},
	comment: {dim: true},
	operator: {},
	punctuation: {},
	whitespace: {},
	parameter: {color: 'cyan'},
};

const spinnerFrames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** The moving mark of what runs. @param now Ms since 1970; the mark moves ten times a second. */
export function spinner(now: number): string {
	return spinnerFrames[Math.floor(now / 100) % spinnerFrames.length]!;
}
