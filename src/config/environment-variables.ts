import {settingsReference} from './settings-reference.js';

export type EnvironmentVariable = {
	readonly name: string;
	/** What it does: a sentence, or two. */
	readonly text: string;
};

/** Variables that stand for a setting. */
const ofSettings: readonly EnvironmentVariable[] = settingsReference().flatMap(({files, name, variable}) =>
	variable === undefined
		? []
		: [
				{
					name: variable,
					text: files.includes('dwh.cfg')
						? `The value of ${name} if dwh.cfg does not set it.`
						: `The setting ${name}; it wins over the files.`,
				},
			],
);

/** The environment variables that the program reads, for the man page and the documentation. */
export const environmentVariables: readonly EnvironmentVariable[] = [
	...ofSettings,
	{
		name: 'PGPASSFILE',
		text: 'The password file, instead of ~/.pgpass (on Windows %APPDATA%\\postgresql\\pgpass.conf).',
	},
	{name: 'AWS_PROFILE', text: 'The profile in ~/.aws for S3 and for temporary credentials (IAM = true).'},
	{
		name: 'AWS_ACCESS_KEY_ID',
		text: 'With AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN if it is temporary, the key for the same.',
	},
	{name: 'AWS_REGION', text: 'The region of the bucket or cluster if dwh.cfg names none.'},
	{
		name: 'AWS_NO_SIGN_REQUEST',
		text: 'true, yes, on or 1 sends unsigned requests to S3, which public buckets allow.',
	},
	{
		name: 'AWS_ENDPOINT_URL_S3',
		text: 'Another server with the interface of S3. AWS_ENDPOINT_URL does the same.',
	},
	{
		name: 'AWS_ENDPOINT_URL',
		text: 'Another server for every AWS service, unless the service has a variable of its own.',
	},
	{name: 'AWS_MAX_ATTEMPTS', text: 'How often a request to S3 is tried.'},
	{
		name: 'HTTPS_PROXY',
		text: 'The proxy for requests to AWS, as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.',
	},
	{name: 'HTTP_PROXY', text: 'The same for servers with an http:// address; ALL_PROXY is for both.'},
	{name: 'NO_PROXY', text: 'Hosts and domains without a proxy, separated by commas; * for all.'},
	{
		name: 'NODE_EXTRA_CA_CERTS',
		text: 'A PEM file of certificates that Node trusts too, for a proxy that inspects TLS.',
	},
	{name: 'VISUAL', text: 'The editor that \\e and Ctrl+X Ctrl+E open; if it is not set, EDITOR.'},
	{name: 'EDITOR', text: 'The editor if VISUAL is not set.'},
	{name: 'COLORFGBG', text: 'The theme high-contrast takes from it whether the background is light.'},
	{name: 'STY', text: 'Set by GNU screen, to which copies are passed in its own form.'},
	{name: 'NO_COLOR', text: 'Any value but an empty one turns colors off, as --no-color does.'},
	{name: 'FORCE_COLOR', text: 'Forces colors, or with 0 turns them off.'},
	{name: 'TERM', text: 'dumb prints the notebook as lines instead of drawing a screen.'},
	{
		name: 'TERM_PROGRAM',
		text: 'vscode shows Alt+Enter as the key that runs a cell: the terminal of VS Code keeps Ctrl+J for itself.',
	},
	{name: 'WT_SESSION', text: 'Set by Windows Terminal, which doctor then names.'},
	{name: 'INK_SCREEN_READER', text: 'true announces a screen reader: the notebook is printed as lines.'},
	{name: 'ACCESSIBLE', text: 'Any value but 0 and false announces one too.'},
	{name: 'VSCODE_A11Y_MODE', text: '1 announces one too; the terminal of VS Code sets it.'},
	{
		name: 'LC_ALL',
		text: 'The locale; if it is not set LC_CTYPE, then LANG. With an encoding other than UTF-8, everything is drawn in ASCII.',
	},
	{name: 'LC_CTYPE', text: 'The locale if LC_ALL is not set.'},
	{name: 'LANG', text: 'The locale if neither of those is set.'},
	{
		name: 'XDG_STATE_HOME',
		text: 'The folder that holds sparkify-tui/ with history, ledger and unsaved cells, instead of ~/.local/state.',
	},
	{name: 'LOCALAPPDATA', text: 'The same on Windows.'},
	{
		name: 'XDG_CONFIG_HOME',
		text: 'The folder that holds sparkify-tui/config.ini, instead of ~/.config.',
	},
	{name: 'APPDATA', text: 'The same on Windows, and the folder of the password file.'},
	{name: 'USER', text: 'The default user of init, and the name in staging_loads if the system has none.'},
];
