import type {ExecutionContext} from 'ava';
import type {Compression} from '../../../src/config/settings.js';
import type {RecordKind, Source} from '../../../src/source/source.js';
import {RedshiftWarehouse} from '../../../src/warehouse/redshift/warehouse.js';
import type {StagedRows, StageOptions} from '../../../src/warehouse/warehouse.js';
import {createDataFolder, type Files} from '../../support/data-folder.js';
import {runTableScript} from '../../support/engine-fixture.js';
import {connectionToRedshift, uploadFolder} from '../../support/engine-redshift.js';
import {
	type RedshiftDouble,
	type RedshiftOptions,
	startRedshift,
} from '../../support/redshift/start-redshift.js';
import {login, type Stack, TestClient} from '../../support/redshift/test-clients.js';

export type RedshiftFixture = {
	readonly redshift: RedshiftDouble;
	/** Connected, with the tables created. */
	readonly warehouse: RedshiftWarehouse;
	readonly source: Source;
	/** Another client of the same database. */
	readonly other: TestClient;
	stage(kind: RecordKind, options?: Partial<StageOptions>): Promise<StagedRows>;
};

/** A double of the test's own, whose loads it may disturb, with a warehouse on it and files in its bucket. */
export async function openFixture(
	t: ExecutionContext,
	stack: Stack,
	files: Files,
	{compression, ...options}: Partial<RedshiftOptions> & {readonly compression?: Compression} = {},
): Promise<RedshiftFixture> {
	const folder = createDataFolder(files);
	t.teardown(() => folder.remove());
	const {source} = uploadFolder(stack.s3, folder);
	const redshift = await startRedshift({...stack, ...options});
	const warehouse = new RedshiftWarehouse(connectionToRedshift(redshift, redshift.database), {
		iamRole: 'default',
		...(compression !== undefined && {compression}),
	});
	await warehouse.connect();
	const other = await TestClient.open(login(redshift));
	t.teardown(async () => {
		redshift.faults.clear();
		await warehouse.close();
		await other.close();
		await redshift.stop();
	});
	await warehouse.transaction(() => runTableScript(warehouse, 'create-tables'));
	return {
		redshift,
		warehouse,
		source,
		other,
		stage: (kind, more) =>
			warehouse.transaction(() => warehouse.stage(kind, source, {maxErrors: 0, runId: 'run', ...more}), more),
	};
}
