import {CancelledError} from '../../src/errors.js';
import type {Inventory, RecordBatch, RecordKind, Source} from '../../src/source/source.js';
import {stagingTable} from '../../src/source/staging-columns.js';
import {statement} from '../../src/sql/statements.js';
import {readCompletely} from '../../src/warehouse/small-result.js';
import {tableColumns} from '../../src/warehouse/table-columns.js';
import type {
	Blocker,
	Dependent,
	InspectOptions,
	PlanStep,
	Progress,
	QueryResult,
	Row,
	RunningLoad,
	SmallResult,
	StagedRows,
	StageOptions,
	StagingOptions,
	StatementOptions,
	TableInfo,
	Warehouse,
} from '../../src/warehouse/warehouse.js';
import {FakeLoads, queryResult} from './fake-loads.js';
import {notebookSession} from './notebook-session.js';

/** A statement, or the staging of a kind, that waits until it is released or cancelled. */
type Hold = {readonly what: RegExp; readonly reached: () => void; readonly released: Promise<void>};

/**
A warehouse that stores only row counts per table, and handles the program's own statements like a real one. `hold` and
`fail` match a staging load as `stage events` or `stage songs`.
*/
export class FakeWarehouse implements Warehouse {
	readonly engine = 'duckdb';
	readonly notebook = notebookSession({
		run: async (sql, options) => this.run(sql, options),
		query: async (sql, options) => this.query(sql, options),
	});
	readonly name = 'the fake warehouse';
	readonly identity: string;
	/** Row counts by table. */
	tables = new Map<string, number>();
	/** The content of `staging_loads`. */
	readonly recorded = new FakeLoads();
	/** All calls in order, including `begin`, `commit` and `rollback`. */
	readonly calls: string[] = [];
	/** Number of rows that an INSERT into a table adds. */
	inserts: Readonly<Record<string, number>> = {songplays: 6, users: 2, songs: 3, artists: 2, time: 5};
	/** The result of a staging load. */
	staged: Readonly<Record<RecordKind, StagedRows>> = {
		events: {records: 9, rows: 8, rejected: 1, firstRejects: [sampleReject]},
		songs: {records: 3, rows: 3, rejected: 0, firstRejects: []},
	};
	/** Progress that a staging load or its check reports immediately. */
	reports: readonly Progress[] = [];
	/** The plan of every statement. */
	steps: readonly PlanStep[] = [{text: 'Seq Scan', moves: null}];
	/** Loads running in other sessions. */
	loads: readonly RunningLoad[] = [];
	/** Sessions that block the running statement. */
	blockedBy: readonly Blocker[] = [];
	/** The return value of `progress()`. */
	fraction: number | undefined;
	/** Violations by check name. */
	violations: Readonly<Record<string, number>> = {};
	#holds: Hold[] = [];
	#failures: Array<{readonly what: RegExp; readonly error: unknown}> = [];

	constructor(identity = 'fake') {
		this.identity = identity;
	}

	/** Makes the next matching call wait. */
	hold(what: RegExp): {readonly reached: Promise<void>; readonly release: () => void} {
		let reached = () => {};
		let release = () => {};
		const whenReached = new Promise<void>(resolve => {
			reached = resolve;
		});
		const released = new Promise<void>(resolve => {
			release = resolve;
		});
		this.#holds.push({what, reached, released});
		return {reached: whenReached, release};
	}

	/** Makes the next matching call throw. */
	fail(what: RegExp, error: unknown): void {
		this.#failures.push({what, error});
	}

	async connect(options: StatementOptions = {}): Promise<string> {
		await this.#call('connect', options);
		return 'FakeDB 1.0';
	}

