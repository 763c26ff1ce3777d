import {environmentVariables} from '../../src/config/environment-variables.js';
import {type SettingReference, settingsReference} from '../../src/config/settings-reference.js';
import {code, page, plain, table} from './markdown.js';

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
		'## The program',
		`Under \`[settings]\` in ${code(user)} in your configuration folder, or in ${code(project)} in the current folder, which wins. The configuration folder is \`~/.config/sparkify-tui\`, on macOS \`~/Library/Preferences/sparkify-tui\`, on Windows \`%APPDATA%\\sparkify-tui\\Config\`.`,
		settingTable(program),
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
