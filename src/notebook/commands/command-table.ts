import type {CellOutput} from '../document/cell.js';

export type CommandRow = {
	/** Placeholders of its arguments; those in brackets may be left out. Empty if it takes none. */
	readonly arguments: string;
	/** What it does, as a clause in the third person without a period. */
	readonly help: string;
	/** Whether `+` after the name asks for more. */
	readonly hasPlus?: true;
	/** Whether everything after the name is one argument as typed, quotes included. */
	readonly isRaw?: true;
};

const rows = {
	d: {
		arguments: '[TABLE]',
		help: 'lists the tables and views, or the columns of one; \\d+ adds row counts and keys',
		hasPlus: true,
		isRaw: true,
	},
	dt: {arguments: '', help: 'lists the tables without the views; \\dt+ adds row counts', hasPlus: true},
	l: {arguments: '', help: 'lists the databases'},
	conninfo: {arguments: '', help: 'shows the warehouse, its version, user, database and schema'},
	x: {arguments: '[on|off|auto]', help: 'shows rows as records; auto does so if the columns do not fit'},
	timing: {arguments: '[on|off]', help: 'shows or hides how long statements took'},
	chart: {
		arguments: '[TYPE] [x=COLUMN] [y=COLUMN,…] [by=COLUMN]',
		help: 'draws the last result as bar, column, line, histogram, heatmap or sparkline; off removes it',
		isRaw: true,
	},
	set: {
		arguments: '[NAME] [VALUE]',
		help: 'sets the parameter :NAME; alone, lists the parameters',
		isRaw: true,
	},
	unset: {arguments: 'NAME', help: 'removes the parameter :NAME'},
	explain: {arguments: '[analyze]', help: 'shows the plan of the last query; analyze also runs it'},
	count: {arguments: '', help: 'counts the rows of the last result without fetching them'},
	watch: {arguments: '[SECONDS]', help: 'repeats the last query, each time 2 s after it ended, until Ctrl+C'},
	e: {arguments: '', help: 'opens the text in $VISUAL or $EDITOR, as Ctrl+X Ctrl+E does'},
	i: {arguments: 'FILE', help: 'runs the statements of an SQL file, or the cells of a notebook'},
	o: {arguments: '[FILE]', help: 'writes the following results to a file; alone, ends that'},
	export: {
		arguments: 'FILE',
		help: 'writes all rows of the last result to a .csv, .tsv, .json, .ndjson, .md or .parquet file',
	},
	outputs: {
		arguments: 'on|off',
		help: 'saves the outputs in the file of the notebook too, or removes them, with the next Ctrl+S',
	},
	md: {arguments: '[TEXT]', help: 'begins a Markdown cell', isRaw: true},
	write: {arguments: '', help: 'lets statements change data, after a confirmation'},
	q: {arguments: '', help: 'quits'},
	'?': {arguments: '', help: 'lists the commands'},
} satisfies Readonly<Record<string, CommandRow>>;

export type CommandName = keyof typeof rows;

/** The commands of the notebook, without their backslash. Parsing, `\?` and the documentation derive from it. */
export const commandTable: Readonly<Record<CommandName, CommandRow>> = rows;
export const commandNames = Object.keys(rows) as readonly CommandName[];

/** How a command is typed: `\export FILE`. */
export function commandUsage(name: CommandName): string {
	const {arguments: placeholders, hasPlus} = commandTable[name];
	return `\\${name}${hasPlus === true ? '[+]' : ''} ${placeholders}`.trimEnd();
}

/** The commands as a result. */
export function commandsOutput(): CellOutput {
	const text = (name: string) => ({name, type: 'text', engineType: 'text'}) as const;
	return {
		type: 'result',
		sql: '\\?',
		columns: [text('command'), text('what it does')],
		rows: commandNames.map(name => [commandUsage(name), commandTable[name].help]),
		isComplete: true,
		notices: [],
		ms: 0,
	};
}

const listViews = 'Use \\d, which lists views too.';
const atStart = 'Quit and start sparkify-tui with --engine, --database or --config.';
const fileFormats = 'Use \\export FILE: the suffix chooses the format.';

/** Commands of psql and of DuckDB's shell that the notebook does not have, and what to use. */
export const foreignCommands: ReadonlyMap<string, string> = new Map([
	['\\dn', 'Run SELECT schema_name FROM information_schema.schemata;'],
	['\\dv', listViews],
	['\\dm', listViews],
	['\\di', 'Use \\d+ TABLE, which shows the keys.'],
	['\\df', 'Run SELECT routine_name FROM information_schema.routines;'],
	['\\du', 'Run SELECT usename FROM pg_user;'],
	['\\z', 'Run SELECT * FROM information_schema.table_privileges;'],
	['\\g', 'Enter runs the text after a semicolon. Ctrl+J runs it anyway.'],
	['\\gx', 'Type \\x on, then run the query.'],
	['\\p', 'The text is in its cell.'],
	['\\r', 'Ctrl+C clears the input.'],
	['\\s', 'Ctrl+R searches the history.'],
	['\\w', 'Ctrl+S saves the notebook.'],
	['\\c', atStart],
	['\\connect', atStart],
	['\\copy', 'Use \\export FILE to write a result.'],
	['\\pset', 'Use \\x for records and \\export FILE for other formats.'],
	['\\a', fileFormats],
	['\\t', fileFormats],
	['\\H', fileFormats],
	['\\f', fileFormats],
	['\\h', 'Use \\? for the commands; Ctrl+G is the help.'],
	['\\help', 'Use \\? for the commands; Ctrl+G is the help.'],
	['\\quit', 'Use \\q.'],
	['\\!', 'Suspend the program with Ctrl+Z, or use another terminal.'],
	['\\echo', 'Use \\md for text.'],
	['\\ir', 'Use \\i FILE.'],
	['.tables', 'Use \\dt.'],
	['.schema', 'Use \\d, or \\d TABLE.'],
	['.databases', 'Use \\l.'],
	['.read', 'Use \\i FILE.'],
	['.output', 'Use \\o FILE.'],
	['.once', 'Use \\export FILE.'],
	['.mode', 'Use \\x for records and \\export FILE for other formats.'],
	['.timer', 'Use \\timing.'],
	['.help', 'Use \\?.'],
	['.quit', 'Use \\q.'],
	['.exit', 'Use \\q.'],
	['.edit', 'Use \\e.'],
]);
