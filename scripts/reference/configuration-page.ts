import {environmentVariables} from '../../src/config/environment-variables.js';
import {type SettingReference, settingsReference} from '../../src/config/settings-reference.js';
import {code, page, plain, table} from './markdown.js';

const profileExample = `\`\`\`ini
[profile practice]
ENGINE = duckdb
DATABASE = practice.duckdb

[profile shop]
ENGINE = postgres
HOST = db.example.com
DB_NAME = sparkify
DB_USER = analyst
PRODUCTION = true
\`\`\``;

/** docs/configuration.md: the files of settings, and the environment. */
export function configurationPage(): string {
	const settings = settingsReference();
	const warehouse = settings.filter(({files}) => files.includes('dwh.cfg'));
	const program = settings.filter(({files}) => !files.includes('dwh.cfg'));
	const sections = [...new Set(warehouse.map(({section}) => section))];
	const [user = '', project = ''] = program[0]?.files ?? [];
	return page(
		'# Configuration',
		'Everything has a default: without any file, `sparkify-tui` loads the bundled sample into a DuckDB file. `sparkify-tui settings` prints every setting with its value and where that comes from, and `sparkify-tui paths` where the files are.',
		'An option on the command line wins over an environment variable of the program, that over a file, and that over the default. For the connection it is as in psql: the PG variables count only where `dwh.cfg` is silent.',
		'## The warehouse and its data: dwh.cfg',
		'In the current folder, or named by `--config`. `sparkify-tui init` asks for the values and writes it, readable only by you; [`dwh.cfg.example`](../dwh.cfg.example) explains the syntax, which is that of Python’s configparser plus environment variables. All mistakes are reported at once, with their lines.',
		...sections.flatMap(section => [
			`### [${section}]`,
			settingTable(warehouse.filter(setting => setting.section === section)),
		]),
		'## Several warehouses: profiles',
		`A section \`[profile NAME]\` of ${code(project)}, ${code(user)} or \`dwh.cfg\` has the keys of \`dwh.cfg\` without its sections; a file \`dwh.NAME.cfg\` in the current folder is a profile too. \`REGION\` is the region of the cluster, \`S3_REGION\` that of the bucket. Keys that several profiles of a file share go into its \`[DEFAULT]\`. A profile gets nothing else from \`dwh.cfg\`.`,
		profileExample,
		'The warehouse is, in this order: the profile of `--profile`, of `SPARKIFY_PROFILE`, or of `profile` in `sparkify.ini`; that of `--config`, `--engine`, `--database` or `dwh.cfg`; the profile of `profile` in `config.ini`; the only profile. If several remain, a list asks on a terminal, and without one an error names them.',
		'A profile or a `dwh.cfg` with `PRODUCTION = true` is marked in the header by the word PRODUCTION and another color. The notebook starts read-only there, and the name of the profile (without one, of the database) must be typed in place of `yes`. `load --yes` does not confirm that data is destroyed, and `query --write` and `run --write` are refused: `--confirm NAME` allows them.',
		'## The program',
		`Under \`[settings]\` in ${code(user)} in your configuration folder, or in ${code(project)} in the current folder, which wins. The configuration folder is \`~/.config/sparkify-tui\`, on macOS \`~/Library/Preferences/sparkify-tui\`, on Windows \`%APPDATA%\\sparkify-tui\\Config\`.`,
		settingTable(program),
		'## Keys',
		`Under \`[keys]\` in the same two files, a command and its keys, e.g. \`run-cell = r, f5\`; \`none\` takes them away. Under \`[keys NAME]\` it counts in one place only, e.g. \`[keys cells]\`. A blank separates the two keys of a sequence (\`d d\`); \`space\` and \`comma\` are names of keys. \`sparkify-tui keys\` prints all commands, places and keys as they are in force, and \`sparkify-tui keys --probe\` what each key sends here. If a key would have two meanings, both places are reported.`,
		'## Environment variables',
		table(
			['variable', 'what it does'],
			environmentVariables.map(({name, text}) => [code(name), plain(text)]),
		),
	);
}

function settingTable(settings: readonly SettingReference[]): string {
	return table(
		['name', 'meaning', 'default', 'also set by'],
		settings.map(({name, meaning, words, defaultValue, variable, flag}) => [
			code(name),
			[plain(meaning), ...(words === undefined ? [] : [`One of ${words.map(code).join(', ')}.`])].join(' '),
			plain(defaultValue ?? ''),
			[
				...(flag === undefined ? [] : [code(`--${flag}`)]),
				...(variable === undefined ? [] : [code(variable)]),
			].join(', '),
		]),
	);
}
