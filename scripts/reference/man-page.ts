import {commandNames, type OptionName, options, optionsOf} from '../../src/commands/command-table.js';
import {
	commandHelps,
	type Example,
	exitCodes,
	optionText,
	programAbout,
	programExamples,
} from '../../src/commands/help-text.js';
import {environmentVariables} from '../../src/config/environment-variables.js';

/** The manual page `sparkify-tui.1`, in the man macros of troff. Ends with a line feed. */
export function manPage(): string {
	const {own, common} = optionsOf('notebook');
	const lines = [
		'.\\" Made by: npm run docs',
		'.TH SPARKIFY-TUI 1 ""',
		'.ad l',
		'.SH NAME',
		"sparkify-tui \\- load Sparkify's data into a star schema and query it",
		'.SH SYNOPSIS',
		usageLine('sparkify-tui [--write | --read-only]'),
		...commandNames.flatMap(name => ['.br', usageLine(commandHelps[name].usage)]),
		'.SH DESCRIPTION',
		...textLines(programAbout),
		'.PP',
		'Without a command it opens the notebook, which explains and runs every stage.',
		'.SH OPTIONS',
		...[...own, ...common].flatMap(optionLines),
		'.SH COMMANDS',
		...commandNames.flatMap(name => [
			`.SS ${name}`,
			...textLines(commandHelps[name].about),
			...optionsOf(name).own.flatMap(optionLines),
			...exampleLines(commandHelps[name].examples),
		]),
		'.SH EXIT STATUS',
		...exitCodes.flatMap(([code, text]) => tagged(code, text)),
		'.SH ENVIRONMENT',
		...environmentVariables.flatMap(({name, text}) => tagged(name, text)),
		'.SH FILES',
		...tagged('dwh.cfg', 'The configuration, in the current folder unless --config names another.'),
		...tagged('sparkify.duckdb', 'The DuckDB file, in the current folder unless --database names another.'),
		'.SH EXAMPLES',
		...exampleLines(programExamples),
		'.SH SEE ALSO',
		'.BR psql (1)',
	];
	return `${lines.join('\n')}\n`;
}

/** A usage with its options in bold, on one line. */
function usageLine(usage: string): string {
	const text = escaped(usage.replaceAll(/\s+/g, ' '));
	return text.replace(/^(sparkify\\-tui(?: [a-z]+)?)/, '\\fB$1\\fR');
}

/** Paragraphs are filled; indented lines are kept as they are. */
function textLines(text: string): readonly string[] {
	return text.split('\n\n').flatMap((paragraph, index) => {
		const lines = paragraph.split('\n').map(escaped);
		const isSample = paragraph.startsWith(' ');
		return [...(index === 0 ? [] : ['.PP']), ...(isSample ? ['.nf', ...lines, '.fi'] : lines)];
	});
}

function optionLines(name: OptionName): readonly string[] {
	const {short, value} = options[name];
	const names = [...(short === undefined ? [] : [`-${short}`]), `--${name}`].map(
		text => `\\fB${escaped(text)}\\fR`,
	);
	const title = `${names.join(', ')}${value === undefined ? '' : ` \\fI${escaped(value)}\\fR`}`;
	return ['.TP', title, escaped(optionText(name))];
}

function exampleLines(examples: readonly Example[]): readonly string[] {
	return examples.flatMap(({command, text}) => [
		'.TP',
		escaped(`${text[0]?.toUpperCase()}${text.slice(1)}:`),
		`\\fB${escaped(command)}\\fR`,
	]);
}

function tagged(tag: string, text: string): readonly string[] {
	return ['.TP', `\\fB${escaped(tag)}\\fR`, escaped(text)];
}

/** A dash that can be copied as one; a line that begins with a control character is text. */
function escaped(text: string): string {
	return text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replaceAll('…', '...')
		.replaceAll(/^(?=[.'])/gm, '\\&');
}
