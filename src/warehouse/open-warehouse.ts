import type {Settings} from '../config/settings.js';
import {UsageError} from '../errors.js';
import {DuckDbWarehouse} from './duckdb.js';
import type {Warehouse} from './warehouse.js';

/** The warehouse that the settings name, not yet connected. @throws UsageError for an engine that is not there yet. */
export function openWarehouse({engine, database}: Pick<Settings, 'engine' | 'database'>): Warehouse {
	if (engine === 'duckdb') return new DuckDbWarehouse(database);
	throw new UsageError({
		message: `The engine ${engine} is not there yet: this version loads into DuckDB only.`,
		advice: 'Leave --engine out, or say --engine duckdb.',
	});
}
