import test from 'ava';
import {commandNames} from '../../src/commands/command-table.js';
import {parseCommandLine} from '../../src/commands/parse-command-line.js';
import {readProgramSettings} from '../../src/config/program-settings.js';
import {type QuerySettings, defaultSettings as settings} from '../../src/config/settings.js';
import {SparkifyError} from '../../src/errors.js';
import {stageIds} from '../../src/star/stages.js';
import {keyTable} from '../../src/ui/keys/key-table.js';
import {configFolder} from '../config/config-folder.js';

/** Parses without a home directory and without a dwh.cfg. */
const surroundings = {environment: {}, folder: '/nonexistent'};

const onTerminal = {isInteractive: true, isPiped: false};
const inPipe = {isInteractive: false, isPiped: true};

const parse = (...args: readonly string[]) => parseCommandLine(args, onTerminal, surroundings);

/** The lines of the error message. */
function mistakes(...args: readonly string[]): readonly string[] {
	try {
		parse(...args);
	} catch (error) {
		if (!(error instanceof SparkifyError) || error.exitCode !== 2) throw error;
		return [...error.failure.message.split('\n'), ...(error.failure.advice?.split('\n') ?? [])];
	}
	return [];
}

test('runs the notebook on a terminal, or load without one, if there is no command', t => {
	const {settings: program} = readProgramSettings([], {});
	const notebook = {
		command: 'notebook',
		settings,
		program,
		isUnconfigured: true,
		keys: keyTable,
		file: undefined,
		write: false,
		isPlain: false,
	} as const;
	t.deepEqual(parse(), notebook);
	t.deepEqual(parse('--max-errors', '3'), {
		...notebook,
		settings: {...settings, maxErrors: 3},
		isUnconfigured: false,
	});
	t.deepEqual(parse('--write'), {...notebook, write: true});
	t.deepEqual(parse('--read-only'), {
		...notebook,
		program: {...program, read_only: true},
		write: 'never',
	});
	t.deepEqual(parseCommandLine([], inPipe, surroundings), {
		command: 'load',
		settings,
		stages: stageIds,
		yes: false,
		confirmed: false,
		json: false,
		quiet: false,
	});
});

test('prints plain lines when asked to, or where they are preferred', t => {
	const preferred = {...onTerminal, prefersPlain: true};
	t.like(parse('--plain'), {command: 'notebook', isPlain: true});
	t.like(parseCommandLine(['open', 'a.md'], preferred, surroundings), {isPlain: true});
	t.like(parseCommandLine(['--no-plain'], preferred, surroundings), {isPlain: false});
	t.like(parseCommandLine(['--plain'], inPipe, surroundings), {command: 'notebook', isPlain: true});
	t.deepEqual(mistakes('--plain', '--no-plain')[0], '--plain and --no-plain exclude each other.');
});

test('opens a notebook file, on a terminal only', t => {
	t.like(parse('open', 'a.sparkify.md'), {
		command: 'notebook',
		isUnconfigured: false,
		file: 'a.sparkify.md',
		write: false,
	});
	t.like(parse('open', 'a.md', '--write'), {file: 'a.md', write: true});
	t.like(parse('open', 'a.md', '--read-only'), {file: 'a.md', write: 'never'});
	t.deepEqual(mistakes('open'), [
		'open needs a notebook: sparkify-tui open FILE.',
		'See sparkify-tui open --help',
	]);
	t.deepEqual(mistakes('open', 'a.md', 'b.md', '--write', '--read-only'), [
		'2 errors:',
		'- open takes one notebook, got 2.',
		'- --write and --read-only exclude each other.',
		'See sparkify-tui open --help',
	]);
	const error = t.throws(() => parseCommandLine(['open', 'a.md'], inPipe, surroundings), {
		instanceOf: SparkifyError,
	});
	t.is(
		error?.failure.message,
		'open needs a terminal for input and output. Run the notebook without one: sparkify-tui run a.md.',
	);
	t.deepEqual(mistakes('load', '--read-only'), [
		'--read-only belongs to open and the notebook, not to load.',
		'See sparkify-tui load --help',
	]);
});

test('sorts the stages of load and puts connect first', t => {
	t.deepEqual(parse('load'), {
		command: 'load',
		settings,
		stages: stageIds,
		yes: false,
		confirmed: false,
		json: false,
		quiet: false,
	});
	t.deepEqual(
		parse('load', '--stage', 'verify', '--yes', '--stage=load-users', '--json', '--stage', 'verify'),
		{
			command: 'load',
			settings,
			stages: ['connect', 'load-users', 'verify'],
			yes: true,
			confirmed: false,
			json: true,
			quiet: false,
		},
	);
});

