import type {ConfigEntry, FileProblem} from './config-file.js';
import {type ConfigSection, configSections, keysOf, looksLikeKey, tellingKeys} from './config-keys.js';
import {isPolicy} from './misplaced-keys.js';
import {nearest} from './nearest.js';
import type {Problem} from './problems.js';

/** Whether a section has a key. */
type IsSet = (section: ConfigSection, key: string) => boolean;

/**
Tells keys that are misspelt, or stand in the wrong section, from those that are none of ours: many a dwh.cfg has what a
script needs that makes the cluster (`NODE_TYPE`, `VPC_ID`) among the keys that are read here.
@param entriesOf The entries of a section by the key in lower case, without those of `[DEFAULT]`.
*/
export function sortKeys(
	entriesOf: (section: ConfigSection) => ReadonlyMap<string, ConfigEntry>,
	isSet: IsSet,
	path: string,
): {
	/** Another program's, e.g. `VPC_ID in [CLUSTER]`. */
	readonly foreign: readonly string[];
	readonly problems: readonly FileProblem[];
} {
	const foreign: string[] = [];
	const problems: FileProblem[] = [];
	for (const section of configSections) {
		for (const [name, {line, text}] of entriesOf(section)) {
			const key = name.toUpperCase();
			if (keysOf(section).includes(key)) continue;
			const problem = isPolicy({key, text}) ? undefined : whatIsMeant(key, section, isSet, `${path}:${line}`);
			if (problem === undefined) foreign.push(`${key} in [${section}]`);
			else problems.push({...problem, section});
		}
	}
	return {foreign, problems};
}

/** What is wrong with a key that a section does not have; undefined where it is another program's. */
function whatIsMeant(key: string, section: ConfigSection, isSet: IsSet, where: string): Problem | undefined {
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
	// A key that is there is not the one that was meant.
	const open = keysOf(section).filter(name => !isSet(section, name));
	const guess =
		open.find(name => tellingKeys.includes(name) && isWordOf(name, key)) ??
		nearest(
			key,
			open.filter(name => !isWordOf(name, key)),
		);
	return guess === undefined ? undefined : {message, advice: `Did you mean ${guess}?`};
}

/** Whether one ends in the other, as in `USER` and `DB_USER`: a name of its own, and no slip of the pen. */
function isWordOf(a: string, b: string): boolean {
	return a.endsWith(`_${b}`) || b.endsWith(`_${a}`);
}
