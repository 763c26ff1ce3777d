import {randomUUID} from 'node:crypto';
import type {ExecutionContext} from 'ava';
import {sourceId} from '../../src/load/source-id.js';
import {fillStaging} from '../../src/load/staging-stages.js';
import type {RecordKind, Source} from '../../src/source/source.js';
import {statements} from '../../src/sql/statements.js';
import type {StarTable} from '../../src/star/tables.js';
import {tableScript} from '../../src/warehouse/table-script.js';
import type {QueryResult, Row, StagedRows, StageOptions, Warehouse} from '../../src/warehouse/warehouse.js';
import {createDataFolder, type DataFolder, type Files} from './data-folder.js';

export type OpenedWarehouse = {
	/** Connected and empty. */
	readonly warehouse: Warehouse;
	readonly close: () => Promise<void>;
	/**
	For engines that read the files themselves: uploads the current files of a data folder. Returns a source with their
	location, and the prefix of the file names there.
	*/
	readonly upload?: (folder: DataFolder) => {readonly source: Source; readonly place: string};
};

/** Opens a warehouse that no other test uses. */
export type OpenWarehouse = () => Promise<OpenedWarehouse>;

/** A warehouse with empty tables and a data folder, loaded stage by stage with the statements of the stages. */
export type EngineFixture = {
	readonly warehouse: Warehouse;
	readonly folder: DataFolder;
	/** The engine's COPY reads the files: it words rejects differently and reports the last line of each record. */
	readonly usesCopy: boolean;
	/** The prefix of file names in the last load, e.g. `s3://bucket/`. */
	place(): string;
	/** Returns all rows of a query. */
	rows(sql: string): Promise<readonly Row[]>;
	/** Stages the content of the data folder in one transaction. */
	stage(kind: RecordKind, options?: Partial<StageOptions>): Promise<StagedRows>;
	/** Fills tables of the star schema from the staging tables in this order, each in one transaction. */
	transform(...tables: readonly StarTable[]): Promise<void>;
};

/** Opens a fixture that is closed and removed when the test ends. */
export async function openFixture(
	t: ExecutionContext,
	open: OpenWarehouse,
	files: Files = {},
): Promise<EngineFixture> {
	const {warehouse, close, upload} = await open();
	const folder = createDataFolder(files);
	t.teardown(async () => {
		await close();
		folder.remove();
	});
	let place = '';
	const readableSource = () => {
		const uploaded = upload?.(folder);
		place = uploaded?.place ?? '';
		return uploaded?.source ?? folder.source;
	};
	const fixture: EngineFixture = {
		warehouse,
		folder,
		usesCopy: upload !== undefined,
		place: () => place,
		rows: async sql => collectRows(await warehouse.query(sql)),
		async stage(kind, options) {
			const source = readableSource();
			const context = {warehouse, source, sourceId: sourceId(source), maxErrors: 0, runId: randomUUID()};
			const {staged} = await warehouse.transaction(async () => fillStaging({...context, ...options}, kind), {
				...options,
				locksLoads: true,
			});
			const {inventory: _, ...rows} = staged;
			if (upload === undefined) return rows;
			// COPY reports no keys; separate tests cover its notes and warnings.
			const {notes: __, warnings: ___, ...counts} = rows;
			return counts;
		},
		async transform(...tables) {
			for (const table of tables)
				await warehouse.transaction(() => runScript(warehouse, `transform/${table}`));
		},
	};
	for (const script of ['drop-tables', 'create-tables'] as const)
		await warehouse.transaction(() => runTableScript(warehouse, script));
	return fixture;
}

const digit = `(${[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => `SELECT ${n} AS n`).join(' UNION ALL ')})`;

/**
A query for all numbers with this many digits from 0 on, in column i. Avoids generate_series, which Redshift supports
only on its leader node, without tables.
*/
export function numbers(digits: number): string {
	const places = Array.from({length: digits}, (_, place) => place);
	const sum = places.map(place => `d${place}.n * ${10 ** place}`).join(' + ');
	return `SELECT ${sum} AS i FROM ${places.map(place => `${digit} AS d${place}`).join(', ')}`;
}

/** A query that takes far longer than any test and needs little memory. */
export const endless = `SELECT count(*) FROM (${numbers(9)}) AS a, (${numbers(9)}) AS b WHERE a.i + b.i + random() < 0`;

export async function runScript(warehouse: Warehouse, name: string): Promise<void> {
	for (const sql of statements(name)) await warehouse.run(sql);
}

export async function runTableScript(
	warehouse: Warehouse,
	name: 'drop-tables' | 'create-tables',
): Promise<void> {
	for (const sql of tableScript(warehouse, name)) await warehouse.run(sql);
}

export async function collectRows(result: QueryResult): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for await (const batch of result.rows) rows.push(...batch);
	return rows;
}
