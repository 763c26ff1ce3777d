import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {configName, readConfig} from './config-file.js';
import type {ConfigReading, Profile} from './config-reading.js';
import {didYouMean, type Problem} from './problems.js';
import {userSettingsName} from './settings-file.js';

/** Which warehouse the program works with. */
export type Selection =
	/** That of dwh.cfg, of the flags, or the bundled sample. */
	| {readonly type: 'config'; readonly reading: ConfigReading}
	| {readonly type: 'profile'; readonly profile: Profile; readonly reading: ConfigReading}
	/** The user must choose one of several. */
	| {readonly type: 'ambiguous'; readonly profiles: readonly Profile[]}
	| {readonly type: 'wrong'; readonly problems: readonly Problem[]};

export type SelectionOptions = {
	/** dwh.cfg, or the file that `--config` names. */
	readonly reading: ConfigReading;
	/** Whether another option names the warehouse. */
	readonly isNamed: boolean;
	/** The name that is set, and where; undefined if there is none. */
	readonly named: {readonly name: string; readonly origin: string} | undefined;
	readonly folder: string;
	/** The profiles of the files of settings, the most specific file first. */
	readonly inSettings: readonly Profile[];
};

/**
Selects the warehouse: the profile that an option, the environment or the project names; else the one that other options
or dwh.cfg describe; else the profile that the user's own settings name; else the only one.
*/
export function selectProfile(options: SelectionOptions): Selection {
	const {reading, isNamed, named} = options;
	const isUsers = named?.origin.includes(userSettingsName) === true;
	if ((named === undefined || isUsers) && (isNamed || isOwn(reading))) return {type: 'config', reading};
	const {profiles, problems} = listProfiles(options);
	if (problems.length > 0) return {type: 'wrong', problems};
	const profile = named === undefined ? undefined : profiles.find(({name}) => name === named.name);
	if (named !== undefined && profile === undefined)
		return {type: 'wrong', problems: [unknownProfile(named.origin, named.name, profiles)]};
	if (named === undefined && profiles.length > 1) return {type: 'ambiguous', profiles};
	const selected = profile ?? profiles[0];
	return selected === undefined
		? {type: 'config', reading}
		: {type: 'profile', profile: selected, reading: selected.read()};
}

/** All profiles, and the problems of those in one folder that have the same name. */
export function listProfiles({
	reading: {file},
	folder,
	inSettings,
}: Pick<SelectionOptions, 'reading' | 'folder' | 'inSettings'>): {
	readonly profiles: readonly Profile[];
	readonly problems: readonly Problem[];
} {
	const all = [...(file?.profiles ?? []), ...ownFiles(folder), ...inSettings];
	const problems = all.flatMap((profile, i) => {
		const first = all.findIndex(({name}) => name === profile.name);
		if (first === i || profile.place.includes(userSettingsName)) return [];
		return [
			{
				message: `${profile.place}: The profile ${profile.name} is also at ${all[first]!.place}.`,
				advice: 'Rename one of them.',
			},
		];
	});
	return {profiles: all.filter(({name}, i) => all.findIndex(other => other.name === name) === i), problems};
}

/** Whether dwh.cfg is about a warehouse itself, or can't be read. One that has only profiles is not. */
function isOwn({file, problems}: ConfigReading): boolean {
	if (file === undefined) return problems.length > 0;
	return file.profiles === undefined || file.profiles.length === 0 || file.sections.size > 0;
}

/** The files `dwh.NAME.cfg` of a folder. */
function ownFiles(folder: string): readonly Profile[] {
	return namesIn(folder).flatMap(file => {
		const [, name] = /^dwh\.([\w.-]{2,})\.cfg$/.exec(file) ?? [];
		const path = join(folder, file);
		return name === undefined ? [] : [{name, place: path, read: () => readConfig(path, folder)}];
	});
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder === '' ? '.' : folder).sort();
	} catch {
		return [];
	}
}

function unknownProfile(origin: string, name: string, all: readonly Profile[]): Problem {
	const names = all.map(profile => profile.name);
	const known =
		names.length === 0
			? `Add [profile ${name}] to sparkify.ini or to your ${userSettingsName}, or a file dwh.${name}.cfg.`
			: `The profiles are ${names.join(', ')}.`;
	return {message: `${origin}: There is no profile ${name}.`, advice: didYouMean(name, names) ?? known};
}

/** The error of an ambiguous selection without a terminal to ask on. */
export function ambiguousProblem(profiles: readonly Profile[]): Problem {
	return {
		message: `There are several warehouses (${profiles.map(({name}) => name).join(', ')}), and none is named.`,
		advice: `Name one: --profile ${profiles[0]!.name}. Without a profile, name ${configName} with --config, or an engine with --engine.`,
	};
}
