/** Every section of dwh.cfg and the keys it has. Both are read in upper and lower case alike. */
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

/** The keys of a section, as plain words. */
export function keysOf(section: ConfigSection): readonly string[] {
	return configKeys[section];
}

/** Keys that everybody's file has: they give away what a section or a key of another name is meant to be. */
export const tellingKeys: readonly string[] = [
	'HOST',
	'DB_NAME',
	'DB_USER',
	'DB_PASSWORD',
	'DB_PORT',
	'ARN',
	'LOG_DATA',
	'SONG_DATA',
] satisfies readonly ConfigKey[];

/** Whether a text may be told as a key: what does not look like one may be a piece of a value, and that a secret. */
export function looksLikeKey(text: string): boolean {
	return /^[A-Z][A-Z\d_]*$/i.test(text);
}

/** The variables of libpq that fill in a key which the file leaves out. */
export const libpqVariables: Readonly<Record<string, string>> = {
	HOST: 'PGHOST',
	DB_NAME: 'PGDATABASE',
	DB_USER: 'PGUSER',
	DB_PASSWORD: 'PGPASSWORD',
	DB_PORT: 'PGPORT',
	SSLMODE: 'PGSSLMODE',
	SSLROOTCERT: 'PGSSLROOTCERT',
} satisfies Readonly<Partial<Record<ConfigKey<'CLUSTER'>, string>>>;
