import {tourSteps} from '../../ui/lines/tour-steps.js';
import type {CommandType} from '../../ui/state/command.js';

/** The words for the keys of the stages and of the set-up. */
export const stageWords = {
	'run-stage': 'run',
	confirm: 'yes',
	'move-damaged-file': 'move',
	'go-on': 'next',
	'go-to-blocker': 'go',
	'go-to-running': 'go',
	'continue-past-rejects': 'continue',
	'accept-keys': 'accept',
	'show-rejects': 'rejects',
	'wait-for-loads': 'wait',
	'end-loads': 'cancel',
	'start-over': 'start over',
	'open-check': 'query',
	'skip-stage': 'skip',
	'show-sql': 'sql',
	'dry-run': 'dry run',
	'show-dry-run': 'findings',
	'run-all': 'all',
	'go-back': 'back',
	'open-page': 'notebook',
	'browse-files': 'files',
	'use-data': 'load',
	'save-data': 'write',
	'setup-go-on': 'write',
	'setup-change': 'change',
	'setup-check': 'check again',
	'setup-write': 'write anyway',
	'setup-leave': 'leave',
	close: 'back',
	help: 'help',
	'start-tour': 'tour',
	quit: 'quit',
} as const satisfies Readonly<Partial<Record<CommandType, string>>>;

export type WordRow = {
	/** Placeholders of its arguments; those in brackets may be left out. */
	readonly arguments: string;
	/** What it does, as a clause in the third person without a period. */
	readonly help: string;
};

/** The words at the SQL prompt that stand for keys of the page. They begin with a backslash, as the other commands do. */
export const pageWords = {
	cells: {arguments: '', help: 'lists the cells'},
	show: {arguments: '[CELL]', help: 'prints a cell and its last output'},
	run: {arguments: '[CELL|all|stale]', help: 'runs a cell again, all cells, or those that are out of date'},
	from: {arguments: 'CELL', help: 'runs a cell and all below it'},
	change: {arguments: '[CELL]', help: 'replaces the text of a cell by the next statement'},
	edit: {arguments: '[CELL]', help: 'opens the text of a cell in $VISUAL or $EDITOR'},
	insert: {arguments: 'CELL', help: 'puts the next statement above a cell'},
	delete: {arguments: 'CELL', help: 'deletes a cell'},
	undo: {arguments: '', help: 'brings back the cell that was deleted last'},
	up: {arguments: 'CELL', help: 'moves a cell up'},
	down: {arguments: 'CELL', help: 'moves a cell down'},
	kind: {arguments: 'CELL', help: 'makes an SQL cell a Markdown cell, or the other way round'},
	name: {arguments: '[CELL]', help: 'names a cell, so that others can read it as {{name}}'},
	more: {arguments: '', help: 'prints the next 20 rows of the last result'},
	row: {arguments: 'N', help: 'prints row N of the last result in full, a line for each column'},
	find: {arguments: '[TEXT]', help: 'prints the next cell that contains the text'},
	ready: {arguments: '[N]', help: 'lists the ready queries, or runs one'},
	history: {arguments: '[TEXT]', help: 'lists earlier statements, the latest first'},
	save: {arguments: '[FILE]', help: 'saves the notebook'},
	stages: {arguments: '', help: 'goes to the stages of the load'},
	tour: {arguments: '', help: 'prints the tour of six steps'},
	help: {arguments: '', help: 'lists these commands'},
} as const satisfies Readonly<Record<string, WordRow>>;

export type PageWord = keyof typeof pageWords;

/** What the tour tells to press or type. */
const tourWords: Readonly<Partial<Record<CommandType, string>>> = {
	...stageWords,
	'run-stage': 'Enter',
	enter: 'Enter',
	'open-gallery': '\\ready',
	'open-stages': '\\stages',
	save: '\\save',
	quit: 'Ctrl+D',
};

/** The tour as lines. */
export function tourText(): readonly string[] {
	const key = (command: CommandType) => tourWords[command] ?? command;
	return tourSteps.map(
		({text, plain = text}, index) => `Tour, ${index + 1} of ${tourSteps.length}: ${plain(key)}`,
	);
}

/** How the texts of the notebook name keys, and what to type instead. */
const keyNames: readonly (readonly [keys: string, words: string])[] = [
	['Ctrl+S', '\\save'],
	['press Ctrl+O', 'type \\ready'],
	['z brings', '\\undo brings'],
	[', as Ctrl+X Ctrl+E does', ''],
	['Select one with ↑ ↓', 'Type the number of one'],
	['Press a in the stage list', 'Type \\stages'],
	['press Esc', 'press Enter'],
	['Esc', 'Enter alone'],
	[' · ', ', '],
];

/** A text of the notebook with words in place of its keys. */
export function inWords(text: string): string {
	return keyNames.reduce((worded, [keys, words]) => worded.replaceAll(keys, words), text);
}

/** Parses `\word arguments`; undefined for other texts. */
export function readPageWord(text: string): {readonly word: PageWord; readonly argument: string} | undefined {
	const [, name = '', argument = ''] = /^\\(\w+)(?:\s+([\s\S]*))?$/.exec(text.trim()) ?? [];
	const word = (Object.keys(pageWords) as PageWord[]).find(known => known === name);
	return word && {word, argument: argument.replace(/[\s;]+$/, '')};
}
