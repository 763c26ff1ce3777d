import {randomUUID} from 'node:crypto';
import type {ExecutionContext} from 'ava';
import {sourceId} from '../../src/pipeline/source-id.js';
import {fillStaging} from '../../src/pipeline/staging-stages.js';
import type {RecordKind, Source} from '../../src/source/source.js';
import {splitScript} from '../../src/sql/split-script.js';
import {statement} from '../../src/sql/statements.js';
import {tableScript} from '../../src/warehouse/table-script.js';
import type {QueryResult, Row, StagedRows, StageOptions, Warehouse} from '../../src/warehouse/warehouse.js';
import {createDataFolder, type DataFolder, type Files} from './data-folder.js';

export type OpenedWarehouse = {
	/** Connected, and empty. */
	readonly warehouse: Warehouse;
	readonly close: () => Promise<void>;
	/**
	For an engine that reads by itself: puts the files of a data folder, as they are now, where it can read them, and
	answers the source that says where, and what stands before the names of the files there.
	*/
	readonly copies?: (folder: DataFolder) => {readonly source: Source; readonly place: string};
};

/** Opens a warehouse that no other test uses. */
export type OpenWarehouse = () => Promise<OpenedWarehouse>;

export type StarTable = 'songplays' | 'users' | 'songs' | 'artists' | 'time';

/** A warehouse with the tables created and a data folder, loaded stage by stage with the statements of the stages. */
export type EngineFixture = {
	readonly warehouse: Warehouse;
	readonly folder: DataFolder;
	/** COPY of the engine's own reads the files: it has other words for what it rejects, and the last line of each record. */
	readonly copies: boolean;
	/** What stood before the names of files in the last load, e.g. `s3://bucket/`. */
	place(): string;
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
	const {warehouse, close, copies} = await open();
	const folder = createDataFolder(files);
	t.teardown(async () => {
		await close();
		folder.remove();
	});
	let place = '';
	const readable = () => {
		const copy = copies?.(folder);
		place = copy?.place ?? '';
		return copy?.source ?? folder.source;
	};
	const fixture: EngineFixture = {
		warehouse,
		folder,
		copies: copies !== undefined,
		place: () => place,
		rows: async sql => collectRows(await warehouse.query(sql)),
		async stage(kind, options) {
			const source = readable();
			const context = {warehouse, source, sourceId: sourceId(source), maxErrors: 0, runId: randomUUID()};
			const {staged} = await warehouse.transaction(async () => fillStaging({...context, ...options}, kind), {
				...options,
				locksLoads: true,
			});
			const {inventory: _, ...rows} = staged;
			if (copies === undefined) return rows;
			// COPY reports no keys; what is said of that has tests of its own.
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
A query of all numbers of so many digits, from 0 on, in the column i. Not by generate_series, which Redshift has on its
leader node alone, where no table is.
*/
export function numbers(digits: number): string {
	const places = Array.from({length: digits}, (_, place) => place);
	const sum = places.map(place => `d${place}.n * ${10 ** place}`).join(' + ');
	return `SELECT ${sum} AS i FROM ${places.map(place => `${digit} AS d${place}`).join(', ')}`;
}

/** A query that takes far longer than any test, and no memory. */
export const endless = `SELECT count(*) FROM (${numbers(9)}) AS a, (${numbers(9)}) AS b WHERE a.i + b.i + random() < 0`;

export async function runScript(warehouse: Warehouse, name: string): Promise<void> {
	for (const sql of splitScript(statement(name))) await warehouse.run(sql);
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
