import type {IamSettings} from './iam-settings.js';
import type {Secret} from './secret.js';

/** libpq's names. `prefer` is TLS where the server has it, unverified; Redshift's default here is `verify-full`. */
export type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** What it takes to reach a PostgreSQL server or a Redshift cluster. */
export type ConnectionSettings = {
	/** The product that is expected there; advice about errors depends on it. */
	readonly engine?: 'postgres' | 'redshift';
	readonly host: string;
	readonly port: number;
	readonly database: string;
	/** Schema for the tables of the load, unquoted; undefined for the current schema of the session. */
	readonly schema?: string;
	/** With `iam` it may be empty: AWS then says who the user is, by the identity that asks. */
	readonly user: string;
	readonly password: Secret | undefined;
	/** Where the password is from: `DB_PASSWORD`, `PGPASSWORD` or the password file; missing where there is none yet. */
	readonly passwordFrom?: string;
	readonly sslMode: SslMode;
	/** File of certificates (PEM) to trust instead of Node's. */
	readonly sslRootCert?: string;
	/** Temporary credentials take the place of the password, which is then undefined. */
	readonly iam?: IamSettings;
};
