import {existsSync} from 'node:fs';
import {defaultSettings, inMemory, type WarehouseSettings} from '../config/settings.js';
import {UsageError} from '../errors.js';

/** Opening would make an empty database, and nothing would be found in it. @throws UsageError where there is none. */
export function requireDatabase(settings: WarehouseSettings): void {
	if (settings.engine !== 'duckdb' || existsSync(settings.database)) return;
	const {database} = settings;
	if (database === inMemory) {
		throw new UsageError({
			message: 'A database in memory holds no tables when the program starts.',
			advice: 'Name a DuckDB file.',
		});
	}
	const option = database === defaultSettings.database ? '' : ` --database ${database}`;
	throw new UsageError({
		message: `There is no database ${database} yet.`,
		advice: `Load it first: sparkify-tui load${option}`,
	});
}
