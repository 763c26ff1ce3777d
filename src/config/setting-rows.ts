/** A setting of the program, which says nothing about a warehouse or its data. */
export type SettingRow = {
	/** The words that it can be; `boolean` for true or false, `text` for anything. */
	readonly type: 'boolean' | 'text' | readonly string[];
	/** As it is written in a file; empty for none. */
	readonly defaultValue: string;
	/** One sentence or two, for the list of settings and the reference. */
	readonly meaning: string;
	/** The environment variable that wins over the files. */
	readonly variable?: string;
	/** The environment variable that wins over everything if it is set, and the value that it means. */
	readonly forcedBy?: {readonly variable: string; readonly value: string};
	/** The option of the command line that wins over the rest, without its dashes. */
	readonly flag?: string;
};

export const themeNames = ['ansi', 'dark', 'light', 'high-contrast', 'none'] as const;

const rows = {
	profile: {
		type: 'text',
		defaultValue: '',
		meaning:
			'The profile to work with, if no option and no dwh.cfg names a warehouse. In sparkify.ini it wins over dwh.cfg.',
		variable: 'SPARKIFY_PROFILE',
		flag: 'profile',
	},
	theme: {
		type: themeNames,
		defaultValue: 'ansi',
		meaning:
			"The colors of the notebook. ansi: the terminal's own 16 colors. dark, light: fixed colors for such a background. high-contrast: nothing is subdued. none: no colors, like NO_COLOR, which wins.",
		forcedBy: {variable: 'NO_COLOR', value: 'none'},
		flag: 'theme',
	},
	editing_mode: {
		type: ['emacs', 'vi'],
		defaultValue: 'emacs',
		meaning:
			'The keys in the text of a cell. vi: Esc leads from typing to normal mode, and from there to the cells; Enter in normal mode runs the cell.',
		variable: 'EDITING_MODE',
	},
	read_only: {
		type: 'boolean',
		defaultValue: 'false',
		meaning: 'Whether statements in the notebook can never change data.',
		flag: 'read-only',
	},
	plain: {
		type: ['auto', 'on', 'off'],
		defaultValue: 'auto',
		meaning:
			'Whether the notebook is printed lines and questions instead of a screen; auto: with a screen reader or TERM=dumb. --plain and --no-plain win over it.',
	},
	reduced_motion: {
		type: 'boolean',
		defaultValue: 'false',
		meaning: 'Whether nothing on the screen moves by itself: no spinner, and times change once a second.',
		variable: 'SPARKIFY_REDUCED_MOTION',
	},
	mouse: {
		type: 'boolean',
		defaultValue: 'false',
		meaning:
			'Whether the mouse works in the notebook: the wheel scrolls, a click selects a stage or a cell. To select text, most terminals then need Shift held down.',
	},
	expanded: {
		type: ['off', 'on', 'auto'],
		defaultValue: 'off',
		meaning: 'Whether rows are shown as records; auto: if their columns do not fit. \\x changes it.',
	},
	timing: {
		type: 'boolean',
		defaultValue: 'true',
		meaning: 'Whether the notebook shows how long statements took. \\timing changes it.',
	},
} as const satisfies Readonly<Record<string, SettingRow>>;

export type SettingName = keyof typeof rows;
/** Parsing, errors, `sparkify-tui settings` and the reference derive from this table. */
export const settingRows: Readonly<Record<SettingName, SettingRow>> = rows;
export const settingNames = Object.keys(rows) as readonly SettingName[];

type ValueOf<T> = T extends 'boolean'
	? boolean
	: T extends 'text'
		? string
		: T extends readonly (infer Word)[]
			? Word
			: never;

export type ProgramSettings = {readonly [N in SettingName]: ValueOf<(typeof rows)[N]['type']>};

/** Where a value comes from, as shown to the user: `default`, `config.ini:3`, `EDITING_MODE` or `--read-only`. */
export type Placed = {readonly text: string; readonly origin: string};
