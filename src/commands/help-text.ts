import {wrapForTerminal} from '../plain/wrap-indented.js';
import {stageIds} from '../star/stages.js';
import {
	type CommandName,
	commandNames,
	type OptionName,
	options,
	optionsOf,
	shells,
} from './command-table.js';

/** Wrapped like the rest of the help. */
const stageList = `Stages: ${stageIds.join(', ')}.`.replaceAll(/(.{1,80})(?: |$)/g, '$1\n').trimEnd();

export type Example = {readonly command: string; readonly text: string};

export type CommandHelp = {
	readonly usage: string;
	readonly summary: string;
	/** Wrapped at 80 columns; an indented line is a sample of text. */
	readonly about: string;
	readonly examples: readonly Example[];
};

/** What the program does, for the general help and the man page. */
export const programAbout = `Loads Sparkify's event logs and song metadata into a star schema, step by step,
and answers questions about song plays in SQL. Without a configuration it loads
the bundled sample into a DuckDB file.`;

const notebookSummary = 'the notebook: explains and runs every stage';

export const programExamples: readonly Example[] = [
	{command: 'sparkify-tui', text: 'the notebook, on the bundled sample or on what dwh.cfg names'},
	{command: 'sparkify-tui --data music', text: 'the same for music/log_data and music/song_data'},
	{command: 'sparkify-tui --write', text: 'with statements that change data allowed'},
];

