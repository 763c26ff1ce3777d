import type {Secret} from './secret.js';

/** libpq's names. `prefer` is TLS where the server has it, unverified; Redshift's default here is `verify-full`. */
export type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** What it takes to reach a PostgreSQL server or a Redshift cluster. */
export type ConnectionSettings = {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	readonly password: Secret | undefined;
	readonly sslMode: SslMode;
	/** File of certificates (PEM) to trust instead of Node's. */
	readonly sslRootCert?: string;
};
