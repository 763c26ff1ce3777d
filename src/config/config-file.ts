import {parse} from 'ini';
import {findDuplicates} from './config-duplicates.js';
import {type ConfigSection, configSections} from './config-keys.js';
import {type ConfigLine, configLines, type ReadableLine} from './config-lines.js';
import {classifySections, defaultSection} from './config-sections.js';
import {classifyKeys} from './config-unknown-keys.js';
import {unclosedQuote} from './config-value.js';
import type {Problem} from './problems.js';

/** A raw value from the file, with the line of its key. */
export type ConfigEntry = {readonly text: string; readonly line: number};

/** An entry with its section and key; the section may belong to another program. */
export type PlacedEntry = ConfigEntry & {readonly section: string; readonly key: string};

/** A syntax error in the file. With `section`, it matters only if that section is used. */
export type FileProblem = Problem & {readonly section?: ConfigSection};

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

function allEntries(lines: readonly ConfigLine[]): readonly PlacedEntry[] {
	const entries: PlacedEntry[] = [];
	let section = '';
	for (const line of lines) {
		if (line.type === 'section') section = line.name;
		else if (line.type === 'entry') entries.push({section, key: line.key, text: line.value, line: line.line});
	}
	return entries;
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
Encodes the lines so that `ini` preserves every value exactly. On its own it ends a value at `;` or `#`, interprets
backslashes and quotes, turns words into booleans, and supports neither `:` nor continuation lines. The number before the
value is its line; `[]` after a key makes `ini` keep all values of that key.
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
