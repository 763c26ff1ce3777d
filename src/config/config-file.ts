import {parse} from 'ini';
import {type ConfigSection, configSections, keysOf} from './config-keys.js';
import {configLines, type ReadableLine} from './config-lines.js';
import {defaultSection, sortSections} from './config-sections.js';
import {nearest} from './nearest.js';
import type {Problem} from './problems.js';

/** A value as it stands in the file, with the line of its key. */
export type ConfigEntry = {readonly text: string; readonly line: number};

/** dwh.cfg, read and not yet understood. */
export type ConfigFile = {
	/** As a person would type it. */
	readonly path: string;
	/** Line of each section that is there. */
	readonly sections: ReadonlyMap<ConfigSection, number>;
	/** The entries of a section, those of `[DEFAULT]` among them, by the key in lower case. */
	entries(section: ConfigSection): ReadonlyMap<string, ConfigEntry>;
	/** Names of sections that are another program's. */
	readonly foreign: readonly string[];
};

/** Reads the text of a configuration file; every mistake in its form is told with its line. */
export function parseConfig(
	text: string,
	path: string,
): {readonly file: ConfigFile; readonly problems: readonly Problem[]} {
	const lines = configLines(text);
	const {own, sections, foreign, problems: sectionProblems} = sortSections(lines, path);
	const problems: Problem[] = [
		...lines.flatMap(line =>
			line.type === 'unreadable' ? [{message: `${path}:${line.line}: ${line.reason}`}] : [],
		),
		...sectionProblems,
	];
	const read: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = parse(prepared(own));
	const tables = new Map<string, ReadonlyMap<string, ConfigEntry>>();
	for (const section of [defaultSection, ...configSections] as const) {
		const entries = new Map<string, ConfigEntry>();
		for (const [key, values] of Object.entries(read[section.toLowerCase()] ?? {})) {
			const [entry, ...more] = values.map(unpack);
			if (entry === undefined) continue;
			entries.set(key, entry);
			for (const {line} of more) {
				problems.push({
					message: `${path}:${line}: ${key.toUpperCase()} stands in [${section}] twice, the first time in line ${entry.line}.`,
				});
			}
			if (section !== defaultSection && !keysOf(section).includes(key.toUpperCase())) {
				problems.push(unknownKey(key.toUpperCase(), section, `${path}:${entry.line}`));
			}
		}
		tables.set(section, entries);
	}
	const entries = (section: ConfigSection) =>
		new Map([...tables.get(defaultSection)!, ...tables.get(section)!]);
	return {file: {path, sections, entries, foreign}, problems};
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

function unknownKey(key: string, section: ConfigSection, where: string): Problem {
	const keys = keysOf(section);
	// What does not look like a key may be a piece of a value, and that a secret.
	if (!/^[A-Z][A-Z\d_]*$/.test(key)) {
		return {message: `${where}: [${section}] has no such key.`, advice: `Its keys are ${keys.join(', ')}.`};
	}
	const message = `${where}: [${section}] has no key ${key}.`;
	const home = configSections.find(name => keysOf(name).includes(key));
	if (home !== undefined) return {message, advice: `${key} belongs in [${home}].`};
	const guess = nearest(key, keys) ?? keys.find(name => name.endsWith(`_${key}`));
	return {
		message,
		advice: guess === undefined ? `Its keys are ${keys.join(', ')}.` : `Did you mean ${guess}?`,
	};
}
