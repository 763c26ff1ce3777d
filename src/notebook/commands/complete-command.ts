import {chartNames} from '../charts/chart-data.js';
import {type Completion, type CompletionContext, quoteName, type Suggestion} from '../completion.js';
import {type CommandName, commandNames, commandTable} from './command-table.js';

/** Suggests completions at the cursor of a command: its name, and the argument where there is a choice. */
export function completeCommand(text: string, cursor: number, context: CompletionContext): Completion {
	const before = text.slice(0, cursor);
	const [word = ''] = /\S*$/.exec(before) ?? [];
	const start = cursor - word.length;
	const [, typed] = /^\s*\\(\S+?)\+?\s+\S*$/.exec(before) ?? [];
	const command = commandNames.find(name => name === typed);
	const all =
		before.trim() === word ? commandSuggestions : command === undefined ? [] : argumentsOf(command, context);
	const wanted = word.toLowerCase();
	const suggestions = all.filter(
		suggestion => suggestion.text.toLowerCase().startsWith(wanted) && suggestion.text !== word,
	);
	return {start, end: cursor, suggestions};
}

const commandSuggestions: readonly Suggestion[] = commandNames.map(name => ({
	text: `\\${name}`,
	kind: 'command',
	detail: commandTable[name].help,
}));

function argumentsOf(command: CommandName, {catalog, parameters}: CompletionContext): readonly Suggestion[] {
	switch (command) {
		case 'd':
			return catalog.map(({name, columns}) => ({
				text: quoteName(name),
				kind: 'table',
				detail: `${columns.length} columns`,
			}));
		case 'set':
		case 'unset':
			return Array.from(parameters, ([name, value]) => ({text: name, kind: 'parameter', detail: value}));
		case 'chart':
			return [...Object.keys(chartNames), 'off'].map(argument);
		default: {
			const [, words = ''] = /^\[?([a-z|]+)\]?$/.exec(commandTable[command].arguments) ?? [];
			return words.split('|').filter(Boolean).map(argument);
		}
	}
}

function argument(text: string): Suggestion {
	return {text, kind: 'command', detail: ''};
}
