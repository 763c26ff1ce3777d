import {nearest, type Problem} from '../../config/problems.js';
import {safeText} from '../../format/safe-text.js';
import {
	type CommandName,
	commandNames,
	commandTable,
	commandUsage,
	foreignCommands,
} from './command-table.js';

/** A command with the number of arguments that it takes. */
export type CommandLine = {
	readonly command: CommandName;
	/** Whether `+` followed the name. */
	readonly plus: boolean;
	/** Without their quotes. A command that takes its text as typed has at most one. */
	readonly arguments: readonly string[];
};

/** Words that psql accepts as commands without a backslash. */
const words: ReadonlyMap<string, CommandName> = new Map([
	['quit', 'q'],
	['exit', 'q'],
	['help', '?'],
]);

/** Whether a text is a command rather than SQL. Such a text needs no semicolon to run. */
export function isCommandLine(text: string): boolean {
	const trimmed = text.trim();
	return /^(?:\\|\.[a-z]+(?:\s|$))/i.test(trimmed) || words.has(withoutSemicolons(trimmed));
}

/**
Parses a text for which `isCommandLine` is true. Arguments are separated by blanks; those with blanks are in single or
double quotes, in which a doubled quote is one.
*/
export function parseCommandLine(text: string): CommandLine | Problem {
	const trimmed = text.trim();
	const word = words.get(withoutSemicolons(trimmed));
	if (word !== undefined) return {command: word, plus: false, arguments: []};
	const [, typed = '', after = ''] = /^(\S*)([\s\S]*)$/.exec(trimmed) ?? [];
	const name = withoutSemicolons(typed);
	const found = commandOf(name);
	if (found === undefined) return unknownCommand(name);
	const {command} = found;
	const row = commandTable[command];
	if (command === 'md') return {command, plus: false, arguments: after === '' ? [] : [after.trim()]};
	if (/[\r\n]/.test(after.trim()))
		return {message: `\\${command} takes one line.`, advice: 'Put the other lines into another cell.'};
	let rest = withoutSemicolons(after);
	const hasLatePlus = row.hasPlus === true && /^\+(?:\s|$)/.test(rest);
	if (hasLatePlus) rest = rest.slice(1).trim();
	const split = row.isRaw === true ? (rest === '' ? [] : [rest]) : splitArguments(rest);
	if (split === undefined)
		return {message: `A quote after \\${command} is not closed.`, advice: `Type ${commandUsage(command)}.`};
	const placeholders = row.arguments === '' ? [] : row.arguments.split(' ');
	const min = placeholders.filter(placeholder => !placeholder.startsWith('[')).length;
	if (split.length < min)
		return {message: `\\${command} needs an argument.`, advice: `Type ${commandUsage(command)}.`};
	if (split.length > placeholders.length) {
		const most = placeholders.length === 0 ? 'no argument' : 'one argument';
		return {message: `\\${command} takes ${most}, got ${split.length}.`, advice: adviceFor(placeholders)};
	}
	return {command, plus: found.plus || hasLatePlus, arguments: split};
}

function adviceFor(placeholders: readonly string[]): string {
	return placeholders.length === 0 ? 'Leave it out.' : 'Put an argument with blanks in quotes.';
}

function withoutSemicolons(text: string): string {
	return text.replace(/[\s;]+$/, '').trim();
}

function commandOf(typed: string): {readonly command: CommandName; readonly plus: boolean} | undefined {
	const find = (text: string) => commandNames.find(name => text === `\\${name}`);
	const command = find(typed);
	if (command !== undefined) return {command, plus: false};
	const base = typed.endsWith('+') ? find(typed.slice(0, -1)) : undefined;
	return base !== undefined && commandTable[base].hasPlus === true ? {command: base, plus: true} : undefined;
}

/** @param typed With its backslash or dot. */
function unknownCommand(typed: string): Problem {
	if (typed === '\\') return {message: 'A command needs a name.', advice: 'Type \\? for the commands.'};
	const message = `There is no command ${safeText(typed)}.`;
	const known = foreignCommands.get(typed) ?? foreignCommands.get(typed.replace(/\+$/, ''));
	if (known !== undefined) return {message, advice: known};
	const guess = typed.startsWith('\\') ? nearest(typed.slice(1), commandNames) : undefined;
	const advice = guess === undefined ? 'Type \\? for the commands.' : `Did you mean ${commandUsage(guess)}?`;
	return {message, advice};
}

/** Undefined if a quote is not closed. */
function splitArguments(text: string): readonly string[] | undefined {
	const pieces = text.match(/(?:[^\s'"]|'(?:[^']|'')*'|"(?:[^"]|"")*")+|['"]/g) ?? [];
	if (pieces.some(piece => piece === "'" || piece === '"')) return undefined;
	return pieces.map(piece =>
		piece.replaceAll(/(['"])((?:(?!\1)[\s\S]|\1\1)*)\1/g, (_, quote: string, inside: string) =>
			inside.replaceAll(quote + quote, quote),
		),
	);
}
