import type {WarehouseSettings} from '../config/settings.js';
import {DuckDbWarehouse} from './duckdb/warehouse.js';
import {PostgresWarehouse} from './postgres/warehouse.js';
import {RedshiftWarehouse} from './redshift/warehouse.js';
import type {Warehouse} from './warehouse.js';

/**
Creates the configured warehouse, without connecting to it.
@param isTrial Whether `close` removes a database file that `connect` created, so that nothing changes.
*/
export function openWarehouse(settings: WarehouseSettings, isTrial = false): Warehouse {
	switch (settings.engine) {
		case 'duckdb':
			return new DuckDbWarehouse(settings.database, {isTrial, memoryLimit: settings.memoryLimit});
		case 'postgres':
			return new PostgresWarehouse(settings.connection);
		case 'redshift':
			return new RedshiftWarehouse(settings.connection, settings.copy);
	}
}
