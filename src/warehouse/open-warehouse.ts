import type {WarehouseSettings} from '../config/settings.js';
import {UsageError} from '../errors.js';
import {DuckDbWarehouse} from './duckdb.js';
import {PostgresWarehouse} from './postgres.js';
import type {Warehouse} from './warehouse.js';

/** The warehouse that the settings name, not yet connected. @throws UsageError for an engine that is not there yet. */
export function openWarehouse(settings: WarehouseSettings): Warehouse {
	switch (settings.engine) {
		case 'duckdb':
			return new DuckDbWarehouse(settings.database);
		case 'postgres':
			return new PostgresWarehouse(settings.connection);
		default:
			throw new UsageError({
				message: `The engine ${settings.engine} is not there yet: this version loads into DuckDB and PostgreSQL.`,
				advice: 'Say --engine duckdb or --engine postgres.',
			});
	}
}
