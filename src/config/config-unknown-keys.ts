import type {ConfigEntry, FileProblem} from './config-file.js';
import {type ConfigSection, commonKeys, configSections, keysOf, looksLikeKey} from './config-keys.js';
import {isPolicy} from './misplaced-keys.js';
import {nearest} from './nearest.js';
import type {Problem} from './problems.js';

/** Whether a section has a key. */
type IsSet = (section: ConfigSection, key: string) => boolean;

/**
Sorts unknown keys into misspelled or misplaced ones and those of other programs. Many dwh.cfg files mix in the keys of a
script that creates the cluster (`NODE_TYPE`, `VPC_ID`).
@param entriesOf The entries of a section by lower-case key, without those of `[DEFAULT]`.
*/
export function classifyKeys(
	entriesOf: (section: ConfigSection) => ReadonlyMap<string, ConfigEntry>,
	isSet: IsSet,
	path: string,
): {
	/** Other programs' keys, e.g. `VPC_ID in [CLUSTER]`. */
	readonly foreign: readonly string[];
	readonly problems: readonly FileProblem[];
} {
	const foreign: string[] = [];
	const problems: FileProblem[] = [];
	for (const section of configSections) {
		for (const [name, {line, text}] of entriesOf(section)) {
			const key = name.toUpperCase();
			if (keysOf(section).includes(key)) continue;
			const problem = isPolicy({key, text}) ? undefined : diagnoseKey(key, section, isSet, `${path}:${line}`);
			if (problem === undefined) foreign.push(`${key} in [${section}]`);
			else problems.push({...problem, section});
		}
	}
	return {foreign, problems};
}

/** The problem with an unknown key; undefined for another program's key. */
function diagnoseKey(key: string, section: ConfigSection, isSet: IsSet, where: string): Problem | undefined {
	if (!looksLikeKey(key)) {
		return {
			message: `${where}: [${section}] has no such key.`,
			advice: `Its keys are ${keysOf(section).join(', ')}.`,
		};
	}
	const message = `${where}: [${section}] has no key ${key}.`;
	const homes = configSections.filter(name => keysOf(name).includes(key));
	if (homes.some(home => !isSet(home, key))) {
		return {message, advice: `${key} belongs in ${homes.map(home => `[${home}]`).join(' or ')}.`};
	}
	// A key that is already set is not the one that was meant.
	const open = keysOf(section).filter(name => !isSet(section, name));
	const guess =
		open.find(name => commonKeys.includes(name) && isSuffixOf(name, key)) ??
		nearest(
			key,
			open.filter(name => !isSuffixOf(name, key)),
		);
	return guess === undefined ? undefined : {message, advice: `Did you mean ${guess}?`};
}

/** Whether one name ends in the other, as `DB_USER` does in `USER`. Such a pair is two names, not a typo. */
function isSuffixOf(a: string, b: string): boolean {
	return a.endsWith(`_${b}`) || b.endsWith(`_${a}`);
}
