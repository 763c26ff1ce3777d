import type {IamSettings} from './iam-settings.js';
import type {Secret} from './secret.js';

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
