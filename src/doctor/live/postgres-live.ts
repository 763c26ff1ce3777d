import type {Settings} from '../../config/settings.js';
import {toFailure} from '../../errors.js';
import {openSource} from '../../source/open-source.js';
import type {RecordKind, Source} from '../../source/source.js';
import {statements} from '../../sql/statements.js';
import {openWarehouse} from '../../warehouse/open-warehouse.js';
import type {LiveReport} from './live-report.js';
import type {OwnSchema} from './own-schema.js';
import {StepTimer} from './step-timer.js';

export type PostgresSettings = Extract<Settings, {readonly engine: 'postgres'}>;

/** Generous, because the test is of the server and not of the data. */
const maxErrors = 1000;

/**
Stages the first file of each kind in a new schema, which the caller must drop.
@throws CancelledError, ConnectionError, StatementError, DataError
*/
export async function tryStaging(
	settings: PostgresSettings,
	schema: OwnSchema,
	onTrial: (id: string, left: number) => void,
	signal: AbortSignal,
): Promise<LiveReport> {
	const clock = new StepTimer();
	const warehouse = openWarehouse(settings);
	try {
		const version = await clock.time('connect', async () => warehouse.connect({signal}));
		const run = async (sql: string) => warehouse.run(sql, {signal});
		await clock.time('create schema', async () => run(schema.create));
		await run(schema.enter);
		await clock.time('create the tables of the load', async () => {
			for (const sql of statements('postgres/create-tables', {schema: null})) await run(sql);
		});
		const copies: Array<Readonly<Record<string, unknown>>> = [];
		const source = firstFileOf(openSource(settings));
		for (const [index, kind] of (['events', 'songs'] as const).entries()) {
			onTrial(kind, 2 - index);
			copies.push(await stageOnce(kind, source));
		}
		return {
			engine: 'postgres',
			host: settings.connection.host,
			version,
			answers: [],
			steps: clock.steps,
			copies,
			missing: [],
		};
	} finally {
		await warehouse.close();
	}

	async function stageOnce(kind: RecordKind, source: Source): Promise<Readonly<Record<string, unknown>>> {
		const started = performance.now();
		const common = () => ({trial: kind, ms: Math.round(performance.now() - started)});
		try {
			const staged = await warehouse.transaction(
				async () => warehouse.stage(kind, source, {maxErrors, runId: kind, signal}),
				{signal},
			);
			const {records, rows, rejected} = staged;
			return {...common(), records, rows, rejected, error: null};
		} catch (error) {
			if (signal.aborted) throw error;
			// Leave out the details of PostgreSQL errors, which quote the data.
			const {message} = toFailure(error);
			return {...common(), error: {message}};
		}
	}
}

/** Limits a source to its first file. */
function firstFileOf(source: Source): Source {
	return {
		name: source.name,
		async inventory(kind, options) {
			const inventory = await source.inventory(kind, options);
			const first = inventory.files.at(0);
			return {
				...inventory,
				files: first === undefined ? [] : [first],
				bytes: first?.bytes ?? 0,
			};
		},
		records: (kind, inventory, options) => source.records(kind, inventory, options),
		locate: kind => source.locate(kind),
	};
}
