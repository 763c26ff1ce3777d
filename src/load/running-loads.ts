import {DataError} from '../errors.js';
import {plural} from '../format/figures.js';
import type {Progress, RunningLoad, Warehouse} from '../warehouse/warehouse.js';
import {filesText} from './progress-figures.js';

/** Other sessions' running loads into a table. */
export async function loadsInto(
	warehouse: Pick<Warehouse, 'runningLoads'>,
	table: string,
): Promise<readonly RunningLoad[]> {
	return (await warehouse.runningLoads()).filter(load => load.table === table);
}

/** Refuses to load while another session loads into the table. @throws DataError naming that session */
export async function refuseConcurrentLoad(
	warehouse: Pick<Warehouse, 'runningLoads'>,
	table: string,
): Promise<void> {
	const [load] = await loadsInto(warehouse, table);
	if (load === undefined) return;
	throw new DataError({
		message: describeLoad(load),
		advice:
			'Loading now could load the records twice. Wait for that load to end, or cancel it with ' +
			`SELECT pg_cancel_backend(${load.session}); then run this stage again.`,
	});
}

/** `Session 4711 has been loading staging_events since 2018-11-30 12:00:00 UTC: 8 of 30 files, 2,048 rows.` */
export function describeLoad({session, table, since, progress}: RunningLoad): string {
	const figures = loadFigures(progress);
	const progressText = figures.length === 0 ? '' : `: ${figures.join(', ')}`;
	return `Session ${session} has been loading ${table} since ${since} UTC${progressText}.`;
}

function loadFigures({files, filesTotal, rows}: Progress): readonly string[] {
	return [
		...(files === undefined ? [] : [filesText(files, filesTotal)]),
		...(rows === undefined ? [] : [plural(rows, 'row')]),
	];
}
