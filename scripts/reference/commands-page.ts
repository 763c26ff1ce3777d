import {
	commandNames,
	type OptionName,
	options,
	optionsOf,
	type Scope,
} from '../../src/commands/command-table.js';
import {
	commandHelps,
	type Example,
	exitCodes,
	optionText,
	programAbout,
	programExamples,
} from '../../src/commands/help-text.js';
import {
	commandTable,
	commandUsage,
	commandNames as notebookCommands,
} from '../../src/notebook/commands/command-table.js';
import {code, page, plain, table} from './markdown.js';

/** docs/commands.md: the command line, and the notebook's backslash commands. */
export function commandsPage(): string {
	const {own, common} = optionsOf('notebook');
	return page(
		'# Commands',
		'What `sparkify-tui --help` and `\\?` in the notebook say, on one page. Options may be before or after the command, and the last of several equal ones counts.',
		table(
			['command', 'what it does'],
			commandNames.map(name => [`[${code(name)}](#${name})`, commandHelps[name].summary]),
		),
		'## Without a command',
		plain(programAbout.replaceAll('\n', ' ')),
		examples(programExamples),
		optionTable([...own, ...common]),
		...commandNames.flatMap(commandSection),
		'## Exit codes',
		table(
			['code', 'meaning'],
			exitCodes.map(([number, text]) => [code(number), plain(text)]),
		),
		'## Commands of the notebook',
		'Typed in the input; Tab completes them.',
		table(
			['command', 'what it does'],
			notebookCommands.map(name => [code(commandUsage(name)), plain(commandTable[name].help)]),
		),
	);
}

function commandSection(name: Exclude<Scope, 'notebook'>): readonly string[] {
	const {own} = optionsOf(name);
	const {usage, about, examples: shown} = commandHelps[name];
	return [
		`## ${name}`,
		`\`\`\`text\n${usage}\n\`\`\``,
		...about
			.split('\n\n')
			.map(text =>
				text.startsWith(' ')
					? `\`\`\`text\n${text.replaceAll(/^ {2}/gm, '')}\n\`\`\``
					: plain(text.replaceAll('\n', ' ')),
			),
		examples(shown),
		...(own.length > 0 ? [optionTable(own)] : []),
	];
}

function examples(list: readonly Example[]): string {
	return `\`\`\`sh\n${list.map(({command, text}) => `# ${text}\n${command}`).join('\n')}\n\`\`\``;
}

function optionTable(names: readonly OptionName[]): string {
	return table(
		['option', ''],
		names.map(name => {
			const {short, value} = options[name];
			const typed = value === undefined ? `--${name}` : `--${name} ${value}`;
			return [
				[...(short === undefined ? [] : [code(`-${short}`)]), code(typed)].join(', '),
				plain(optionText(name)),
			];
		}),
	);
}