export const commandHelps: Readonly<Record<CommandName, CommandHelp>> = {
	load: {
		usage: 'sparkify-tui load [--yes | --dry-run] [--stage ID]... [--json] [--quiet]',
		summary: 'run the stages of the load as lines of text',
		about: `Runs the stages of the load in order, each in one transaction. On a terminal it
asks before every stage. Before it destroys data (rows that rerunning the stages
could not restore from the staging tables), it asks you once to type yes. --yes
never asks. Without a terminal it asks nothing; if data would be destroyed, it
changes nothing and exits with code 2: run it again with --yes. In a warehouse
marked as production, its name takes the place of yes, and --confirm NAME that
of --yes. A failed stage blocks the stages that depend on it; the others still
run. Before it drops and reloads tables, it checks the source.
A damaged DuckDB file is renamed (never deleted) and replaced with --yes, or if
you confirm it on a terminal.

Standard output gets the row count of every table at the end, or with --json one
line per event: stage-started, stage-progress, stage-finished, stage-failed,
stage-waiting, stage-skipped, stage-cancelled and, at the end, run-finished.
Everything else goes to standard error; with --quiet only errors do.

With --dry-run it changes nothing and asks nothing. It reads the files and
checks every record, past --max-errors too, to count all rejects. The engine
explains how it would fill each table. The rows that would be removed are
listed. Missing tables are created temporarily; a missing DuckDB file is created
and stays empty. Standard output gets the findings, or with --json one line per
stage. Exit code 0 means that every stage would succeed, 1 that at least one
would fail.

${stageList}`,
		examples: [
			{command: 'sparkify-tui load --yes', text: 'every stage, without questions'},
			{
				command: 'sparkify-tui load --dry-run --data music',
				text: 'check music/log_data and music/song_data first',
			},
			{command: 'sparkify-tui load --yes --max-errors 10', text: 'tolerate 10 rejected records per stage'},
			{
				command: 'sparkify-tui load --dry-run --schema-drift fail',
				text: 'fail if keys are unknown or missing',
			},
			{
				command: 'sparkify-tui load --yes --stage stage-songs --json',
				text: 'one stage, as events for a script',
			},
		],
	},
	open: {
		usage: 'sparkify-tui open FILE [--write | --read-only]',
		summary: 'open a notebook file, or begin one',
		about: `Opens the notebook with the cells of a Markdown file, by convention
NAME.sparkify.md. A fence at the root of the file whose first word is sql is an
SQL cell; what is between them is prose. Ctrl+S saves: only the cells that you
edited change in the file. If the file does not exist, saving creates it.

Statements can't change data until you switch to writing in the notebook.
--write starts with writing on, --read-only makes it impossible.

Unsaved cells are kept after a crash, and offered when you open the file again.
Statements that contain passwords or keys are not. If another sparkify-tui has
the file open, this one opens a copy.

Without a terminal, use sparkify-tui run FILE.`,
		examples: [
			{command: 'sparkify-tui open plays.sparkify.md', text: 'a file that exists, or a new one'},
			{command: 'sparkify-tui open plays.sparkify.md --read-only', text: 'look, and change no data'},
		],
	},
	query: {
		usage: `sparkify-tui query [SQL | --file F] [--format NAME] [--output F] [--limit N]
                     [--write]`,
		summary: 'run SQL and print the result',
		about: `Runs SQL against an existing database. The SQL comes from the argument, from
--file, or from standard input if that is a pipe. Several statements run in
order, each on its own, up to the first that fails; the output is the rows of
the last one. Rows are written as they arrive, all of them unless --limit is
given.

Without --write the engine refuses changes to data: each statement runs in a
read-only transaction, and BEGIN opens one. That does not cover files that COPY
or EXPORT write, temporary tables on DuckDB, rows of temporary tables, locks and
settings; on PostgreSQL lo_create and, for a superuser, COPY to a file or
program of the server.

With --output the result goes to a file, which is either complete or absent. Its
suffix (.csv, .tsv, .json, .ndjson, .md, .parquet) names the format unless
--format does. If the SQL ends inside a transaction, its changes are rolled back
and the exit code is 1.

csv is RFC 4180 with a header, NULL as an empty field; timestamps are YYYY-MM-DD
HH:MM:SS.mmm in UTC; numbers have all their digits. The format does not depend
on the destination, except that a terminal shows symbols for control characters.
parquet requires --output.`,
		examples: [
			{command: "sparkify-tui query 'SELECT count(*) FROM songplays'", text: 'a table on the terminal'},
			{command: 'sparkify-tui query -f plays.sql -o plays.parquet', text: 'from a file into a file'},
			{command: "echo 'SELECT * FROM users' | sparkify-tui query --format ndjson", text: 'through a pipe'},
			{command: "sparkify-tui query --write 'DELETE FROM songplays WHERE user_id = 8'", text: 'change data'},
		],
	},
	run: {
		usage: 'sparkify-tui run FILE [--set NAME=VALUE]... [--report F] [--json] [--write]',
		summary: 'run a notebook and write a report',
		about: `Runs the SQL cells of a Markdown file in order, up to the first that fails. A
cell is a fence at the root of the file whose first word is sql:

  \`\`\`sql name=plays_by_hour chart=column x=hour y=plays

In FROM or JOIN, {{name}} reads the result of another cell's query. :name is the
value of a parameter: 42, 2018-11-01, '2018-11-01 12:00', true, NULL, a list
(1, 2) after IN; anything else is text.

Standard output gets the results and charts, or with --json one line per cell.
Without --write the engine refuses changes to data, as in sparkify-tui query.

--report writes prose, SQL, results and charts as Markdown or as one HTML file
without scripts. It holds the first 100 rows of a result.`,
		examples: [
			{command: 'sparkify-tui run plays.sparkify.md', text: 'print results and charts'},
			{command: 'sparkify-tui run plays.sparkify.md --report plays.html', text: 'also write a page to share'},
			{command: 'sparkify-tui run plays.sparkify.md --set from=2018-11-15', text: 'with the parameter :from'},
		],
	},
	parity: {
		usage: 'sparkify-tui parity --with WHAT [--json]',
		summary: 'compare two loaded warehouses, table by table',
		about: `Compares the warehouse of dwh.cfg and the other options (here) with the one
named by --with (there). Changes neither. --with takes an engine (duckdb,
postgres, redshift) configured in the same dwh.cfg, a profile, a DuckDB file, or
another dwh.cfg. If only one of the two is DuckDB, --database names its file.

Each engine counts the rows and keys of the staging tables and the star schema
and computes a checksum of all values, so little data is transferred. Double
precision numbers are compared to the last bit, text by code points without
trailing spaces. songplay_id is ignored, because each engine assigns its own. If
a checksum differs, the first 10 differing rows are printed.

Standard output gets the comparison, or with --json one line per table. Exit
code 0 means that all tables are equal, 1 that they are not.`,
		examples: [
			{
				command: 'sparkify-tui parity --with duckdb',
				text: 'the warehouse of dwh.cfg against sparkify.duckdb',
			},
			{command: 'sparkify-tui parity --with other.cfg --json', text: 'against the warehouse of another file'},
		],
	},
	plan: {
		usage: 'sparkify-tui plan',
		summary: 'print the SQL of every stage without running it',
		about: `Prints the SQL of every stage as one script, with a comment on each stage.
Connects to nothing and changes nothing.`,
		examples: [
			{command: 'sparkify-tui plan', text: 'for the engine of dwh.cfg, or DuckDB'},
			{
				command: 'sparkify-tui plan --engine redshift',
				text: 'for Redshift, with placeholders where dwh.cfg is silent',
			},
		],
	},
	doctor: {
		usage: 'sparkify-tui doctor [--live [--yes] [--output F]] [--json]',
		summary: 'check everything a load needs, with advice',
		about: `Checks, in order: Node, the terminal, the configuration; for a server its name,
port, TLS, login, version and the right to create and drop a table (in a
transaction that is rolled back); the data; for Redshift the role, the jsonpaths
file and the system views; the free space. Each check prints one line on
standard output: a tick, a cross with advice below it, or a dash if it does not
apply or was not reached. Changes nothing.

With --live it also runs tiny COPYs of single files in a temporary schema, which
it always drops, and writes error texts, notices, rows of system views and times
to sparkify-doctor-DATE.json or to the file named by --output. The report
contains no password, no account number and none of your data. --live asks
first, unless --yes is given. It only reads from the bucket and needs no right
to write there.

Exit code 0 means that nothing is wrong, 3 that the server is unreachable or
refuses the login, 2 that the configuration is wrong, 1 that something else is
wrong.`,
		examples: [
			{command: 'sparkify-tui doctor', text: 'before the first load, or when one fails'},
			{command: 'sparkify-tui doctor --config prod.cfg --json', text: 'another configuration, for a script'},
			{
				command: 'sparkify-tui doctor --live --yes --output report.json',
				text: 'try COPY too, without a question',
			},
		],
	},
	settings: {
		usage: 'sparkify-tui settings',
		summary: 'print every setting, its value and where that is set',
		about: `Prints the files that settings may stand in, and every setting: its value, where
that comes from (an option, an environment variable, a line of a file, or the
default) and what it means. Secrets are never printed.

The settings of the program stand under [settings] in config.ini in your
configuration folder, or in sparkify.ini in the current folder, which wins.
Those of the warehouse and its data stand in dwh.cfg. The syntax is the same.

Connects to nothing and changes nothing. Exit code 2 means that there are
mistakes in the files, which are then listed.`,
		examples: [
			{command: 'sparkify-tui settings', text: 'what is in force in this folder'},
			{command: 'sparkify-tui settings --config prod.cfg', text: 'with another configuration'},
		],
	},
	keys: {
		usage: 'sparkify-tui keys [--probe]',
		summary: 'print the keys of every command, or what a key sends',
		about: `Prints the keys of every command of the notebook as they are in force, in the
syntax of the settings, with the place that sets them and what they do.

To change them, write the command and its keys under [keys] in config.ini or
sparkify.ini, or under [keys NAME] for one place only:

  [keys cells]
  run-cell = r, f5
  delete-cell = x x
  next-chart = none

A comma separates keys, a blank the two keys of a sequence; space and comma are
names of keys. In sparkify.ini they win over config.ini. If a key would have two
meanings, both places are reported.

With --probe it shows the bytes that each pressed key sends here, its name, and
which of the keys that run a cell have arrived, until Esc twice or Ctrl+C.`,
		examples: [{command: 'sparkify-tui keys --probe', text: 'what this terminal sends'}],
	},
	paths: {
		usage: 'sparkify-tui paths',
		summary: 'list every file that the program creates',
		about: `Prints where the program keeps its files: the database, the history, the ledger
of loads, unsaved cells, settings, reports and temporary files. For each: its
size or that it does not exist, what it holds, and what deleting it does.

Connects to nothing and changes nothing.`,
		examples: [{command: 'sparkify-tui paths', text: 'what could be backed up or deleted'}],
	},
	init: {
		usage: 'sparkify-tui init [--config FILE]',
		summary: 'ask for a configuration and write dwh.cfg',
		about: `Asks where to load the data and where it comes from, checks every answer, and
writes dwh.cfg (or the file named by --config) with a comment on every key,
readable only by you. It asks before it replaces a file. Without a terminal it
exits with code 2: copy dwh.cfg.example instead.`,
		examples: [
			{command: 'sparkify-tui init', text: 'write dwh.cfg in this folder'},
			{command: 'sparkify-tui init --config prod.cfg', text: 'write another file'},
		],
	},
	generate: {
		usage: 'sparkify-tui generate DIR [--events N] [--songs N] [--days N] [--seed N]',
		summary: 'create Sparkify-shaped data in a new folder',
		about: `Creates log_data/ and song_data/ in DIR, which must be new or empty, with the
quirks of real files. The same options and seed produce the same bytes. If it
fails or is interrupted, it removes everything it wrote.`,
		examples: [
			{command: 'sparkify-tui generate music', text: 'as much as the bundled sample'},
			{command: 'sparkify-tui generate big --events 1000000 --songs 15000', text: 'for measuring a load'},
		],
	},
	completions: {
		usage: `sparkify-tui completions ${shells.join('|')}`,
		summary: 'print a script that completes commands in a shell',
		about: `Prints a script that makes Tab complete the commands, options, stages and
formats of sparkify-tui. Add its line to the start-up file of your shell:

  ~/.bashrc     eval "$(sparkify-tui completions bash)"
  ~/.zshrc      eval "$(sparkify-tui completions zsh)"    (after compinit)
  config.fish   sparkify-tui completions fish | source
  $PROFILE      sparkify-tui completions powershell | Out-String |
                  Invoke-Expression`,
		examples: [
			{command: 'sparkify-tui completions bash > sparkify-tui.bash', text: 'a file to source'},
			{command: 'sparkify-tui completions zsh > _sparkify-tui', text: 'a file for a folder in $fpath'},
		],
	},
};

