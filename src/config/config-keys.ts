/** The sections of dwh.cfg and their keys. Both are case-insensitive. */
export const configKeys = {
	CLUSTER: [
		'HOST',
		'DB_NAME',
		'DB_USER',
		'DB_PASSWORD',
		'DB_PORT',
		'SSLMODE',
		'SSLROOTCERT',
		'IAM',
		'CLUSTER_IDENTIFIER',
		'WORKGROUP',
		'REGION',
	],
	IAM_ROLE: ['ARN'],
	S3: ['LOG_DATA', 'LOG_JSONPATH', 'SONG_DATA', 'COMPRESSION', 'REGION'],
	LOAD: ['MAX_ERRORS'],
	WAREHOUSE: ['ENGINE', 'DATABASE', 'SCHEMA'],
} as const;

export type ConfigSection = keyof typeof configKeys;
export type ConfigKey<S extends ConfigSection = ConfigSection> = (typeof configKeys)[S][number];

export const configSections = Object.keys(configKeys) as readonly ConfigSection[];

/** The keys of a section, typed as plain strings. */
export function keysOf(section: ConfigSection): readonly string[] {
	return configKeys[section];
}

/** Keys that every file has. They reveal what a misnamed section or key is meant to be. */
export const commonKeys: readonly string[] = [
	'HOST',
	'DB_NAME',
	'DB_USER',
	'DB_PASSWORD',
	'DB_PORT',
	'ARN',
	'LOG_DATA',
	'SONG_DATA',
] satisfies readonly ConfigKey[];

/** Whether a text may be shown as a key. Anything else may be part of a value, and so part of a secret. */
export function looksLikeKey(text: string): boolean {
	return /^[A-Z][A-Z\d_]*$/i.test(text);
}

/** libpq's environment variables, used for keys that the file does not set. */
export const libpqVariables: Readonly<Record<string, string>> = {
	HOST: 'PGHOST',
	DB_NAME: 'PGDATABASE',
	DB_USER: 'PGUSER',
	DB_PASSWORD: 'PGPASSWORD',
	DB_PORT: 'PGPORT',
	SSLMODE: 'PGSSLMODE',
	SSLROOTCERT: 'PGSSLROOTCERT',
} satisfies Readonly<Partial<Record<ConfigKey<'CLUSTER'>, string>>>;

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
