import type {Settings} from '../../config/settings.js';
import {toFailure} from '../../errors.js';
import {openSource} from '../../source/open-source.js';
import type {Source} from '../../source/source.js';
import {openWarehouse} from '../../warehouse/open-warehouse.js';
import {createTables, type LiveOptions, type LiveReport} from './live-report.js';

/** Generous, because the test is of the server and not of the data. */
const maxErrors = 1000;

/**
Stages the first file of each kind in a new schema, which the caller must drop.
@throws CancelledError, ConnectionError, StatementError, DataError
*/
export async function tryStaging(
	settings: Extract<Settings, {readonly engine: 'postgres'}>,
	{schema, onTrial, signal}: LiveOptions,
): Promise<LiveReport> {
	const warehouse = await openWarehouse(settings);
	try {
		const version = await warehouse.connect({signal});
		const steps = await createTables(async sql => warehouse.run(sql, {signal}), 'postgres', schema);
		const source = firstFileOf(openSource(settings));
		const copies: Array<LiveReport['copies'][number]> = [];
		for (const kind of ['events', 'songs'] as const) {
			onTrial(kind, 2 - copies.length);
			const started = performance.now();
			const common = () => ({trial: kind, ms: Math.round(performance.now() - started)});
			try {
				const stage = async () => warehouse.stage(kind, source, {maxErrors, runId: kind, signal});
				const {records, rows, rejected} = await warehouse.transaction(stage, {signal});
				copies.push({...common(), records, rows, rejected, error: null});
			} catch (error) {
				if (signal.aborted) throw error;
				// Leave out the details of PostgreSQL errors, which quote the data.
				copies.push({...common(), error: {message: toFailure(error).message}});
			}
		}
		const {host} = settings.connection;
		return {engine: 'postgres', host, version, answers: [], steps, copies, missing: []};
	} finally {
		await warehouse.close();
	}
}

/** Limits a source to its first file. */
function firstFileOf(source: Source): Source {
	return {
		name: source.name,
		async inventory(kind, options) {
			const inventory = await source.inventory(kind, options);
			const first = inventory.files.at(0);
			return {...inventory, files: first === undefined ? [] : [first], bytes: first?.bytes ?? 0};
		},
		records: (kind, inventory, options) => source.records(kind, inventory, options),
		locate: kind => source.locate(kind),
	};
}
