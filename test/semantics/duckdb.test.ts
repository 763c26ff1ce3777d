import {openDuckDb} from '../support/engine-duckdb.js';
import {engineSuite} from '../support/engine-suite.js';

engineSuite('DuckDB', openDuckDb);
