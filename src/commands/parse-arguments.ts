import {parseArgs} from 'node:util';
import {isProblem, nearest, type Problem, unknownWord} from '../config/problems.js';
import {pathKind, wholeNumber} from '../config/simple-values.js';
import {type OptionName, type OptionRow, optionNames, options} from './command-table.js';

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

/** Separates options, in any position, from positional arguments, and checks them against the table. */
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
			const guess = nearest(rawName.replace(/^-+/, ''), optionNames);
			misspelled = token.inlineValue ? undefined : guess;
			const advice = guess === undefined ? {} : {advice: `Did you mean --${guess}?`};
			problems.push({message: `Unknown option ${rawName}.`, ...advice});
		} else if (options[name].value === undefined) {
			if (value === undefined) typed[name] = [];
			else problems.push({message: `${rawName} takes no value.`});
		} else if (value === undefined || (!token.inlineValue && /^-\D/.test(value))) {
			problems.push({message: `${rawName} needs a value: ${rawName} ${options[name].value}.`});
		} else {
			typed[name] = [...(typed[name] ?? []), value];
		}
	}
	const wrong = optionNames.flatMap(name =>
		(typed[name] ?? []).flatMap(text => problemWith(name, text, options[name]) ?? []),
	);
	return {typed, positionals, problems: [...problems, ...wrong]};
}

function tokenize(args: readonly string[]) {
	const types = optionNames.map(name => {
		const {short, value} = options[name];
		const type = value === undefined ? ('boolean' as const) : ('string' as const);
		return [name, {type, ...(short !== undefined && {short})}];
	});
	return parseArgs({
		args: [...args],
		strict: false,
		tokens: true,
		options: Object.fromEntries(types),
	}).tokens;
}

function problemWith(name: OptionName, text: string, {words, min, isOutput}: OptionRow): Problem | undefined {
	if (min !== undefined) {
		const value = wholeNumber(`--${name}`, text, min);
		return isProblem(value) ? value : undefined;
	}
	if (words !== undefined && !words.known.includes(text)) {
		return unknownWord(words.what, text, words.known);
	}
	if (isOutput === true) {
		if (text === '') return {message: `--${name} needs a file name.`};
		if (pathKind(text) === 'folder')
			return {message: `--${name} ${text} is a folder.`, advice: 'Name a file in it.'};
	}
	return undefined;
}
