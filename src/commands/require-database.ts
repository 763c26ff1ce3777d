import {existsSync} from 'node:fs';
import {defaultSettings, inMemory, type WarehouseSettings} from '../config/settings.js';
import {UsageError} from '../errors.js';

/** As `requireDatabase`, but allows an in-memory database, which has no tables but can query files. */
export function requireDatabaseOrMemory(settings: WarehouseSettings): void {
	if (settings.engine !== 'duckdb' || settings.database !== inMemory) requireDatabase(settings);
}

/** Prevents DuckDB from creating an empty database on opening. @throws UsageError if the file does not exist */
export function requireDatabase(settings: WarehouseSettings): void {
	if (settings.engine !== 'duckdb' || existsSync(settings.database)) return;
	const {database} = settings;
	if (database === inMemory) {
		throw new UsageError({
			message: 'An in-memory database has no tables when the program starts.',
			advice: 'Name a DuckDB file.',
		});
	}
	const option = database === defaultSettings.database ? '' : ` --database ${database}`;
	throw new UsageError({
		message: `The database ${database} does not exist.`,
		advice: `Load it first: sparkify-tui load${option}`,
	});
}
