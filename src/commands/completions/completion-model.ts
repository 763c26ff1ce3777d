import {
	argumentCompletions,
	type Completion,
	commandNames,
	type OptionName,
	optionNames,
	options,
	optionsOf,
	type Scope,
} from '../command-table.js';
import {commandHelps, optionText} from '../help-text.js';

export type CompletedOption = {
	readonly name: OptionName;
	readonly short: string | undefined;
	readonly text: string;
	/** The placeholder of its value; undefined for a switch. */
	readonly value: string | undefined;
	/** What to offer for its value; undefined for nothing. */
	readonly values: Completion | undefined;
};

export type CompletedCommand = {
	readonly name: string;
	readonly text: string;
	readonly options: readonly CompletedOption[];
	/** What to offer for its argument; undefined for nothing. */
	readonly argument: Completion | undefined;
};

/** The options that are accepted without a command. */
export const programOptions: readonly CompletedOption[] = completedOptions('notebook');

/** The commands, and `help` and `version`, which are words for options. */
export const completedCommands: readonly CompletedCommand[] = [
	...commandNames.map(name => ({
		name,
		text: commandHelps[name].summary,
		options: completedOptions(name),
		argument: argumentCompletions[name],
	})),
	{name: 'help', text: options.help.text, options: [], argument: commandNames},
	{name: 'version', text: options.version.text, options: [], argument: undefined},
];

/** Every option once. */
export const allOptions: readonly CompletedOption[] = optionNames.map(completedOption);

/** The option as typed: `--file`, and `-f` if it has a letter. */
export function spellings({name, short}: CompletedOption): readonly string[] {
	return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

export function isWordList(completion: Completion | undefined): completion is readonly string[] {
	return completion !== undefined && typeof completion !== 'string';
}

function completedOptions(scope: Scope): readonly CompletedOption[] {
	const {own, common} = optionsOf(scope);
	return [...own, ...common].map(completedOption);
}

function completedOption(name: OptionName): CompletedOption {
	const {short, value, words, completes} = options[name];
	return {name, short, text: optionText(name), value, values: completes ?? words?.known};
}
