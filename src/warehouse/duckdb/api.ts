import {createRequire} from 'node:module';

/**
Loads DuckDB's binding. `require` because Node scans a CommonJS package for its export names when it is imported, which
takes a quarter of the time of a short query.
*/
export function loadDuckDb(): typeof import('@duckdb/node-api') {
	return createRequire(import.meta.url)('@duckdb/node-api');
}
