import {parseArgs} from 'node:util';
import {nearest} from '../config/nearest.js';
import type {Problem} from '../config/problems.js';
import {type OptionName, optionNames, options} from './command-table.js';

/** The values of each option that was typed, in their order; none for a switch. */
export type TypedOptions = Readonly<Partial<Record<OptionName, readonly string[]>>>;

export type ParsedArguments = {
	readonly typed: TypedOptions;
	/** The command and its arguments. */
	readonly positionals: readonly string[];
	readonly problems: readonly Problem[];
};

/** Of an option that was typed more than once, the last value counts. */
export function lastOf(typed: TypedOptions, name: OptionName): string | undefined {
	return typed[name]?.at(-1);
}

/** Tells options from arguments; options may stand anywhere. What is no option at all is a problem. */
export function parseArguments(args: readonly string[]): ParsedArguments {
	const typed: Partial<Record<OptionName, string[]>> = {};
	const positionals: string[] = [];
	const problems: Problem[] = [];
	let misspelt: OptionName | undefined;
	for (const token of tokenize(args)) {
		// The value of an option that is not there is no argument of the command.
		if (token.kind === 'positional' && (misspelt === undefined || options[misspelt].value === undefined)) {
			positionals.push(token.value);
		}
		misspelt = undefined;
		if (token.kind !== 'option') continue;
		const {rawName, value} = token;
		const name = optionNames.find(option => option === token.name);
		if (/\s/.test(rawName)) {
			// SQL may begin with a comment, and no option has a blank in its name.
			positionals.push(args[token.index]!);
		} else if (name === undefined) {
			misspelt = token.inlineValue ? undefined : nearestOption(rawName);
			problems.push(unknownOption(rawName));
		} else if (options[name].value === undefined) {
			if (value === undefined) typed[name] = [];
			else problems.push({message: `${rawName} takes no value.`});
		} else if (value === undefined || (!token.inlineValue && /^-\D/.test(value))) {
			problems.push({message: `${rawName} needs a value: ${rawName} ${options[name].value}.`});
		} else {
			typed[name] = [...(typed[name] ?? []), value];
		}
	}
	return {typed, positionals, problems};
}

function tokenize(args: readonly string[]) {
	const types = optionNames.map(name => {
		const {short, value} = options[name];
		const type = value === undefined ? ('boolean' as const) : ('string' as const);
		return [name, {type, ...(short !== undefined && {short})}];
	});
	const {tokens} = parseArgs({
		args: [...args],
		strict: false,
		tokens: true,
		options: Object.fromEntries(types),
	});
	return tokens;
}

function unknownOption(rawName: string): Problem {
	const guess = nearestOption(rawName);
	return {
		message: `There is no option ${rawName}.`,
		...(guess !== undefined && {advice: `Did you mean --${guess}?`}),
	};
}

function nearestOption(rawName: string): OptionName | undefined {
	const typed = rawName.replace(/^-+/, '');
	const guess = nearest(typed, optionNames);
	return optionNames.find(name => name === guess);
}