	async run(sql: string, options: StatementOptions = {}): Promise<number> {
		await this.#call(sql, options);
		if (this.recorded.run(sql)) {
			this.tables.set('staging_loads', this.recorded.rows.size);
			return 1;
		}
		const text = sql.replaceAll(/--[^\n]*/g, '').trim();
		const table = /^(?:DROP TABLE IF EXISTS|CREATE TABLE|DELETE FROM|INSERT INTO)\s+"?(\w+)/.exec(text)?.[1];
		if (table === undefined) return 0;
		const rows = this.tables.get(table);
		if (text.startsWith('DROP')) this.tables.delete(table);
		else if (text.startsWith('CREATE')) this.tables.set(table, 0);
		else if (rows === undefined) throw new Error(`no table ${table}`);
		else if (text.startsWith('DELETE')) this.tables.set(table, 0);
		else {
			const inserted = this.inserts[table] ?? Math.max(1, text.match(/^\(/gm)?.length ?? 0);
			this.tables.set(table, rows + inserted);
			return inserted;
		}
		return 0;
	}

	async query(sql: string, options: StatementOptions = {}): Promise<QueryResult> {
		await this.#call(sql, options);
		const recordedRows = this.recorded.rowsFor(sql, this.tables);
		if (recordedRows !== undefined) return queryResult(recordedRows);
		const check = Object.keys(this.violations).find(name => statement(`checks/${name}`) === sql);
		const row = [12, this.violations[check ?? ''] ?? 0];
		return {
			columns: ['some_figure', 'violations'].map(name => ({name, type: 'number', engineType: 'BIGINT'})),
			command: null,
			rows: (async function* () {
				yield [row];
			})(),
		};
	}

	async read(sql: string, options: StatementOptions = {}): Promise<SmallResult> {
		return readCompletely(await this.query(sql, options));
	}

	async stage(kind: RecordKind, _source: Source, options: StagingOptions): Promise<StagedRows> {
		for (const progress of this.reports) options.onProgress?.(progress);
		this.tables.set(stagingTable[kind], 0);
		await this.#call(`stage ${kind}`, options);
		this.tables.set(stagingTable[kind], this.staged[kind].rows);
		return this.staged[kind];
	}

	stagingSql(kind: RecordKind): readonly string[] {
		return [`COPY ${stagingTable[kind]}`];
	}

	async check(kind: RecordKind, _source: Source, options: StageOptions): Promise<StagedRows> {
		for (const progress of this.reports) options.onProgress?.(progress);
		await this.#call(`check ${kind}`, options);
		return this.staged[kind];
	}

	async explain(sql: string, options: StatementOptions = {}): Promise<readonly PlanStep[]> {
		await this.#call(`EXPLAIN ${sql}`, options);
		return this.steps;
	}

	async checkFiles(): Promise<void> {}

	async blockers(): Promise<readonly Blocker[]> {
		return this.blockedBy;
	}

	async runningLoads(): Promise<readonly RunningLoad[]> {
		await this.#call('running loads');
		return this.loads;
	}

	async endLoad(session: number): Promise<void> {
		await this.#call(`end ${session}`);
		this.loads = this.loads.filter(load => load.session !== session);
	}

	async transaction<T>(body: () => Promise<T>, options: StatementOptions = {}): Promise<T> {
		await this.#call('begin', options);
		const before = new Map(this.tables);
		const recorded = new Map(this.recorded.rows);
		try {
			const result = await body();
			await this.#call('commit');
			return result;
		} catch (error) {
			await this.#call('rollback');
			this.tables = before;
			this.recorded.rows = recorded;
			throw error;
		}
	}

	async inspectTables(
		names: readonly string[],
		{known = {}}: InspectOptions = {},
	): Promise<readonly TableInfo[]> {
		const found = (await this.catalog()).filter(({name}) => names.includes(name));
		return found.map(table => ({...table, rows: known[table.name] ?? table.rows}));
	}

	async describeTables(names: readonly string[]): Promise<readonly TableInfo[]> {
		return (await this.catalog()).filter(({name}) => names.includes(name));
	}

	async dependents(): Promise<readonly Dependent[]> {
		return [];
	}

	async catalog(): Promise<readonly TableInfo[]> {
		const failure = this.#take('catalog');
		if (failure !== undefined) throw failure.error;
		return [...this.tables]
			.map(([name, rows]) => ({name, rows, columns: tableColumns(this).get(name) ?? []}))
			.sort((a, b) => (a.name < b.name ? -1 : 1));
	}

	async observe(sql: string): Promise<readonly Row[]> {
		return this.recorded.rowsFor(sql, this.tables) ?? [];
	}

	async lock(): Promise<void> {}

	async unlock(): Promise<void> {}

	progress(): number | undefined {
		return this.fraction;
	}

	async close(): Promise<void> {
		this.calls.push('close');
	}

	async #call(what: string, {signal}: StatementOptions = {}): Promise<void> {
		this.calls.push(what);
		if (signal?.aborted) throw new CancelledError();
		const index = this.#holds.findIndex(hold => hold.what.test(what));
		const [hold] = index < 0 ? [] : this.#holds.splice(index, 1);
		if (hold !== undefined) {
			hold.reached();
			await Promise.race([hold.released, aborted(signal)]);
		}
		const failure = this.#take(what);
		if (failure !== undefined) throw failure.error;
	}

	#take(what: string): {readonly error: unknown} | undefined {
		const index = this.#failures.findIndex(failure => failure.what.test(what));
		return index < 0 ? undefined : this.#failures.splice(index, 1)[0];
	}
}

export const sampleReject = {
	file: 'log_data/a.json',
	line: 3,
	column: 'ts',
	reason: '"x" is not a number',
	raw: '{"ts":"x"}',
} as const;

/** A source that supports only the inventory. */
export class FakeSource implements Source {
	readonly name = 'the fake source';
	inventories: Readonly<Record<RecordKind, Inventory | Error>> = {
		events: {
			files: Array.from({length: 30}, (_, day) => ({path: `log_data/${day}.json`, bytes: 123_456})),
			bytes: 3_703_680,
			fingerprint: '1:1:00',
			skipped: [
				{path: 'log_data/.DS_Store', reason: 'hidden'},
				{path: 'log_data/x.json', reason: 'empty'},
			],
			skippedCount: 2,
		},
		songs: {
			files: [{path: 'song_data/a.json', bytes: 250}],
			bytes: 250,
			fingerprint: '1:1:00',
			skipped: [],
			skippedCount: 0,
		},
	};

	async inventory(kind: RecordKind): Promise<Inventory> {
		const inventory = this.inventories[kind];
		if (inventory instanceof Error) throw inventory;
		return inventory;
	}

	// biome-ignore lint/correctness/useYield: the fake warehouse reads no records
	async *records(): AsyncGenerator<RecordBatch> {
		throw new Error('The fake source has no records.');
	}

	locate(kind: RecordKind): string {
		return `/data/${kind}`;
	}
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
	return new Promise((_, reject) => {
		signal?.addEventListener('abort', () => reject(new CancelledError()), {once: true});
	});
}
