import type {WarehouseSettings} from '../config/settings.js';
import {DuckDbWarehouse} from './duckdb.js';
import {PostgresWarehouse} from './postgres.js';
import {RedshiftWarehouse} from './redshift.js';
import type {Warehouse} from './warehouse.js';

/** The warehouse that the settings name, not yet connected. */
export function openWarehouse(settings: WarehouseSettings): Warehouse {
	switch (settings.engine) {
		case 'duckdb':
			return new DuckDbWarehouse(settings.database);
		case 'postgres':
			return new PostgresWarehouse(settings.connection);
		case 'redshift':
			return new RedshiftWarehouse(settings.connection, settings.copy);
	}
}
