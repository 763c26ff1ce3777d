import type {Client, ClientConfig} from 'pg';

/** Properties missing from the types of `pg`. */
type Startup = {
	readonly connectionParameters: {options: string | undefined; replication: string | undefined};
};

/**
Creates a client that sends only what `config` specifies. `pg` reads PGOPTIONS, PGREPLICATION and PGSSLNEGOTIATION, and
empty values in `config` do not override them. On Redshift an unknown startup parameter ends the connection.
*/
export async function createClient(config: ClientConfig): Promise<Client> {
	const {Client: PgClient} = (await import('pg')).default;
	const client = new PgClient({...config, sslnegotiation: 'postgres'});
	const {connectionParameters} = client as unknown as Startup;
	connectionParameters.options = undefined;
	connectionParameters.replication = undefined;
	return client;
}
