import {join} from 'node:path';
import {readConfigText} from './config-file.js';
import {defaultSection, looksLikeKey} from './config-keys.js';
import {findDuplicates} from './config-problems.js';
import type {Profile} from './config-reading.js';
import {
	type ConfigEntry,
	type ConfigSyntax,
	type Environment,
	readValue,
	splitConfig,
} from './config-syntax.js';
import {isProblem, nearest, type Problem, withGuess} from './problems.js';
import {findProfiles, profileName} from './profile-section.js';
import {type Placed, type SettingName, settingNames} from './setting-rows.js';
import {pathKind} from './simple-values.js';

/** The user's settings, in the user's configuration folder. */
export const userSettingsName = 'config.ini';
/** The settings of a project, in the working directory, which win over the user's. */
export const projectSettingsName = 'sparkify.ini';

/** A file of settings. Its syntax is that of dwh.cfg. */
export type SettingsFile = {
	/** As the user would type it. */
	readonly path: string;
	readonly profiles: readonly Profile[];
	/** The keys of commands, unchecked. */
	readonly keys: readonly KeyEntry[];
	/** The value of a setting; undefined if the file does not set it. */
	setting(name: SettingName, environment: Environment): Placed | Problem | undefined;
};

/** A line of `[keys]` or, for the commands of one place, `[keys SCOPE]`. */
export type KeyEntry = {
	readonly scope: string | undefined;
	readonly command: string;
	/** As written: keys, separated by commas. */
	readonly keys: string;
	/** Where it is: `config.ini:3`. */
	readonly place: string;
};

/** Where the files of settings are, whether or not they exist. The first wins. */
export function settingsPaths(folder: string, userFolder: string | undefined): readonly string[] {
	return [
		join(folder, projectSettingsName),
		...(userFolder === undefined ? [] : [join(userFolder, userSettingsName)]),
	];
}

/** Reads the files that exist. Reports every error in each. */
export function readSettingsFiles(paths: readonly string[]): {
	readonly files: readonly SettingsFile[];
	readonly problems: readonly Problem[];
} {
	const files: SettingsFile[] = [];
	const problems: Problem[] = [];
	for (const path of paths) {
		const kind = pathKind(path);
		if (kind === undefined) continue;
		const text = kind === 'file' ? readConfigText(path) : {message: `${path} is a folder, not a file.`};
		if (isProblem(text)) problems.push(text);
		else {
			const parsed = parseSettingsFile(text, path);
			files.push(parsed.file);
			problems.push(...parsed.problems);
		}
	}
	return {files, problems};
}

/** Parses the text of a file of settings. Reports every error with its line, except those in values. */
export function parseSettingsFile(
	text: string,
	path: string,
): {readonly file: SettingsFile; readonly problems: readonly Problem[]} {
	const {sections, unreadable} = splitConfig(text, 'settings');
	const named = sections.map(section => ({
		...section,
		name:
			section.name === defaultSection || profileName(section.name) !== undefined
				? section.name
				: section.name.toLowerCase(),
	}));
	const {profiles, problems: profileProblems} = findProfiles(sections, path);
	const entries = entriesOf(named, 'settings');
	const defaults = entriesOf(named, defaultSection);
	return {
		file: {
			path,
			profiles,
			keys: named.flatMap(section => keyEntries(section, path)),
			setting(name, environment) {
				const entry = entries.get(name) ?? defaults.get(name);
				if (entry === undefined) return undefined;
				const origin = `${path}:${entry.line}`;
				const lookUp = (key: string) => (entries.get(key) ?? defaults.get(key))?.text;
				const value = readValue(entry.text, `${origin}: ${name}`, lookUp, environment);
				return isProblem(value) ? value : {text: value, origin};
			},
		},
		problems: [
			...unreadable.map(({reason, line}) => ({message: `${path}:${line}: ${reason}`})),
			...named.flatMap(section => sectionProblems(section, path)),
			...profileProblems,
			...findDuplicates(named, path),
		],
	};
}

type Section = ConfigSyntax['sections'][number];

/** The entries of all sections with a name, by lower-case key; the first of duplicates. */
function entriesOf(sections: readonly Section[], name: string): ReadonlyMap<string, ConfigEntry> {
	const entries = sections.filter(section => section.name === name).flatMap(section => section.entries);
	return new Map(entries.toReversed().map(entry => [entry.key.toLowerCase(), entry]));
}

/** The scope of `[keys SCOPE]`, empty for `[keys]`; undefined for any other section. */
function keyScope(section: string): string | undefined {
	return /^keys(?:\s+(.*))?$/.exec(section)?.slice(1, 2).join('');
}

function keyEntries({name, entries}: Section, path: string): readonly KeyEntry[] {
	const scope = keyScope(name);
	if (scope === undefined) return [];
	return entries.map(({key, text, line}) => ({
		scope: scope === '' ? undefined : scope,
		command: key.toLowerCase(),
		keys: text,
		place: `${path}:${line}`,
	}));
}

function sectionAdvice(name: string): string {
	return nearest(name, ['settings']) === undefined
		? 'The sections are [settings], [keys] and [profile NAME].'
		: 'Did you mean [settings]?';
}

function sectionProblems({name, line, entries}: Section, path: string): readonly Problem[] {
	if (name === defaultSection || profileName(name) !== undefined || keyScope(name) !== undefined) return [];
	if (name !== 'settings')
		return [{message: `${path}:${line}: Unknown section [${name}].`, advice: sectionAdvice(name)}];
	return entries.flatMap(({key, line: at}) => {
		if (settingNames.some(known => known === key.toLowerCase())) return [];
		// Anything else may be part of a secret.
		const shown = looksLikeKey(key) ? `no setting ${key.toLowerCase()}` : 'no such setting';
		const problem = withGuess(`${path}:${at}: There is ${shown}.`, key, settingNames);
		return [{advice: `The settings are ${settingNames.join(', ')}.`, ...problem}];
	});
}
