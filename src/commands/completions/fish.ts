import type {Completion} from '../command-table.js';
import {type CompletedOption, completedCommands, isWordList, programOptions} from './completion-model.js';

/** The script for fish. */
export function fishScript(): string {
	const names = completedCommands.map(({name}) => name).join(' ');
	const start = `'not __fish_seen_subcommand_from ${names}'`;
	const lines = [
		'# Completions of sparkify-tui for fish, made by: sparkify-tui completions fish',
		'complete -c sparkify-tui -f',
		...completedCommands.map(({name, text}) => line(start, `-a ${name} -d ${quoted(text)}`)),
		...programOptions.map(option => line(start, optionFlags(option))),
		...completedCommands.flatMap(({name, options, argument}) => {
			const here = `'__fish_seen_subcommand_from ${name}'`;
			return [
				...(argument === undefined ? [] : [line(here, argumentFlags(argument))]),
				...options.map(option => line(here, optionFlags(option))),
			];
		}),
	];
	return `${lines.join('\n')}\n`;
}

function line(condition: string, flags: string): string {
	return `complete -c sparkify-tui -n ${condition} ${flags}`;
}

function optionFlags({name, short, text, value, values}: CompletedOption): string {
	const letter = short === undefined ? '' : ` -s ${short}`;
	const about = `-l ${name}${letter} -d ${quoted(text)}`;
	if (value === undefined) return about;
	return values === undefined ? `${about} -x` : `${about} -r ${argumentFlags(values)}`;
}

function argumentFlags(completion: Completion): string {
	if (isWordList(completion)) return `-f -a ${quoted(completion.join(' '))}`;
	return completion === 'folders' ? `-f -a '(__fish_complete_directories)'` : '-F';
}

function quoted(text: string): string {
	return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
