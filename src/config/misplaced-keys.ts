import type {ConfigFile, PlacedEntry} from './config-file.js';
import {type ConfigSection, keysOf, looksLikeKey} from './config-keys.js';
import {defaultSection, ownSection} from './config-sections.js';
import type {Problem} from './problems.js';

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
export function findMisplaced(file: ConfigFile, key: string): PlacedEntry | undefined {
	const meaning: Meaning | undefined = hasMeaning(key) ? meanings[key] : undefined;
	if (meaning === undefined) return undefined;
	const {names, value} = meaning;
	const candidates = file.all.filter(entry => !isEmpty(entry) && !isOwn(entry) && !isPolicy(entry));
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
