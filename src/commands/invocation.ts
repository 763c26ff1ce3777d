import type {PlanSettings, Settings} from '../config/settings.js';
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
	| QueryInvocation
	| {readonly command: 'plan'; readonly settings: PlanSettings}
	| InitInvocation
	| GenerateInvocation;

export type LoadInvocation = {
	readonly command: 'load';
	readonly settings: Settings;
	readonly yes: boolean;
	/** Stages to run after connect, in order; all of them where none was named. */
	readonly stages: readonly StageId[];
	readonly json: boolean;
};

export type QueryInvocation = {
	readonly command: 'query';
	readonly settings: Settings;
	readonly sql: SqlOrigin;
	readonly format: ResultFormat;
	/** File to write to; standard output where none was named. */
	readonly output: string | undefined;
	readonly limit: number | undefined;
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