/** The exit codes and their meanings. */
export const exitCodes = [
	['0', 'success'],
	['1', 'a stage or a statement failed'],
	['2', 'the command line or the configuration is wrong, or a question could not be asked'],
	['3', 'no connection to the database'],
	['130', 'interrupted (143 by SIGTERM, 129 by SIGHUP)'],
] as const;

/** Wrapped like the rest of the help. */
const exitCodeSection = `Exit codes\n${wrapForTerminal(rows(exitCodes), {columns: 81}).join('\n')}`;

/** The text of `--help`, for the program or for one command. Ends with a line feed. */
export function helpText(topic: CommandName | undefined): string {
	return topic === undefined ? generalHelp() : commandHelp(topic);
}

function generalHelp(): string {
	const usages = [
		['sparkify-tui', notebookSummary],
		...commandNames.map(name => [`sparkify-tui ${name}`, commandHelps[name].summary]),
	];
	const {own, common} = optionsOf('notebook');
	return sections(
		programAbout,
		`Usage\n${rows(usages)}`,
		optionSection('Options', [...own, ...common]),
		exampleSection(programExamples),
		`For more, run sparkify-tui help COMMAND or sparkify-tui COMMAND --help. If
standard input or output is not a terminal, sparkify-tui without a command runs
sparkify-tui load.`,
		exitCodeSection,
	);
}

