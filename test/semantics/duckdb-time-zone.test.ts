import {openDuckDb} from '../support/engine-duckdb.js';
import {stagingTests} from '../support/engine-staging.js';
import {timeTests} from '../support/engine-time.js';

// A machine elsewhere: set before DuckDB is loaded, which looks at it once.
process.env.TZ = 'America/New_York';

stagingTests('DuckDB in New York', openDuckDb);
timeTests('DuckDB in New York', openDuckDb);
