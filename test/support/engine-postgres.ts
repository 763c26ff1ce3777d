import {Secret} from '../../src/config/password.js';
import type {ConnectionSettings} from '../../src/config/settings.js';
import {PostgresWarehouse} from '../../src/warehouse/postgres/warehouse.js';
import type {OpenedWarehouse} from './engine-fixture.js';
import type {PostgresServer} from './postgres/start-postgres.js';

/** Connection settings for a database on the test server. */
export function connectionTo(server: PostgresServer, database: string): ConnectionSettings {
	const {host, port, user, password} = server;
	return {host, port, database, user, password: new Secret(password), sslMode: 'disable'};
}

/** Opens a new database on a running server. */
export async function openPostgres(server: PostgresServer): Promise<OpenedWarehouse> {
	const warehouse = new PostgresWarehouse(connectionTo(server, await server.createDatabase()));
	await warehouse.connect();
	return {warehouse, close: async () => warehouse.close()};
}