function commandHelp(topic: CommandName): string {
	const {own, common} = optionsOf(topic);
	const {usage, about, examples} = commandHelps[topic];
	return sections(
		`Usage\n  ${usage}`,
		about,
		...(own.length > 0 ? [optionSection('Options', own)] : []),
		...(common.length > 0 ? [optionSection('Common options', common)] : []),
		exampleSection(examples),
		exitCodeSection,
	);
}

function exampleSection(examples: readonly Example[]): string {
	return `Examples\n${examples.map(({command, text}) => `  # ${text}\n  ${command}`).join('\n')}`;
}

function optionSection(title: string, names: readonly OptionName[]): string {
	return `${title}\n${rows(names.map(name => [typedAs(name), optionText(name)]))}`;
}

/** What an option does, with its default. */
export function optionText(name: OptionName): string {
	const {text, defaultValue} = options[name];
	return defaultValue === undefined ? text : `${text} (default: ${defaultValue})`;
}

/** `-f, --file F`, aligned by the long names. */
function typedAs(name: OptionName): string {
	const {short, value} = options[name];
	return `${short === undefined ? '   ' : `-${short},`} --${name}${value === undefined ? '' : ` ${value}`}`;
}

/** Two columns, indented. */
function rows(lines: ReadonlyArray<readonly string[]>): string {
	const width = Math.max(...lines.map(([name = '']) => name.length));
	return lines.map(([name = '', text = '']) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}

function sections(...texts: readonly string[]): string {
	return `${texts.join('\n\n')}\n`;
}