test('accepts options before the command', t => {
	t.deepEqual(parse('--database', 'x.duckdb', 'load', '--yes'), {
		command: 'load',
		settings: {...settings, database: 'x.duckdb'},
		stages: stageIds,
		yes: true,
		confirmed: false,
		json: false,
		quiet: false,
	});
});

test('takes SQL from an argument, a file or standard input', t => {
	const asked: QuerySettings = {engine: 'duckdb', database: settings.database, notes: []};
	const rest = {
		command: 'query',
		settings: asked,
		format: 'table',
		output: undefined,
		limit: undefined,
		write: false,
		quiet: false,
	};
	t.deepEqual(parse('query', 'SELECT 1'), {...rest, sql: {type: 'argument', text: 'SELECT 1'}});
	t.deepEqual(parse('query', '--file', 'a.sql'), {...rest, sql: {type: 'file', path: 'a.sql'}});
	t.deepEqual(parse('query', '-'), {...rest, sql: {type: 'stdin'}});
	t.deepEqual(parse('query', '--file', '-'), {...rest, sql: {type: 'stdin'}});
	t.deepEqual(parse('query', 'SELECT 1', '--format', 'csv', '--output', 'o.csv', '--limit', '5'), {
		command: 'query',
		settings: asked,
		sql: {type: 'argument', text: 'SELECT 1'},
		format: 'csv',
		output: 'o.csv',
		limit: 5,
		write: false,
		quiet: false,
	});
	t.like(parse('query', '--write', 'DELETE FROM users'), {write: true});
	t.like(parse('run', 'a.sparkify.md'), {write: false});
	t.like(parse('run', 'a.sparkify.md', '--write'), {write: true});
});

test('does not mistake SQL that begins with a comment for an option', t => {
	const text = '-- top songs\nSELECT 1 AS a';
	t.like(parse('query', text), {sql: {type: 'argument', text}});
	t.like(parse('query', '--', '--no blank\nSELECT 1'), {
		sql: {type: 'argument', text: '--no blank\nSELECT 1'},
	});
});

test('fills in the defaults of generate', t => {
	t.deepEqual(parse('generate', 'dir'), {
		command: 'generate',
		folder: 'dir',
		events: 8000,
		songs: 1500,
		days: 30,
		seed: 1,
	});
	t.deepEqual(parse('generate', 'dir', '--events=5', '--songs', '6', '--days', '7', '--seed', '0'), {
		command: 'generate',
		folder: 'dir',
		events: 5,
		songs: 6,
		days: 7,
		seed: 0,
	});
});

test('uses the last value of an option', t => {
	t.like(parse('plan', '--max-errors', '1', '--max-errors', '2'), {settings: {maxErrors: 2}});
});

test('gives --help and --version precedence', t => {
	t.deepEqual(parse('--help'), {command: 'help', topic: undefined});
	t.deepEqual(parse('-h'), {command: 'help', topic: undefined});
	t.deepEqual(parse('query', '--bogus', '--help'), {command: 'help', topic: 'query'});
	t.deepEqual(parse('load', '--version', '--engine', 'redshift'), {command: 'version'});
});

test('accepts help and version as commands', t => {
	t.deepEqual(parse('help'), {command: 'help', topic: undefined});
	t.deepEqual(parse('help', 'load'), {command: 'help', topic: 'load'});
	t.deepEqual(parse('help', 'version'), {command: 'help', topic: undefined});
	t.deepEqual(parse('version'), {command: 'version'});
});

test('accepts short options and combines them', t => {
	t.deepEqual(parse('-V'), {command: 'version'});
	t.like(parse('load', '-yq'), {command: 'load', yes: true, quiet: true});
	t.like(parse('query', '-qf', 'a.sql', '-oo.csv'), {
		sql: {type: 'file', path: 'a.sql'},
		output: 'o.csv',
		quiet: true,
	});
	t.deepEqual(parse('init', '-c', 'my.cfg'), {command: 'init', path: 'my.cfg'});
	t.deepEqual(mistakes('query', '-f'), [
		'2 errors:',
		'- -f needs a value: -f F.',
		'- query needs SQL: a quoted argument, --file F, or a pipe.',
		'See sparkify-tui query --help',
	]);
});

test('takes SQL from a pipe by default, and - as standard output', t => {
	const piped = (...args: readonly string[]) => parseCommandLine(['query', ...args], inPipe, surroundings);
	t.like(piped(), {sql: {type: 'stdin'}});
	t.like(piped('SELECT 1'), {sql: {type: 'argument', text: 'SELECT 1'}});
	t.like(piped('-f', 'a.sql'), {sql: {type: 'file', path: 'a.sql'}});
	t.like(piped('-o', '-'), {output: undefined});
});

