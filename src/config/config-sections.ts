import type {FileProblem} from './config-file.js';
import {type ConfigSection, commonKeys, configSections, keysOf} from './config-keys.js';
import type {ConfigLine, ReadableLine} from './config-lines.js';
import {nearest} from './nearest.js';

/**
The section whose keys apply to every section, as in configparser. Its keys may have any name, since other values can
reference them. Case-sensitive: the `[default]` of AWS's files is a section like any other.
*/
export const defaultSection = 'DEFAULT';

/** The section of this program, or `[DEFAULT]`, with that name; undefined for another program's. */
export function ownSection(name: string): ConfigSection | typeof defaultSection | undefined {
	if (name === defaultSection) return name;
	return configSections.find(known => known === name.toUpperCase());
}

type Foreign = {readonly name: string; readonly line: number; readonly keys: string[]};

/** Sorts sections into this program's, other programs' and misspelled ones. */
export function classifySections(
	lines: readonly ConfigLine[],
	path: string,
): {
	/** The lines of this program's sections. */
	readonly own: readonly ReadableLine[];
	readonly sections: ReadonlyMap<ConfigSection, number>;
	readonly foreign: readonly string[];
	readonly problems: readonly FileProblem[];
} {
	const own: ReadableLine[] = [];
	const sections = new Map<ConfigSection, number>();
	const others: Foreign[] = [];
	let other: Foreign | undefined;
	for (const line of lines) {
		if (line.type === 'unreadable') continue;
		if (line.type === 'entry') {
			if (other === undefined) own.push(line);
			else other.keys.push(line.key.toUpperCase());
			continue;
		}
		const section = ownSection(line.name);
		if (section === undefined) {
			other = {name: line.name, line: line.line, keys: []};
			others.push(other);
			continue;
		}
		other = undefined;
		own.push(line);
		if (section !== defaultSection && !sections.has(section)) sections.set(section, line.line);
	}
	const problems: FileProblem[] = [];
	const foreign: string[] = [];
	for (const {name, line, keys} of others) {
		const meant = misnamed(name, keys, sections);
		if (meant === undefined) foreign.push(name);
		else problems.push({message: `${path}:${line}: Unknown section [${name}].`, ...meant});
	}
	return {own, sections, foreign, problems};
}

/** The section that a wrong name was meant for; undefined for another program's section. */
function misnamed(
	name: string,
	keys: readonly string[],
	sections: ReadonlyMap<ConfigSection, number>,
): Pick<FileProblem, 'advice' | 'section'> | undefined {
	const guess = nearest(
		name,
		configSections.filter(section => !sections.has(section)),
	);
	if (guess !== undefined) return {advice: `Did you mean [${guess}]?`, section: guess};
	for (const key of keys) {
		if (!commonKeys.includes(key)) continue;
		const home = configSections.find(section => keysOf(section).includes(key));
		if (home !== undefined && !sections.has(home)) {
			return {advice: `${key} belongs in [${home}].`, section: home};
		}
	}
	return undefined;
}
