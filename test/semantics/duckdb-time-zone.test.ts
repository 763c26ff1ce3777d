import {openDuckDb} from '../support/engine-duckdb.js';
import {stagingTests} from '../support/engine-staging.js';
import {timeTests} from '../support/engine-time.js';

// Simulates a machine in another time zone. DuckDB reads the variable once, when it is loaded.
process.env.TZ = 'America/New_York';

stagingTests('DuckDB in New York', openDuckDb);
timeTests('DuckDB in New York', openDuckDb);
