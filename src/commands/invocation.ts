import type {Reading} from '../config/read-settings.js';
import type {PlanSettings, QuerySettings, Settings} from '../config/settings.js';
import type {StageId} from '../pipeline/stage.js';
import type {CommandName, ResultFormat} from './command-table.js';

/** Where `query` finds its SQL. */
export type SqlOrigin =
	| {readonly type: 'argument'; readonly text: string}
	| {readonly type: 'file'; readonly path: string}
	| {readonly type: 'stdin'};

/** What a person asked for, checked. */
export type Invocation =
	| {readonly command: 'help'; readonly topic: CommandName | undefined}
	| {readonly command: 'version'}
	| {readonly command: 'notebook'; readonly settings: Settings}
	| LoadInvocation
	| DryRunInvocation
	| QueryInvocation
	| ParityInvocation
	| {readonly command: 'plan'; readonly settings: PlanSettings}
	| DoctorInvocation
	| InitInvocation
	| GenerateInvocation;

export type LoadInvocation = {
	readonly command: 'load';
	readonly settings: Settings;
	readonly yes: boolean;
	/** Stages to run after connect, in order; all of them where none was named. */
	readonly stages: readonly StageId[];
	readonly json: boolean;
	/** Errors only on standard error. */
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
	/** File to write to; standard output where none was named. */
	readonly output: string | undefined;
	readonly limit: number | undefined;
	/** Errors only on standard error. */
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
	/** With its mistakes, which are for the doctor to tell. */
	readonly reading: Reading<Settings>;
	/** The configuration file that was read; undefined where there is none. */
	readonly configFile: string | undefined;
	readonly live: boolean;
	readonly yes: boolean;
	readonly json: boolean;
	/** File for the report of `--live`; one in the working folder where none was named. */
	readonly output: string | undefined;
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
