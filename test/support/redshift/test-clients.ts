import pg from 'pg';
import {type PostgresServer, startPostgres} from '../postgres/start-postgres.js';
import {type S3Server, startS3} from '../s3/start-s3.js';
import {type RedshiftDouble, type RedshiftOptions, startRedshift} from './start-redshift.js';

/** A double with the servers it depends on. */
export type Stack = {
	readonly postgres: PostgresServer;
	readonly s3: S3Server;
	readonly redshift: RedshiftDouble;
	stop(): Promise<void>;
};

export async function startStack(options: Partial<RedshiftOptions> = {}): Promise<Stack> {
	const [postgres, s3] = await Promise.all([startPostgres(), startS3()]);
	const redshift = await startRedshift({postgres, s3, ...options});
	return {
		postgres,
		s3,
		redshift,
		async stop() {
			await redshift.stop();
			await s3.stop();
			await postgres.stop();
		},
	};
}

/** Connection settings for `pg`. */
export function login({host, port, user, password, database}: RedshiftDouble): pg.ClientConfig {
	return {host, port, user, password, database};
}

export type Outcome = {
	readonly rows: ReadonlyArray<readonly unknown[]>;
	readonly columns: readonly string[];
	readonly command: string;
	readonly rowCount: number | null;
};

/** A connection that collects notices and returns rows as arrays. */
export class TestClient {
	readonly pg: pg.Client;
	readonly notices: string[] = [];
	/** Set when the connection is lost. */
	lost: Error | undefined;

	constructor(config: pg.ClientConfig) {
		this.pg = new pg.Client(config);
		this.pg.on('notice', ({severity, message}) => this.notices.push(`${severity}: ${message}`));
		this.pg.on('error', error => {
			this.lost = error;
		});
	}

	static async open(config: pg.ClientConfig): Promise<TestClient> {
		const client = new TestClient(config);
		await client.pg.connect();
		return client;
	}

	async run(sql: string, values?: readonly unknown[]): Promise<Outcome> {
		const query = {text: sql, rowMode: 'array' as const, ...(values && {values: [...values]})};
		const {rows, fields, command, rowCount} = await this.pg.query<unknown[]>(query);
		return {rows, columns: fields.map(({name}) => name), command, rowCount};
	}

	async rows(sql: string, values?: readonly unknown[]): Promise<ReadonlyArray<readonly unknown[]>> {
		return (await this.run(sql, values)).rows;
	}

	/** Returns the notices so far and clears them. */
	takeNotices(): readonly string[] {
		return this.notices.splice(0);
	}

	async close(): Promise<void> {
		await this.pg.end();
	}
}
