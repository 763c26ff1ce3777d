import {type CommandName, commandNames, type OptionName, optionNames, options} from './command-table.js';

const usage: Readonly<Record<CommandName, string>> = {
	load: 'sparkify-tui load [--yes | --dry-run] [--stage ID]... [--json] [--quiet]',
	query: 'sparkify-tui query [SQL | --file F] [--format NAME] [--output F] [--limit N]',
	parity: 'sparkify-tui parity --with WHAT [--json]',
	plan: 'sparkify-tui plan',
	doctor: 'sparkify-tui doctor [--live [--yes] [--output F]] [--json]',
	init: 'sparkify-tui init [--config FILE]',
	generate: 'sparkify-tui generate DIR [--events N] [--songs N] [--days N] [--seed N]',
};

const summary: Readonly<Record<CommandName, string>> = {
	load: 'run the stages of the load as lines of text',
	query: 'run SQL and print the result',
	parity: 'compare two loaded warehouses, table by table',
	plan: 'print the SQL of every stage in order; runs nothing',
	doctor: 'look at everything that a load needs, with advice',
	init: 'ask for a configuration and write dwh.cfg',
	generate: 'make Sparkify-shaped data in a new folder',
};

const about: Readonly<Record<CommandName, string>> = {
	load: `Runs the stages of the load in order, each in one transaction: done, or as if
it had never started. On a terminal it asks before every stage, and for the word
yes, once, before it destroys data: rows that running the stages again could not
restore from what is staged. --yes never asks. Without a terminal it asks
nothing; if data would be destroyed, it changes nothing and ends with code 2:
run it again with --yes. A stage that fails blocks those that depend on it; the
others run. If tables are to be dropped and loaded again, the source is checked
first.
With --yes a damaged DuckDB file is renamed (never deleted) and a new one made.

Standard output gets the row count of every table at the end, or with --json an
event a line: stage-started, stage-progress, stage-finished, stage-failed,
stage-waiting, stage-skipped, stage-cancelled, and as the last one run-finished.
Everything else goes to standard error; with --quiet only errors do.

With --dry-run nothing is changed and nothing asked. The files are read and
every record checked, past --max-errors too, so that all rejects are counted;
the engine explains how it would fill each table; what would be removed is
listed. Tables that do not exist yet are made for it and taken back; a DuckDB
file that is not there is made, and stays empty. Standard output gets what was
found, or with --json a line a stage. Code 0 means that every stage would go
through, code 1 that one would not.

Stages: connect, drop-tables, create-tables, stage-events, stage-songs,
load-songplays, load-users, load-songs, load-artists, load-time, verify.`,
	query: `Runs SQL against the database, which has to be there already. The SQL is the
argument, or comes from --file, or else from standard input if that is a pipe.
Several statements run in order, each on its own; the rows of the last one are
the output, and the first that fails ends it. Every row is written as it comes,
unless --limit says how many. With --output the result goes to a file, which is
complete or not there at all. If the SQL ends inside a transaction, nothing of
it is committed, and the code is 1.

csv is RFC 4180 with a header and NULL empty; timestamps are YYYY-MM-DD
HH:MM:SS.mmm, UTC; numbers have all their digits. The format does not depend on
where the output goes, but a terminal gets visible symbols in place of control
characters. parquet needs --output.`,
	parity: `Compares the warehouse that the other options and dwh.cfg name (here) with the
one that --with names (there), and changes neither. --with takes an engine
(duckdb, postgres, redshift), whose settings are in the same dwh.cfg; a DuckDB
file; or another dwh.cfg. Where only one of the two is DuckDB, --database names
its file.

Each engine counts the rows and keys of the staging tables and the star schema
and makes a checksum of all values, so that only a few figures travel. Double
precision numbers are compared exactly, to the last bit; text by its code
points, without trailing blanks; songplay_id, which each engine numbers as it
likes, is left out. Where a checksum differs, the first 10 rows that differ are
printed.

Standard output gets the comparison, or with --json a line a table. Code 0 means
that all tables are equal, code 1 that they are not.`,
	plan: `Prints the SQL of every stage as one script, with a comment for what each does.
It connects to nothing and changes nothing.`,
	doctor: `Looks at one thing after the other: Node, the terminal, the configuration; of a
server its name, port, TLS, login, version and the right to create and drop a
table (in a transaction that is rolled back); the data; on Redshift the role,
the jsonpaths file and the system views; the free space. Each gets a line on
standard output: a tick, a cross with advice below it, or a dash for what does
not apply or was not reached. Nothing is changed.

With --live it also runs tiny COPYs of single files in a schema of its own,
which it drops whatever happens, and writes what it saw to
sparkify-doctor-DATE.json, or to the file that --output names: texts of errors,
notices, rows of system views, times. No password, no account number and no
data of yours are in it. It asks first, unless --yes is given. It only reads
from the bucket; of a role or a user it asks no right to write there.

Code 0 means that nothing is wrong, 3 that the server cannot be reached or lets
nobody in, 2 that the configuration is wrong, 1 that something else is.`,
	init: `Asks where the data goes and where it comes from, checks every answer, and
writes dwh.cfg (or the file that --config names) with a comment for every key,
readable by you alone. A file that is there is only replaced after asking.
Without a terminal it ends with code 2: copy dwh.cfg.example instead.`,
	generate: `Makes log_data/ and song_data/ in DIR, which must be new or empty, with the
quirks of real files. The same figures and seed give the same bytes. Nothing is
left of it when it fails or is interrupted.`,
};

const exitCodes = `Exit codes
  0    done
  1    a stage or a statement failed
  2    the command line or the configuration is wrong, or a question
       could not be asked
  3    no connection to the database
  130  interrupted (143 by SIGTERM, 129 by SIGHUP)`;

/** What `--help` prints: of everything, or of one command. Lines end with a line feed. */
export function helpText(topic: CommandName | undefined): string {
	return topic === undefined ? generalHelp() : commandHelp(topic);
}

function generalHelp(): string {
	const commands = [
		['sparkify-tui', 'the notebook: every stage explained, confirmed, run'],
		...commandNames.map(name => [`sparkify-tui ${name}`, summary[name]]),
	];
	return sections(
		`Loads Sparkify's event logs and song metadata into a star schema, step by step,
and answers questions about song plays in SQL. Without a configuration the
bundled sample goes into a DuckDB file.`,
		`Usage\n${rows(commands)}`,
		optionSection('Options', optionNames.filter(isCommon)),
		`sparkify-tui help COMMAND (or COMMAND --help) says more. If standard input or
output is not a terminal, sparkify-tui alone does what sparkify-tui load does.`,
		exitCodes,
	);
}

function commandHelp(topic: CommandName): string {
	const own = optionNames.filter(name => options[name].of?.includes(topic));
	// `generate` takes the common options, so that they may be in an alias, but has no use for them.
	const common = topic === 'generate' ? [] : optionNames.filter(name => isCommon(name) && isOf(name, topic));
	return sections(
		`Usage\n  ${usage[topic]}`,
		about[topic],
		...(own.length > 0 ? [optionSection('Options', own)] : []),
		...(common.length > 0 ? [optionSection('Options of every command', common)] : []),
		exitCodes,
	);
}

function isCommon(name: OptionName): boolean {
	return options[name].of === undefined;
}

/** `init` asks for everything that the other options say. */
function isOf(name: OptionName, topic: CommandName): boolean {
	return topic !== 'init' || ['config', 'no-color', 'help', 'version'].includes(name);
}

function optionSection(title: string, names: readonly OptionName[]): string {
	return `${title}\n${rows(names.map(name => [typedAs(name), options[name].text]))}`;
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
