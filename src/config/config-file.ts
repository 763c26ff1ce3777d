import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'ini';
import {type ConfigSection, configSections, defaultSection} from './config-keys.js';
import {classifyKeys, classifySections, type FileProblem, findDuplicates} from './config-problems.js';
import {
	allEntries,
	type ConfigEntry,
	configLines,
	type PlacedEntry,
	type ReadableLine,
	unclosedQuote,
} from './config-syntax.js';
import {pathKind} from './simple-values.js';

/** dwh.cfg, parsed but not interpreted. */
export type ConfigFile = {
	/** As the user would type it. */
	readonly path: string;
	/** Line of each section present. */
	readonly sections: ReadonlyMap<ConfigSection, number>;
	/** The entries of a section, including those of `[DEFAULT]`, by lower-case key. */
	entries(section: ConfigSection): ReadonlyMap<string, ConfigEntry>;
	/** Every entry, in file order. */
	readonly all: readonly PlacedEntry[];
	/** Notes to the user about how the file was read, one sentence each. */
	readonly notes: readonly string[];
};

/** Parses the text of a configuration file. Reports every syntax error with its line. */
export function parseConfig(
	text: string,
	path: string,
): {readonly file: ConfigFile; readonly problems: readonly FileProblem[]} {
	const lines = configLines(text);
	const {own, sections, foreign, problems: sectionProblems} = classifySections(lines, path);
	const read: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = parse(encoded(own));
	const table = (section: string): ReadonlyMap<string, ConfigEntry> =>
		new Map(
			Object.entries(read[section.toLowerCase()] ?? {}).flatMap(([key, [packed]]) =>
				packed === undefined ? [] : [[key, unpack(packed)]],
			),
		);
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
			sections,
			entries,
			all: allEntries(lines),
			notes: [
				...foreignNotes([...foreign.map(name => `[${name}]`), ...keys.foreign], path),
				...quoteNotes(entries('CLUSTER'), path),
			],
		},
		problems: [
			...lines.flatMap(line =>
				line.type === 'unreadable' ? [{message: `${path}:${line.line}: ${line.reason}`}] : [],
			),
			...sectionProblems,
			...findDuplicates(lines, path),
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
		const entry = cluster.get(key.toLowerCase());
		const quote = entry === undefined ? undefined : unclosedQuote(entry.text);
		return entry === undefined || quote === undefined
			? []
			: [
					`${path}:${entry.line}: ${key} begins with ${quote} but does not end with it; the quote is part of the value.`,
				];
	});
}

/**
Encodes the lines for `ini`, which collects the keys of each section. On its own, `ini` would change values that configparser
preserves: it ends them at `;` or `#`, turns `true` into a boolean and splits `[A.B]`. Nor does it support `:`, continuation
lines or line numbers. So `configLines` splits the text, and each value is passed as JSON, after the number of its line.
`[]` after a key makes `ini` keep all values of that key.
*/
function encoded(lines: readonly ReadableLine[]): string {
	return lines
		.map(line =>
			line.type === 'section'
				? `[${line.name.toLowerCase()}]`
				: `${quoted(`${line.key.toLowerCase()}[]`)}=${quoted(`${line.line} ${line.value}`)}`,
		)
		.join('\n');
}

/** Encodes as JSON, which `ini` decodes. `ini` treats U+2028 and U+2029 as line ends, which JSON does not escape. */
function quoted(text: string): string {
	return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function unpack(packed: string): ConfigEntry {
	const end = packed.indexOf(' ');
	return {line: Number(packed.slice(0, end)), text: packed.slice(end + 1)};
}

/** File name of the configuration that is read by default. */
export const configName = 'dwh.cfg';

type ConfigReading = {readonly file: ConfigFile | undefined; readonly problems: readonly FileProblem[]};

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
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		return failed(`${path} cannot be read: ${code}.`);
	}
	let text: string;
	try {
		text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		return failed(`${path} is not UTF-8 text.`, 'Save it as UTF-8.');
	}
	return parseConfig(text, path);
}

function failed(message: string, advice?: string): ConfigReading {
	return {file: undefined, problems: [{message, ...(advice !== undefined && {advice})}]};
}
