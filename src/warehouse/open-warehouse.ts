import type {WarehouseSettings} from '../config/settings.js';
import {DuckDbWarehouse} from './duckdb/warehouse.js';
import type {Warehouse} from './warehouse.js';

/**
Creates the configured warehouse, without connecting to it. The servers' code is loaded only for a server; DuckDB, the default,
would start later with one more file.
@param isTrial Whether `close` removes a database file that `connect` created, so that nothing changes.
*/
export async function openWarehouse(settings: WarehouseSettings, isTrial = false): Promise<Warehouse> {
	switch (settings.engine) {
		case 'duckdb':
			return new DuckDbWarehouse(settings.database, {isTrial, memoryLimit: settings.memoryLimit});
		case 'postgres': {
			const {PostgresWarehouse} = await import('./postgres/warehouse.js');
			return new PostgresWarehouse(settings.connection);
		}
		case 'redshift': {
			const {RedshiftWarehouse} = await import('./redshift/warehouse.js');
			return new RedshiftWarehouse(settings.connection, settings.copy);
		}
	}
}