test('takes the format of a file from its suffix, unless --format names it', t => {
	const format = (...args: readonly string[]) => {
		const invocation = parse('query', 'SELECT 1', ...args);
		return invocation.command === 'query' ? invocation.format : undefined;
	};
	t.is(format('--output', 'a.csv'), 'csv');
	t.is(format('--output', 'a.b.NDJSON'), 'ndjson');
	t.is(format('--output', 'notes.md'), 'markdown');
	t.is(format('--output', 'a.parquet'), 'parquet');
	t.is(format('--output', 'a.txt'), 'table');
	t.is(format('--output', 'csv'), 'table');
	t.is(format('--output', 'a.csv', '--format', 'tsv'), 'tsv');
	t.is(format(), 'table');
});

test('rejects an unknown command', t => {
	t.deepEqual(mistakes('laod'), [
		`Unknown command "laod"; the commands are ${commandNames.join(', ')}. Did you mean load?`,
		'See sparkify-tui --help',
	]);
	t.deepEqual(mistakes('help', 'laod'), mistakes('laod'));
});

test('skips the value of a misspelled option', t => {
	t.deepEqual(mistakes('load', '--dat', 'folder'), [
		'Unknown option --dat. Did you mean --data?',
		'See sparkify-tui load --help',
	]);
	t.deepEqual(mistakes('load', '-x'), ['Unknown option -x.', 'See sparkify-tui load --help']);
});

test('rejects an option of another command', t => {
	t.deepEqual(mistakes('--json'), [
		'--json belongs to load, run, parity and doctor, not to the notebook.',
		'See sparkify-tui --help',
	]);
	t.deepEqual(mistakes('plan', '--limit', '3'), [
		'--limit belongs to query, not to plan.',
		'See sparkify-tui plan --help',
	]);
});

test('rejects missing and unexpected values', t => {
	t.deepEqual(mistakes('load', '--data'), [
		'--data needs a value: --data DIR.',
		'See sparkify-tui load --help',
	]);
	t.deepEqual(mistakes('load', '--database', '--yes'), [
		'--database needs a value: --database FILE.',
		'See sparkify-tui load --help',
	]);
	t.deepEqual(mistakes('load', '--yes=no'), ['--yes takes no value.', 'See sparkify-tui load --help']);
	t.deepEqual(mistakes('query', 'SELECT 1', '--limit', '-5'), [
		'--limit must be a whole number of at least 0, not "-5".',
		'See sparkify-tui query --help',
	]);
});

test('rejects missing and unexpected arguments', t => {
	t.deepEqual(mistakes('query'), [
		'query needs SQL: a quoted argument, --file F, or a pipe.',
		'See sparkify-tui query --help',
	]);
	t.deepEqual(mistakes('query', 'SELECT', '1'), [
		'query takes one argument, got 2. Put the SQL in quotes.',
		'See sparkify-tui query --help',
	]);
	t.deepEqual(mistakes('query', 'SELECT 1', '--file', 'a.sql'), [
		'query takes SQL from an argument or from --file, not both.',
		'See sparkify-tui query --help',
	]);
	t.deepEqual(mistakes('load', 'verify'), [
		'load takes no argument "verify". Did you mean --stage verify?',
		'See sparkify-tui load --help',
	]);
	t.deepEqual(mistakes('plan', 'all'), ['plan takes no argument "all".', 'See sparkify-tui plan --help']);
	t.deepEqual(mistakes('generate'), [
		'generate needs a folder: sparkify-tui generate DIR.',
		'See sparkify-tui generate --help',
	]);
	t.deepEqual(mistakes('generate', 'a', 'b'), [
		'generate takes one folder, got 2.',
		'See sparkify-tui generate --help',
	]);
});

test('rejects an unknown stage or format', t => {
	t.deepEqual(mistakes('load', '--stage', 'stage-event'), [
		`Unknown stage "stage-event"; the stages are ${stageIds.join(', ')}. Did you mean stage-events?`,
		'See sparkify-tui load --help',
	]);
	t.deepEqual(mistakes('query', 'SELECT 1', '--format', 'jsn'), [
		'Unknown format "jsn"; the formats are table, csv, tsv, json, ndjson, markdown, parquet. Did you mean json?',
		'See sparkify-tui query --help',
	]);
});

