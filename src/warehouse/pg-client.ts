import type {Client, ClientConfig} from 'pg';

/** A property that `pg` has and its types lack. */
type Startup = {
	readonly connectionParameters: {options: string | undefined; replication: string | undefined};
};

/**
Creates a client that sends nothing but what `config` says. `pg` itself reads PGOPTIONS, PGREPLICATION and
PGSSLNEGOTIATION, and an empty value in `config` does not override them; on Redshift an unknown startup parameter ends the
connection.
*/
export async function createClient(config: ClientConfig): Promise<Client> {
	const {Client: PgClient} = (await import('pg')).default;
	const client = new PgClient({...config, sslnegotiation: 'postgres'});
	const {connectionParameters} = client as unknown as Startup;
	connectionParameters.options = undefined;
	connectionParameters.replication = undefined;
	return client;
}
