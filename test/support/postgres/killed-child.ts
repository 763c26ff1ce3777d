// Starts a server, says where it is and dies without a chance to stop it.
import {writeSync} from 'node:fs';
import process from 'node:process';
import {startPostgres} from './start-postgres.js';

const {port, socketDirectory} = await startPostgres();
writeSync(1, JSON.stringify({port, socketDirectory}));
process.kill(process.pid, 'SIGKILL');
