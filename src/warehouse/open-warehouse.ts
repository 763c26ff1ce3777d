import type {WarehouseSettings} from '../config/settings.js';
import {DuckDbWarehouse} from './duckdb.js';
import {PostgresWarehouse} from './postgres.js';
import {RedshiftWarehouse} from './redshift.js';
import {removeAbandonedFolders} from './temporary-folder.js';
import type {Warehouse} from './warehouse.js';

/**
The warehouse that the settings name, not yet connected.
@param isTrial Nothing is to be changed: a database file that is not there is gone again after `close`.
*/
export function openWarehouse(settings: WarehouseSettings, isTrial = false): Warehouse {
	switch (settings.engine) {
		case 'duckdb':
			void removeAbandonedFolders();
			return new DuckDbWarehouse(settings.database, isTrial);
		case 'postgres':
			return new PostgresWarehouse(settings.connection);
		case 'redshift':
			return new RedshiftWarehouse(settings.connection, settings.copy);
	}
}
