import {parseArgs} from 'node:util';
import {nearest, type Problem} from '../config/problems.js';
import {type OptionName, optionNames, options} from './command-table.js';

/** The values of each option in the order typed; empty for a switch. */
export type TypedOptions = Readonly<Partial<Record<OptionName, readonly string[]>>>;

export type ParsedArguments = {
	readonly typed: TypedOptions;
	/** The command and its arguments. */
	readonly positionals: readonly string[];
	readonly problems: readonly Problem[];
};

/** The effective value of an option: the last one typed. */
export function lastOf(typed: TypedOptions, name: OptionName): string | undefined {
	return typed[name]?.at(-1);
}

/** Separates options, in any position, from positional arguments. Reports unknown options. */
export function parseArguments(args: readonly string[]): ParsedArguments {
	const typed: Partial<Record<OptionName, string[]>> = {};
	const positionals: string[] = [];
	const problems: Problem[] = [];
	let misspelled: OptionName | undefined;
	for (const token of tokenize(args)) {
		// Skip the value of a misspelled option.
		if (
			token.kind === 'positional' &&
			(misspelled === undefined || options[misspelled].value === undefined)
		) {
			positionals.push(token.value);
		}
		misspelled = undefined;
		if (token.kind !== 'option') continue;
		const {rawName, value} = token;
		const name = optionNames.find(option => option === token.name);
		if (/\s/.test(rawName)) {
			// An "option" with a space in its name is SQL that begins with a comment.
			positionals.push(args[token.index]!);
		} else if (name === undefined) {
			misspelled = token.inlineValue ? undefined : nearestOption(rawName);
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
		message: `Unknown option ${rawName}.`,
		...(guess !== undefined && {advice: `Did you mean --${guess}?`}),
	};
}

function nearestOption(rawName: string): OptionName | undefined {
	const typed = rawName.replace(/^-+/, '');
	const guess = nearest(typed, optionNames);
	return optionNames.find(name => name === guess);
}
