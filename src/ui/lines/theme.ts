import type {StageStatus} from '../../load/state.js';
import type {TokenType} from '../../sql/scanner.js';

/** ANSI colour names that are legible on both dark and light backgrounds. */
export type Color = 'red' | 'green' | 'cyan' | 'magenta';

export type StatusMark = {
	readonly mark: string;
	readonly word: string;
	readonly color?: Color;
	readonly dim?: true;
};

/** The look of each stage status: a distinct mark and word, so that colour is optional. */
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

/** The spinner's current frame. @param now Ms since 1970; the frame changes ten times a second. */
export function spinner(now: number): string {
	return spinnerFrames[Math.floor(now / 100) % spinnerFrames.length]!;
}
