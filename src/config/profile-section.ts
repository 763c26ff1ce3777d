import {type ConfigSection, configSections, defaultSection, keysOf, looksLikeKey} from './config-keys.js';
import type {FileProblem} from './config-problems.js';
import type {ConfigReading, Profile} from './config-reading.js';
import type {ConfigEntry, ConfigSyntax, PlacedEntry} from './config-syntax.js';
import {type Problem, withGuess} from './problems.js';

type Sections = ConfigSyntax['sections'];

/** The name in `[profile NAME]`; undefined for any other section. It may be empty or invalid. */
export function profileName(section: string): string | undefined {
	return /^profile(?:\s+(.*))?$/i.exec(section)?.slice(1, 2).join('');
}

/**
The keys of profiles, by their section of dwh.cfg. They are those of dwh.cfg without sections. REGION is the region of the
cluster, S3_REGION that of the bucket.
*/
const homes: ReadonlyMap<string, {readonly section: ConfigSection; readonly key: string}> = new Map(
	configSections.flatMap(section =>
		keysOf(section).map(key => [section === 'S3' && key === 'REGION' ? 'S3_REGION' : key, {section, key}]),
	),
);

/** The keys that a profile may have. */
export const profileKeys: readonly string[] = [...homes.keys()];

/** The sections `[profile NAME]` of a file, and the problems with their names and keys. */
export function findProfiles(
	sections: Sections,
	path: string,
): {readonly profiles: readonly Profile[]; readonly problems: readonly Problem[]} {
	const defaults = sections.filter(({name}) => name === defaultSection).flatMap(({entries}) => entries);
	const profiles: Profile[] = [];
	const problems: Problem[] = [];
	for (const {name: section, line, entries} of sections) {
		const name = profileName(section);
		if (name === undefined) continue;
		const place = `${path}:${line}`;
		if (!/^[\w.-]{2,}$/.test(name)) {
			problems.push({
				message: `${place}: [${section}] has no valid name.`,
				advice: 'Write [profile NAME], with two or more letters, digits, dots, hyphens and underscores.',
			});
			continue;
		}
		profiles.push({name, place, read: () => readProfile(name, path, line, entries, defaults)});
	}
	return {profiles, problems};
}

function readProfile(
	name: string,
	path: string,
	line: number,
	entries: readonly PlacedEntry[],
	defaults: readonly PlacedEntry[],
): ConfigReading {
	const problems: FileProblem[] = [];
	const tables = new Map(configSections.map(section => [section, new Map<string, ConfigEntry>()]));
	const all: PlacedEntry[] = [];
	const lines = new Map<ConfigSection, number>();
	// The keys of [DEFAULT] may also be there to be referenced.
	for (const entry of [...defaults, ...entries]) {
		const home = homes.get(entry.key.toUpperCase());
		if (home === undefined) {
			if (!defaults.includes(entry)) problems.push(unknownKey(entry, `${path}:${entry.line}`));
			continue;
		}
		tables.get(home.section)!.set(home.key.toLowerCase(), entry);
		lines.set(home.section, line);
		all.push({...entry, ...home});
	}
	// Every section sees all keys, which may reference each other.
	const shared = new Map([...defaults, ...entries].map(entry => [entry.key.toLowerCase(), entry]));
	return {
		file: {
			path,
			profile: {name, line},
			sections: lines,
			entries: section => new Map([...withoutKeys(shared, section), ...tables.get(section)!]),
			all,
			notes: [],
		},
		problems,
	};
}

/** The entries that a section can reference but does not have as keys. */
function withoutKeys(
	shared: ReadonlyMap<string, ConfigEntry>,
	section: ConfigSection,
): ReadonlyMap<string, ConfigEntry> {
	return new Map([...shared].filter(([key]) => !keysOf(section).includes(key.toUpperCase())));
}

function unknownKey({key}: PlacedEntry, place: string): Problem {
	const shown = looksLikeKey(key) ? `no key ${key.toUpperCase()}` : 'no such key';
	return {
		advice: `Its keys are ${profileKeys.join(', ')}.`,
		...withGuess(`${place}: A profile has ${shown}.`, key, profileKeys),
	};
}
