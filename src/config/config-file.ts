import {parse} from 'ini';
import {type ConfigSection, configSections} from './config-keys.js';
import {type ConfigLine, configLines, type ReadableLine} from './config-lines.js';
import {findRepeats} from './config-repeats.js';
import {defaultSection, sortSections} from './config-sections.js';
import {sortKeys} from './config-unknown.js';
import {openQuote} from './config-value.js';
import type {Problem} from './problems.js';

/** A value as it stands in the file, with the line of its key. */
export type ConfigEntry = {readonly text: string; readonly line: number};

/** An entry with its place, in a section of this program or of another. */
export type PlacedEntry = ConfigEntry & {readonly section: string; readonly key: string};

/** A mistake in the form of the file; with the section that has to be used for it to matter. */
export type FileProblem = Problem & {readonly section?: ConfigSection};

/** dwh.cfg, read and not yet understood. */
export type ConfigFile = {
	/** As a person would type it. */
	readonly path: string;
	/** Line of each section that is there. */
	readonly sections: ReadonlyMap<ConfigSection, number>;
	/** The entries of a section, those of `[DEFAULT]` among them, by the key in lower case. */
	entries(section: ConfigSection): ReadonlyMap<string, ConfigEntry>;
	/** Every entry of the file, in order. */
	readonly all: readonly PlacedEntry[];
	/** What a person should know of how it was read, a sentence each. */
	readonly notes: readonly string[];
};

/** Reads the text of a configuration file; every mistake in its form is told with its line. */
export function parseConfig(
	text: string,
	path: string,
): {readonly file: ConfigFile; readonly problems: readonly FileProblem[]} {
	const lines = configLines(text);
	const {own, sections, foreign, problems: sectionProblems} = sortSections(lines, path);
	const read: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = parse(prepared(own));
	const table = (section: string): ReadonlyMap<string, ConfigEntry> =>
		new Map(
			Object.entries(read[section.toLowerCase()] ?? {}).flatMap(([key, [packed]]) =>
				packed === undefined ? [] : [[key, unpack(packed)]],
			),
		);
	const defaults = table(defaultSection);
	const tables = new Map(configSections.map(section => [section, table(section)]));
	const entries = (section: ConfigSection) => new Map([...defaults, ...tables.get(section)!]);
	const keys = sortKeys(
		section => tables.get(section)!,
		(section, key) => entries(section).has(key.toLowerCase()),
		path,
	);
	return {
		file: {
			path,
			sections,
			entries,
			all: placedEntries(lines),
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
			...findRepeats(lines, path),
			...keys.problems,
		],
	};
}

function placedEntries(lines: readonly ConfigLine[]): readonly PlacedEntry[] {
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

/** No other check sees a quote too many in what may have any form. */
function quoteNotes(cluster: ReadonlyMap<string, ConfigEntry>, path: string): readonly string[] {
	return ['DB_NAME', 'DB_USER', 'DB_PASSWORD'].flatMap(key => {
		const entry = cluster.get(key.toLowerCase());
		const quote = entry === undefined ? undefined : openQuote(entry.text);
		return entry === undefined || quote === undefined
			? []
			: [
					`${path}:${entry.line}: ${key} begins with ${quote} and does not end with it: the quote is taken for a part of it.`,
				];
	});
}

/**
The lines in a form that `ini` reads to the letter: by itself it ends a value at `;` or `#`, takes backslashes and quotes
for its own, makes truth values of words, and knows neither `:` nor continued lines. The number before the value is its
line; `[]` behind a key has `ini` keep all values of that key.
*/
function prepared(lines: readonly ReadableLine[]): string {
	return lines
		.map(line =>
			line.type === 'section'
				? `[${line.name.toLowerCase()}]`
				: `${quoted(`${line.key.toLowerCase()}[]`)}=${quoted(`${line.line} ${line.value}`)}`,
		)
		.join('\n');
}

/** As JSON, which `ini` undoes; it takes these two for line ends, where JSON leaves them alone. */
function quoted(text: string): string {
	return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function unpack(packed: string): ConfigEntry {
	const end = packed.indexOf(' ');
	return {line: Number(packed.slice(0, end)), text: packed.slice(end + 1)};
}
