import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse, safe} from 'ini';
import {type ConfigSection, configSections, defaultSection, ownSection} from './config-keys.js';
import {classifyKeys, classifySections, type FileProblem, findDuplicates} from './config-problems.js';
import type {ConfigFile, ConfigReading} from './config-reading.js';
import {type ConfigEntry, type ConfigSyntax, splitConfig, unclosedQuote} from './config-syntax.js';
import {isProblem, type Problem} from './problems.js';
import {findProfiles, profileName} from './profile-section.js';
import {pathKind} from './simple-values.js';

/** Parses the text of a configuration file. Reports every syntax error with its line. */
export function parseConfig(
	text: string,
	path: string,
): {readonly file: ConfigFile; readonly problems: readonly FileProblem[]} {
	const {sections: allSections, unreadable} = splitConfig(text);
	const split = allSections.filter(({name}) => profileName(name) === undefined);
	const {profiles, problems: profileProblems} = findProfiles(allSections, path);
	const {sections, foreign, problems: sectionProblems} = classifySections(split, path);
	const table = tablesOf(split);
	const defaults = table(defaultSection);
	const tables = new Map(configSections.map(section => [section, table(section)]));
	const entries = (section: ConfigSection) => new Map([...defaults, ...tables.get(section)!]);
	const keys = classifyKeys(
		section => tables.get(section)!,
		(section, key) => entries(section).has(key.toLowerCase()),
		path,
	);
	return {
		file: {
			path,
			profiles,
			sections,
			entries,
			all: split.flatMap(section => section.entries),
			notes: [
				...foreignNotes([...foreign.map(name => `[${name}]`), ...keys.foreign], path),
				...quoteNotes(entries('CLUSTER'), path),
			],
		},
		problems: [
			...unreadable.map(({reason, line}) => ({message: `${path}:${line}: ${reason}`})),
			...sectionProblems,
			...findDuplicates(allSections, path),
			...profileProblems,
			...keys.problems,
		],
	};
}

function foreignNotes(names: readonly string[], path: string): readonly string[] {
	if (names.length === 0) return [];
	return [`${path}: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} for another program.`];
}

/** Reports an unclosed quote in values of free form, where no other check would notice it. */
function quoteNotes(cluster: ReadonlyMap<string, ConfigEntry>, path: string): readonly string[] {
	return ['DB_NAME', 'DB_USER', 'DB_PASSWORD'].flatMap(key => {
		const {text = '', line} = cluster.get(key.toLowerCase()) ?? {};
		const quote = unclosedQuote(text);
		if (quote === undefined) return [];
		return `${path}:${line}: ${key} begins with ${quote} but does not end with it; the quote is part of the value.`;
	});
}

/**
Collects the keys of each section of this program with `ini`, case-insensitively and the first of duplicates. Its values
are line numbers, under which the text of each entry is found: `ini` itself ends a value at `;` or `#`, turns `true` into a
boolean and splits `[A.B]`, all of which configparser preserves, and knows no `:`, continued values or line numbers.
*/
function tablesOf(sections: ConfigSyntax['sections']): (section: string) => ReadonlyMap<string, ConfigEntry> {
	const texts = new Map<string, string>();
	const lines = sections.flatMap(({name, entries}) => {
		const own = ownSection(name);
		if (own === undefined) return [];
		for (const {line, text} of entries) texts.set(String(line), text);
		// `[]` after a key collects all its lines.
		return [`[${own}]`, ...entries.map(({key, line}) => `${safe(`${key.toLowerCase()}[]`)} = ${line}`)];
	});
	const read: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = parse(lines.join('\n'));
	return section =>
		new Map(
			Object.entries(read[section] ?? {}).flatMap(([key, [line = '']]) => {
				const text = texts.get(line);
				return text === undefined ? [] : [[key, {text, line: Number(line)}]];
			}),
		);
}

/** File name of the configuration that is read by default. */
export const configName = 'dwh.cfg';

/**
Reads the file named by `--config`, or dwh.cfg in `folder` if there is one.
@param folder Empty for the working directory.
*/
export function readConfig(named: string | undefined, folder: string): ConfigReading {
	if (named === '') return failed('--config needs a file name.');
	const path = named ?? join(folder, configName);
	switch (pathKind(path)) {
		case 'file':
			return readFile(path);
		case 'folder':
			return failed(`${path} is a folder, not a file.`);
		case undefined:
			return named === undefined
				? {file: undefined, problems: []}
				: failed(`--config ${path}: no such file.`, `Run sparkify-tui init --config ${path} to create it.`);
	}
}

function readFile(path: string): ConfigReading {
	const text = readConfigText(path);
	return isProblem(text) ? {file: undefined, problems: [text]} : parseConfig(text, path);
}

/** The text of a configuration file, or why it can't be read. */
export function readConfigText(path: string): string | Problem {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		return {message: `${path} cannot be read: ${code}.`};
	}
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		return {message: `${path} is not UTF-8 text.`, advice: 'Save it as UTF-8.'};
	}
}

function failed(message: string, advice?: string): ConfigReading {
	return {file: undefined, problems: [{message, ...(advice !== undefined && {advice})}]};
}
