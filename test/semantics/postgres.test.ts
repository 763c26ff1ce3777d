import test from 'ava';
import {openPostgres} from '../support/engine-postgres.js';
import {engineSuite} from '../support/engine-suite.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';

let server: PostgresServer;
test.before(async () => {
	server = await startPostgres();
});
test.after.always(async () => server?.stop());

engineSuite('PostgreSQL', async () => openPostgres(server));
