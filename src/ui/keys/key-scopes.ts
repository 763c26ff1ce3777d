import type {Command} from '../state/command.js';
import type {KeyMode, StageKeyMode} from '../state/mode.js';
import {stageKeys} from './stage-keys.js';

/** Names for the parts of the key table in the settings, `[keys NAME]`, and the modes of each. */
export const keyScopes = {
	stages: Object.keys(stageKeys) as StageKeyMode[],
	text: ['sql-text', 'dry-run', 'file-text', 'help'],
	start: ['start'],
	files: ['browse'],
	'use-data': ['use-data'],
	'setup-question': ['setup-question'],
	setup: ['setup-checks', 'setup-answers'],
	cells: ['cells', 'cells-running', 'load-row'],
	editor: ['input', 'editor', 'editor-running', 'markdown-editor'],
	completion: ['completion'],
	'history-search': ['history-search'],
	gallery: ['gallery'],
	result: ['result', 'result-running'],
	record: ['record'],
	prompt: ['prompt', 'confirm'],
	'confirm-quit': ['confirm-quit'],
} as const satisfies Readonly<Record<string, readonly KeyMode[]>>;

export type KeyScope = keyof typeof keyScopes;
export const keyScopeNames = Object.keys(keyScopes) as readonly KeyScope[];

/** The scope of a mode. */
export function scopeOf(mode: KeyMode): KeyScope {
	const modesOf: (scope: KeyScope) => readonly KeyMode[] = scope => keyScopes[scope];
	return keyScopeNames.find(scope => modesOf(scope).includes(mode))!;
}

/** Modes in which a character types itself. */
export const textModes: ReadonlySet<KeyMode> = new Set([
	...keyScopes.editor,
	...keyScopes.completion,
	...keyScopes['history-search'],
	...keyScopes.prompt,
	...keyScopes.files,
	...keyScopes['setup-question'],
]);

/** The name of a command in the settings: `run-cell`, `edit-undo`, `scroll-down`. */
export function commandName(command: Command): string {
	switch (command.type) {
		case 'edit':
			return `edit-${command.edit}`;
		case 'scroll':
			return `scroll-${command.to}`;
		default:
			return command.type;
	}
}