test('requires a file for parquet', t => {
	t.deepEqual(mistakes('query', 'SELECT 1', '--format', 'parquet'), [
		'--format parquet needs a file: --output F.',
		'See sparkify-tui query --help',
	]);
	t.like(parse('query', 'SELECT 1', '--format', 'parquet', '--output', 'a.parquet'), {format: 'parquet'});
});

test('reads only the settings the SQL of plan depends on', t => {
	t.deepEqual(parse('plan', '--engine', 'postgres', '--data', 's3://bucket'), {
		command: 'plan',
		settings: {
			engine: 'postgres',
			data: 's3://bucket',
			source: undefined,
			maxErrors: 0,
			schemaDrift: {level: 'note', acceptedKeys: []},
			notes: [],
		},
	});
});

test('accepts only --config for init', t => {
	t.deepEqual(parse('init'), {command: 'init', path: 'dwh.cfg'});
	t.deepEqual(parse('init', '--config', 'my.cfg'), {command: 'init', path: 'my.cfg'});
	t.deepEqual(mistakes('init', 'my.cfg', '--engine', 'duckdb', '--config', ''), [
		'3 errors:',
		'- init takes no argument "my.cfg". Did you mean --config my.cfg?',
		'- init takes no --engine: it asks for it.',
		'- --config needs a file name.',
		'See sparkify-tui init --help',
	]);
	t.deepEqual(mistakes('init', '--profile', 'dev', '--memory-limit', '2GB'), [
		'2 errors:',
		'- init takes no --profile.',
		'- init takes no --memory-limit.',
		'See sparkify-tui init --help',
	]);
});

test('does not read the configuration if the command needs none', t => {
	const folder = configFolder(t, {'dwh.cfg': 'nonsense'});
	const read = (...args: readonly string[]) => parseCommandLine(args, onTerminal, {environment: {}, folder});
	t.is(read('init').command, 'init');
	t.is(read('generate', 'dir').command, 'generate');
	t.is(read('--help').command, 'help');
	t.throws(() => read('plan'), {
		message: `${folder}/dwh.cfg:1: Expected a section, a key with a value, or a comment.`,
	});
});

test('reports every mistake at once', t => {
	t.deepEqual(
		mistakes(
			'load',
			'--dat',
			'x',
			'--stage',
			'verfy',
			'--engine',
			'postgers',
			'--max-errors',
			'-1',
			'--database',
			'x',
		),
		[
			'4 errors:',
			'- Unknown option --dat. Did you mean --data?',
			`- Unknown stage "verfy"; the stages are ${stageIds.join(', ')}. Did you mean verify?`,
			'- Unknown engine "postgers"; the engines are duckdb, postgres, redshift. Did you mean postgres?',
			'- --max-errors must be a whole number of at least 0, not "-1".',
			'See sparkify-tui load --help',
		],
	);
});

test('reads the settings of the program for the notebook, and lists all settings without secrets', t => {
	const folder = configFolder(t, {
		'dwh.cfg': '[CLUSTER]\nHOST = db.example.com\nDB_NAME = d\nDB_USER = u\nDB_PASSWORD = hunter2\n',
		'user/config.ini': '[settings]\nread_only = yes\n',
	});
	const environment = {PGPORT: '5433'};
	const here = {environment, folder, settingsFolder: `${folder}/user`};
	t.like(parseCommandLine([], onTerminal, here), {write: 'never', program: {read_only: true}});
	t.like(parseCommandLine(['--write'], onTerminal, here), {write: true});
	const invocation = parseCommandLine(['settings', '--max-errors', '7'], inPipe, here);
	if (invocation.command !== 'settings') return t.fail();
	t.deepEqual(invocation.problems, []);
	const shown = new Map(
		invocation.list.settings.map(({section, name, value, origin}) => [
			`${section}.${name}`,
			`${value} (${origin.replace(`${folder}/`, '')})`,
		]),
	);
	t.is(shown.get('settings.read_only'), 'yes (user/config.ini:2)');
	t.is(shown.get('settings.timing'), 'true (default)');
	t.is(shown.get('CLUSTER.HOST'), 'db.example.com (dwh.cfg:2)');
	t.is(shown.get('CLUSTER.DB_PORT'), '5433 (PGPORT)');
	t.is(shown.get('CLUSTER.DB_PASSWORD'), '(not shown) (dwh.cfg:5)');
	t.is(shown.get('LOAD.MAX_ERRORS'), '7 (--max-errors)');
	t.is(shown.get('WAREHOUSE.ENGINE'), 'postgres (default)');
	t.false(JSON.stringify(invocation).includes('hunter2'));
});
