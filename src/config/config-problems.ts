import {
	type ConfigSection,
	commonKeys,
	configSections,
	defaultSection,
	keysOf,
	looksLikeKey,
	ownSection,
} from './config-keys.js';
import type {ConfigEntry, ConfigSyntax, PlacedEntry} from './config-syntax.js';
import {nearest, type Problem} from './problems.js';

/** A syntax error in the file. With `section`, it matters only if that section is used. */
export type FileProblem = Problem & {readonly section?: ConfigSection};

/** Sorts sections into this program's, other programs' and misspelled ones. */
export function classifySections(
	split: ConfigSyntax['sections'],
	path: string,
): {
	/** This program's sections, with their lines. */
	readonly sections: ReadonlyMap<ConfigSection, number>;
	readonly foreign: readonly string[];
	readonly problems: readonly FileProblem[];
} {
	const sections = new Map<ConfigSection, number>();
	for (const {name, line} of split) {
		const own = ownSection(name);
		if (own !== undefined && own !== defaultSection && !sections.has(own)) sections.set(own, line);
	}
	const problems: FileProblem[] = [];
	const foreign: string[] = [];
	for (const {name, line, entries} of split) {
		if (ownSection(name) !== undefined) continue;
		const keys = entries.map(({key}) => key.toUpperCase());
		const meant = misnamed(name, keys, sections);
		if (meant === undefined) foreign.push(name);
		else problems.push({message: `${path}:${line}: Unknown section [${name}].`, ...meant});
	}
	return {sections, foreign, problems};
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

/** Finds duplicate sections and keys, other programs' sections included: configparser rejects a file with duplicates. */
export function findDuplicates(split: ConfigSyntax['sections'], path: string): readonly Problem[] {
	const problems: Problem[] = [];
	const firstLines = new Map<string, number>();
	const check = (identity: string, line: number, what: string) => {
		const first = firstLines.get(identity);
		if (first === undefined) firstLines.set(identity, line);
		else problems.push({message: `${path}:${line}: ${what} twice, first on line ${first}.`});
	};
	for (const {name, line, entries} of split) {
		const section = ownSection(name) ?? name;
		// [DEFAULT] may be repeated.
		if (section !== defaultSection) check(`[${section}]`, line, `[${section}] appears`);
		for (const entry of entries) {
			const key = looksLikeKey(entry.key) ? entry.key.toUpperCase() : 'A key';
			check(`[${section}]${entry.key.toLowerCase()}`, entry.line, `${key} is set in [${section}]`);
		}
	}
	return problems;
}

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

type Meaning = {
	/** Noun for the value, without an article. */
	readonly what: string;
	/** Names of the key in other templates of the course, without a prefix such as `DWH_`. */
	readonly names: RegExp;
	/** Pattern that identifies the value under any key. */
	readonly value?: RegExp;
};

const prefix = /^(?:(?:DWH|REDSHIFT|CLUSTER|AWS|S3)_)+/;

export const endpointValue = /\.redshift(?:-serverless)?\.amazonaws\.com/i;
export const roleValue = /^\W*arn:aws[\w-]*:iam::[^:]*:role\//i;

const meanings = {
	HOST: {
		what: 'endpoint',
		names: /^(?:DB_?)?(?:HOST(?:_?NAME)?|ENDPOINT|SERVER)$/,
		value: endpointValue,
	},
	DB_NAME: {what: 'database name', names: /^(?:DB|DATABASE)(?:_?NAME)?$/},
	DB_USER: {what: 'user', names: /^(?:DB_?|MASTER_?)?USER(?:_?NAME)?$/},
	DB_PASSWORD: {
		what: 'password',
		names: /^(?:DB_?|MASTER_?)?(?:USER_?)?(?:PASSWORD|PASSWD|PASS|PWD)$/,
	},
	DB_PORT: {what: 'port', names: /^(?:DB_?)?PORT$/},
	ARN: {
		what: 'role',
		names: /^(?:IAM_?)?(?:ROLE(?:_?ARN)?|ARN)$/,
		value: roleValue,
	},
	LOG_DATA: {what: 'address of the events', names: /^LOGS?_?DATA(?:_?(?:PATH|URL|URI|PREFIX))?$/},
	SONG_DATA: {what: 'address of the songs', names: /^SONGS?_?DATA(?:_?(?:PATH|URL|URI|PREFIX))?$/},
	REGION: {what: 'region', names: /^REGION(?:_?NAME)?$/},
} as const satisfies Readonly<Record<string, Meaning>>;

/** Finds the entry that another template of the course uses in place of a key of this program. */
export function findMisplaced(entries: readonly PlacedEntry[], key: string): PlacedEntry | undefined {
	const meaning: Meaning | undefined = hasMeaning(key) ? meanings[key] : undefined;
	if (meaning === undefined) return undefined;
	const {names, value} = meaning;
	const candidates = entries.filter(entry => !isEmpty(entry) && !isOwn(entry) && !isPolicy(entry));
	return (
		candidates.find(({text}) => value?.test(text) === true) ??
		candidates.find(entry => names.test(entry.key.toUpperCase().replace(prefix, '')))
	);
}

/** Reports where a misplaced entry belongs. Never shows the value. */
export function misplacedProblem(
	path: string,
	entry: PlacedEntry,
	section: ConfigSection,
	key: string,
): Problem {
	const what = hasMeaning(key) ? meanings[key].what : key;
	return {
		message: `${entryName(path, entry)} looks like the ${what}.`,
		advice: `Put it under [${section}] as ${key}.`,
	};
}

/** Label of an entry in messages, e.g. `dwh.cfg:3: DWH_ENDPOINT`. */
export function entryName(path: string, {key, line}: PlacedEntry): string {
	return `${path}:${line}: ${looksLikeKey(key) ? key.toUpperCase() : 'The value'}`;
}

/** Whether an entry is an IAM policy, which must not be mistaken for a role. */
export function isPolicy({key, text}: Pick<PlacedEntry, 'key' | 'text'>): boolean {
	return /policy/i.test(key) || /^\W*arn:[^/]*:policy\//i.test(text);
}

export function isEmpty({text}: Pick<PlacedEntry, 'text'>): boolean {
	return /^(?:|""|'')$/.test(text);
}

function hasMeaning(key: string): key is keyof typeof meanings {
	return Object.hasOwn(meanings, key);
}

/** Whether this program reads the entry from its section. */
function isOwn({section, key}: PlacedEntry): boolean {
	const own = ownSection(section);
	return own !== undefined && own !== defaultSection && keysOf(own).includes(key.toUpperCase());
}
