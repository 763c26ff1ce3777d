import type {ListedProfile} from '../config/describe-profile.js';
import type {SettingsList} from '../config/list-settings.js';
import type {Problem} from '../config/problems.js';
import type {Reading} from '../config/read-settings.js';
import type {ProgramSettings} from '../config/setting-rows.js';
import type {PlanSettings, QuerySettings, Settings} from '../config/settings.js';
import type {KeyEntry} from '../config/settings-file.js';
import type {StageId} from '../star/stages.js';
import type {KeyTable} from '../ui/state/binding.js';
import type {CommandName, ResultFormat, Shell} from './command-table.js';

/** Where `query` reads its SQL from. */
export type SqlOrigin =
	| {readonly type: 'argument'; readonly text: string}
	| {readonly type: 'file'; readonly path: string}
	| {readonly type: 'stdin'};

/** The validated command line. */
export type Invocation =
	| {readonly command: 'help'; readonly topic: CommandName | undefined}
	| {readonly command: 'version'}
	| ChooseProfileInvocation
	| NotebookInvocation
	| LoadInvocation
	| DryRunInvocation
	| QueryInvocation
	| RunInvocation
	| ParityInvocation
	| {readonly command: 'plan'; readonly settings: PlanSettings}
	| DoctorInvocation
	| SettingsInvocation
	| PathsInvocation
	| KeysInvocation
	| InitInvocation
	| GenerateInvocation
	| {readonly command: 'completions'; readonly shell: Shell};

/** The user must choose a profile; then the command line is parsed again. */
export type ChooseProfileInvocation = {
	readonly command: 'choose-profile';
	readonly profiles: readonly ListedProfile[];
};

export type NotebookInvocation = {
	readonly command: 'notebook';
	readonly settings: Settings;
	readonly program: ProgramSettings;
	/** Whether neither the command line nor a file says what to load, and where to. */
	readonly isUnconfigured: boolean;
	readonly keys: KeyTable;
	/** The notebook file, which need not exist; undefined for none. */
	readonly file: string | undefined;
	/** Whether statements may change data; `never` if the user can't switch to writing either. */
	readonly write: boolean | 'never';
	/** Whether it runs as printed lines and questions instead of on a screen. */
	readonly isPlain: boolean;
};

export type LoadInvocation = {
	readonly command: 'load';
	readonly settings: Settings;
	readonly yes: boolean;
	/** Whether `--confirm` has the name of the warehouse, which is marked as production. */
	readonly confirmed: boolean;
	/** Stages to run, in order: connect and the named ones, or all. */
	readonly stages: readonly StageId[];
	readonly json: boolean;
	/** Print only errors on standard error. */
	readonly quiet: boolean;
};

/** `load --dry-run`. */
export type DryRunInvocation = Pick<LoadInvocation, 'settings' | 'stages' | 'json' | 'quiet'> & {
	readonly command: 'dry-run';
};

export type QueryInvocation = {
	readonly command: 'query';
	readonly settings: QuerySettings;
	readonly sql: SqlOrigin;
	readonly format: ResultFormat;
	/** The output file; undefined for standard output. */
	readonly output: string | undefined;
	readonly limit: number | undefined;
	/** Whether statements may change data. */
	readonly write: boolean;
	/** Print only errors on standard error. */
	readonly quiet: boolean;
};

export type RunInvocation = {
	readonly command: 'run';
	readonly settings: QuerySettings;
	/** The notebook. */
	readonly file: string;
	/** Values of parameters, by name. */
	readonly parameters: ReadonlyMap<string, string>;
	/** The report to write, `.md` or `.html`; undefined for none. */
	readonly report: string | undefined;
	/** Whether statements may change data. */
	readonly write: boolean;
	readonly json: boolean;
	/** Print only errors on standard error. */
	readonly quiet: boolean;
};

export type ParityInvocation = {
	readonly command: 'parity';
	readonly here: QuerySettings;
	/** The warehouse to compare with. */
	readonly there: QuerySettings;
	readonly json: boolean;
};

export type DoctorInvocation = {
	readonly command: 'doctor';
	/** The settings and their mistakes, which the doctor reports. */
	readonly reading: Reading<Settings>;
	/** The configuration file, if there is one. */
	readonly configFile: string | undefined;
	readonly live: boolean;
	readonly yes: boolean;
	readonly json: boolean;
	/** The file for the report of `--live`; undefined for one in the working directory. */
	readonly output: string | undefined;
};

export type SettingsInvocation = {
	readonly command: 'settings';
	readonly list: SettingsList;
	readonly profiles: ReadonlyArray<ListedProfile & {readonly isSelected: boolean}>;
	/** The mistakes in the settings, which are reported after the list. */
	readonly problems: readonly Problem[];
};

export type KeysInvocation = {
	readonly command: 'keys';
	readonly entries: readonly KeyEntry[];
	/** Whether to show what each pressed key sends. */
	readonly probe: boolean;
};

export type PathsInvocation = {
	readonly command: 'paths';
	/** The DuckDB files of the configuration; none for a server. */
	readonly databases: readonly string[];
	/** The configuration file that was named, or found. */
	readonly configFile: string | undefined;
	/** The working directory; may be empty. */
	readonly folder: string;
};

/** `path` is the file to write. */
export type InitInvocation = {readonly command: 'init'; readonly path: string};

export type GenerateInvocation = {
	readonly command: 'generate';
	readonly folder: string;
	readonly events: number;
	readonly songs: number;
	readonly days: number;
	readonly seed: number;
};

/** Notes to the user about how the settings were read. */
export function notesOf(invocation: Invocation): readonly string[] {
	if ('quiet' in invocation && invocation.quiet) return [];
	if (invocation.command === 'parity')
		return [...new Set([...invocation.here.notes, ...invocation.there.notes])];
	return 'settings' in invocation ? invocation.settings.notes : [];
}
