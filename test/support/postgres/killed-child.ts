// Starts a server, prints its location and dies without stopping it.
import {writeSync} from 'node:fs';
import process from 'node:process';
import {startPostgres} from './start-postgres.js';

const {port, folder} = await startPostgres();
writeSync(1, JSON.stringify({port, folder}));
process.kill(process.pid, 'SIGKILL');
