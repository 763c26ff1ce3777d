/** Options of the command line that win over keys of the file. */
export type KeyFlags = {
	readonly engine?: string | undefined;
	readonly database?: string | undefined;
	readonly 'max-errors'?: string | undefined;
	readonly 'schema-drift'?: string | undefined;
	readonly 'memory-limit'?: string | undefined;
};

/** What is known about a key besides how its value is read. */
export type KeyRow = {
	/** One sentence or two, for the list of settings and the reference. */
	readonly meaning: string;
	/** Its value, or what decides, if it is not set; absent if nothing does. */
	readonly defaultValue?: string;
	/** The environment variable that is used if the file does not set the key. */
	readonly variable?: string;
	/** The option of the command line that wins over the key, without its dashes. */
	readonly flag?: keyof KeyFlags;
	/** The option that is used in place of the key and others. */
	readonly replacedBy?: 'data';
	/** Whether the value must never be shown. */
	readonly isSecret?: true;
};

/** The sections of dwh.cfg and their keys. Both are case-insensitive. */
export const configKeys = {
	CLUSTER: {
		HOST: {
			meaning: 'The endpoint of the Redshift cluster or workgroup, or the name of the PostgreSQL server.',
			variable: 'PGHOST',
		},
		DB_NAME: {meaning: 'The database, which must exist.', variable: 'PGDATABASE'},
		DB_USER: {
			meaning: 'The database user, who must be allowed to create tables.',
			variable: 'PGUSER',
		},
		DB_PASSWORD: {
			meaning: 'The password. Without it, that of ~/.pgpass is used; if there is none, a prompt asks for it.',
			variable: 'PGPASSWORD',
			isSecret: true,
		},
		DB_PORT: {
			meaning: 'The port of the server.',
			defaultValue: '5439 for Redshift, 5432 for PostgreSQL',
			variable: 'PGPORT',
		},
		SSLMODE: {
			meaning: "Encryption, in libpq's terms: disable, allow, prefer, require, verify-ca or verify-full.",
			defaultValue: 'verify-full for Redshift, prefer for PostgreSQL',
			variable: 'PGSSLMODE',
		},
		SSLROOTCERT: {
			meaning: 'A PEM file of certificates to trust.',
			defaultValue: "Node's certificates",
			variable: 'PGSSLROOTCERT',
		},
		IAM: {
			meaning: 'Redshift: whether AWS issues temporary credentials in place of a password.',
			defaultValue: 'false',
		},
		CLUSTER_IDENTIFIER: {
			meaning: 'With IAM: the cluster, if HOST is not its endpoint.',
			defaultValue: 'from HOST',
		},
		WORKGROUP: {
			meaning: 'With IAM: the workgroup of Redshift Serverless, if HOST is not its endpoint.',
			defaultValue: 'from HOST',
		},
		REGION: {
			meaning: 'With IAM: the region of the cluster or workgroup.',
			defaultValue: 'from HOST, AWS_REGION or the AWS profile',
		},
	},
	IAM_ROLE: {
		ARN: {meaning: 'Redshift: the role with which COPY reads the bucket, or default.'},
	},
	S3: {
		LOG_DATA: {
			meaning: 'The events: an S3 address; for DuckDB and PostgreSQL also a folder.',
			defaultValue: 'the bundled sample, except for Redshift',
			replacedBy: 'data',
		},
		LOG_JSONPATH: {
			meaning: 'The jsonpaths file that maps the keys of an event to columns, or auto.',
			defaultValue: 'auto',
		},
		SONG_DATA: {
			meaning: 'The songs: an S3 address; for DuckDB and PostgreSQL also a folder.',
			defaultValue: 'the bundled sample, except for Redshift',
			replacedBy: 'data',
		},
		COMPRESSION: {
			meaning: 'Redshift: the compression of all files: none, gzip or zstd.',
			defaultValue: 'none',
		},
		REGION: {
			meaning: 'The region of the bucket.',
			defaultValue: "Redshift: the cluster's; else from AWS's configuration or the bucket",
		},
	},
	LOAD: {
		MAX_ERRORS: {
			meaning: 'The number of rejected records that a stage tolerates.',
			defaultValue: '0',
			flag: 'max-errors',
		},
		SCHEMA_DRIFT: {
			meaning:
				'How a stage treats keys that match no column, and keys that every record lacks. note: notes the first, warns of the second. warn: warns of both. fail: fails and changes nothing. On Redshift, only note.',
			defaultValue: 'note',
			flag: 'schema-drift',
		},
		ACCEPTED_KEYS: {
			meaning:
				'Keys that are expected to be unknown or missing, separated by commas, in any case: they are only noted.',
			defaultValue: 'none',
		},
	},
	WAREHOUSE: {
		ENGINE: {
			meaning: 'duckdb, postgres or redshift.',
			defaultValue: 'what HOST and the other keys say, else duckdb',
			flag: 'engine',
		},
		DATABASE: {meaning: 'The DuckDB file.', defaultValue: 'sparkify.duckdb', flag: 'database'},
		MEMORY_LIMIT: {
			meaning:
				'DuckDB: the memory that the program may use, at least 512MB. What does not fit is kept on disk meanwhile.',
			defaultValue: '1200MB, or 40 % of the memory of the machine if that is less',
			flag: 'memory-limit',
		},
		PRODUCTION: {
			meaning:
				'Whether data here matters: the notebook then starts read-only, and to destroy data its name must be typed.',
			defaultValue: 'false',
		},
		SCHEMA: {
			meaning: 'The schema of the tables, for Redshift and PostgreSQL. It must exist.',
			defaultValue: "the session's current schema, usually public",
		},
	},
} as const satisfies Readonly<Record<string, Readonly<Record<string, KeyRow>>>>;

export type ConfigSection = keyof typeof configKeys;
export type ConfigKey<S extends ConfigSection = ConfigSection> = {
	[T in S]: keyof (typeof configKeys)[T] & string;
}[S];

export const configSections = Object.keys(configKeys) as readonly ConfigSection[];

/** The keys of a section, typed as plain strings. */
export function keysOf(section: ConfigSection): readonly string[] {
	return Object.keys(configKeys[section]);
}

/** What is known about a key. */
export function keyRow<S extends ConfigSection>(section: S, key: ConfigKey<S>): KeyRow {
	return (configKeys[section] as Readonly<Record<string, KeyRow>>)[key]!;
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
