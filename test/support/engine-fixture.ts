import type {ExecutionContext} from 'ava';
import type {RecordKind} from '../../src/source/source.js';
import {splitScript} from '../../src/sql/split-script.js';
import {statement} from '../../src/sql/statements.js';
import type {QueryResult, Row, StagedRows, StageOptions, Warehouse} from '../../src/warehouse/warehouse.js';
import {createDataFolder, type DataFolder, type Files} from './data-folder.js';

export type OpenedWarehouse = {
	/** Connected, and empty. */
	readonly warehouse: Warehouse;
	readonly close: () => Promise<void>;
};

/** Opens a warehouse that no other test uses. */
export type OpenWarehouse = () => Promise<OpenedWarehouse>;

export type StarTable = 'songplays' | 'users' | 'songs' | 'artists' | 'time';

/** A warehouse with the tables created and a data folder, loaded stage by stage with the statements of the stages. */
export type EngineFixture = {
	readonly warehouse: Warehouse;
	readonly folder: DataFolder;
	/** All rows of a query. */
	rows(sql: string): Promise<readonly Row[]>;
	/** Stages what the data folder holds, in one transaction. */
	stage(kind: RecordKind, options?: Partial<StageOptions>): Promise<StagedRows>;
	/** Fills tables of the star schema from the staging tables, each in one transaction, in the order given. */
	transform(...tables: readonly StarTable[]): Promise<void>;
};

/** Opens a fixture that is closed and removed when the test ends. */
export async function openFixture(
	t: ExecutionContext,
	open: OpenWarehouse,
	files: Files = {},
): Promise<EngineFixture> {
	const {warehouse, close} = await open();
	const folder = createDataFolder(files);
	t.teardown(async () => {
		await close();
		folder.remove();
	});
	const fixture: EngineFixture = {
		warehouse,
		folder,
		rows: async sql => collectRows(await warehouse.query(sql)),
		stage: (kind, options) =>
			warehouse.transaction(() => warehouse.stage(kind, folder.source, {maxErrors: 0, ...options}), options),
		async transform(...tables) {
			for (const table of tables)
				await warehouse.transaction(() => runScript(warehouse, `transform/${table}`));
		},
	};
	for (const script of ['drop-tables', 'create-tables'])
		await warehouse.transaction(() => runScript(warehouse, `${warehouse.engine}/${script}`));
	return fixture;
}

export async function runScript(warehouse: Warehouse, name: string): Promise<void> {
	for (const sql of splitScript(statement(name))) await warehouse.run(sql);
}

export async function collectRows(result: QueryResult): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for await (const batch of result.rows) rows.push(...batch);
	return rows;
}
