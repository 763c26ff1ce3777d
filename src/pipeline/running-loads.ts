import {DataError} from '../errors.js';
import {count} from '../format/figures.js';
import type {Progress, RunningLoad, Warehouse} from '../warehouse/warehouse.js';
import {plural} from './plural.js';

/** The loads into a table that other sessions run now. */
export async function loadsInto(
	warehouse: Pick<Warehouse, 'runningLoads'>,
	table: string,
): Promise<readonly RunningLoad[]> {
	return (await warehouse.runningLoads()).filter(load => load.table === table);
}

/** Keeps a load from being started beside one that runs already. @throws DataError that names the session */
export async function refuseConcurrentLoad(
	warehouse: Pick<Warehouse, 'runningLoads'>,
	table: string,
): Promise<void> {
	const [load] = await loadsInto(warehouse, table);
	if (load === undefined) return;
	throw new DataError({
		message: describeLoad(load),
		advice:
			'Started now, the records could be loaded twice. Wait until that load is over, or end it with ' +
			`SELECT pg_cancel_backend(${load.session}); then run this stage again.`,
	});
}

/** `Session 4711 loads into staging_events since 2018-11-30 12:00:00 UTC, so far 8 of 30 files, 2,048 rows.` */
export function describeLoad({session, table, since, progress}: RunningLoad): string {
	const figures = loadFigures(progress);
	const soFar = figures.length === 0 ? '' : `, so far ${figures.join(', ')}`;
	return `Session ${session} loads into ${table} since ${since} UTC${soFar}.`;
}

function loadFigures({files, filesTotal, rows}: Progress): readonly string[] {
	return [
		...(files === undefined
			? []
			: [
					filesTotal === undefined
						? plural(files, 'file')
						: `${count(files)} of ${plural(filesTotal, 'file')}`,
				]),
		...(rows === undefined ? [] : [plural(rows, 'row')]),
	];
}
