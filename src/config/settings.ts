import type {Secret} from './password.js';

/** The supported engines. */
export const engineNames = ['duckdb', 'postgres', 'redshift'] as const;
export type EngineName = (typeof engineNames)[number];

/** How a stage treats keys that match no column, and keys that every record lacks. */
export const schemaDriftLevels = ['note', 'warn', 'fail'] as const;
export type SchemaDrift = {
	readonly level: (typeof schemaDriftLevels)[number];
	/** Keys that are notes at any level, in lower case. */
	readonly acceptedKeys: readonly string[];
};

/** The target of a load and how to connect to it. */
export type WarehouseSettings =
	| {
			readonly engine: 'duckdb';
			/** The database file. */
			readonly database: string;
			/** Memory that the program may use, in bytes; by default, the warehouse decides. */
			readonly memoryLimit?: number;
	  }
	| {readonly engine: 'postgres'; readonly connection: ConnectionSettings}
	| {readonly engine: 'redshift'; readonly connection: ConnectionSettings; readonly copy: CopySettings};

/** The data source: `data`, `source` or, if both are undefined, the bundled sample. */
export type DataSettings = {
	/** A folder or an `s3://` address that contains both kinds of records. */
	readonly data: string | undefined;
	/** A separate location for each kind. */
	readonly source: SourceSettings | undefined;
};

/** All settings, merged from flags, dwh.cfg and environment. */
export type Settings = WarehouseSettings & LoadSettings;

/** Settings for querying a loaded warehouse. Its COPY settings are unused. */
export type QuerySettings = WarehouseSettings & Pick<LoadSettings, 'notes' | 'profile'>;

/** The name of a warehouse that has one. */
export type ProfileMark = {
	readonly name: string;
	/** Whether the name must be typed before data is destroyed. */
	readonly isProduction: boolean;
	/** The dwh.cfg or dwh.NAME.cfg with the settings; absent if they are a section `[profile NAME]`. */
	readonly file?: string;
};

/** Settings common to all engines. */
export type LoadSettings = DataSettings & {
	/** Number of rejected records that a stage tolerates. */
	readonly maxErrors: number;
	readonly schemaDrift: SchemaDrift;
	/** Notes to the user about how dwh.cfg was read, one sentence each. */
	readonly notes: readonly string[];
	/** Absent for a warehouse without a name. */
	readonly profile?: ProfileMark;
};

/** Settings for printing the stages' SQL: everything but the connection. */
export type PlanSettings = LoadSettings &
	(
		| {readonly engine: 'duckdb'}
		| ({readonly engine: 'postgres'} & Pick<ConnectionSettings, 'schema'>)
		| ({readonly engine: 'redshift'; readonly copy: CopySettings} & Pick<ConnectionSettings, 'schema'>)
	);

/** DuckDB's name for an in-memory database. */
export const inMemory = ':memory:';

/** Defaults: the bundled sample, loaded into a file in the working directory. */
export const defaultSettings = {
	engine: 'duckdb',
	database: 'sparkify.duckdb',
	data: undefined,
	source: undefined,
	maxErrors: 0,
	schemaDrift: {level: 'note', acceptedKeys: []},
	notes: [],
} as const satisfies Settings;

/** libpq's names. `prefer` is unverified TLS if the server offers it; the default for Redshift is `verify-full`. */
export type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** How to connect to a PostgreSQL server or a Redshift cluster. */
export type ConnectionSettings = {
	/** The expected product; advice about errors depends on it. */
	readonly engine?: 'postgres' | 'redshift';
	readonly host: string;
	readonly port: number;
	readonly database: string;
	/** Schema of the load's tables, unquoted; undefined for the session's current schema. */
	readonly schema?: string;
	/** May be empty with `iam`: AWS then derives the user from the calling identity. */
	readonly user: string;
	readonly password: Secret | undefined;
	/** Source of the password: `DB_PASSWORD`, `PGPASSWORD` or the password file; absent without a password. */
	readonly passwordFrom?: string;
	readonly sslMode: SslMode;
	/** PEM file of certificates to trust instead of Node's. */
	readonly sslRootCert?: string;
	/** Set for temporary credentials; the password is then undefined. */
	readonly iam?: IamSettings;
};

/** Issuer of temporary credentials: a provisioned cluster or a Redshift Serverless workgroup. */
export type IamIssuer = {
	readonly kind: 'cluster' | 'workgroup';
	/** Its AWS identifier. */
	readonly name: string;
};

/** How to get temporary AWS credentials instead of a password. */
export type IamSettings = {
	readonly issuer: IamIssuer;
	/** Undefined to use AWS_REGION or the region of the AWS profile. */
	readonly region: string | undefined;
};

/** Separate locations of events and songs, each a folder or `s3://bucket/prefix` ([S3] LOG_DATA and SONG_DATA in dwh.cfg). */
export type SourceSettings = {
	readonly events: string;
	readonly songs: string;
	/** Path or `s3://` address of the events' jsonpaths file; without it, keys match by name. On Redshift, COPY reads it. */
	readonly logJsonPath?: string;
	/** Region of the buckets. By default, the local AWS configuration or the bucket itself decides. */
	readonly region?: string;
};

/** Compression of the files; the same for all files of a COPY. */
export type Compression = 'gzip' | 'zstd';

/** Settings of Redshift's COPY other than the table and the address. */
export type CopySettings = {
	/** ARN of a role that the cluster may assume, or `default`. */
	readonly iamRole: string;
	/** `s3://` address of the events' jsonpaths file. Without it, keys match columns by case-insensitive name. */
	readonly logJsonPath?: `s3://${string}`;
	/** Absent for uncompressed files. */
	readonly compression?: Compression;
	/** Region of the bucket, if different from the cluster's. */
	readonly region?: string;
};
