import {setTimeout as sleep} from 'node:timers/promises';
import {CancelledError, ConnectionError, StatementError} from '../../src/errors.js';
import type {Inventory, RecordBatch, RecordKind, Source} from '../../src/source/source.js';
import {stagingTable} from '../../src/source/staging-columns.js';
import {statement} from '../../src/sql/statements.js';
import {checkIds} from '../../src/star/checks.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {readCompletely} from '../../src/warehouse/small-result.js';
import {duckDbStagingSql} from '../../src/warehouse/staging-sql.js';
import {tableColumns} from '../../src/warehouse/table-columns.js';
import type {
	Blocker,
	Column,
	Dependent,
	MovedFile,
	PlanStep,
	QueryResult,
	Row,
	RunningLoad,
	SmallResult,
	StagedRows,
	StageOptions,
	StatementOptions,
	TableInfo,
	Value,
	Warehouse,
} from '../../src/warehouse/warehouse.js';
import {FakeLoads, queryResult} from '../support/fake-loads.js';
import {notebookSession} from '../support/notebook-session.js';

export type Script = {
	/** Time that staging spends reading, in ms. */
	readonly stagingMs?: number;
	/** Time that staging spends loading after reading, in ms. */
	readonly loadingMs?: number;
	/** Row counts of the tables that exist at the start. */
	readonly tables?: Readonly<Record<string, number>>;
	/** Whether the first staging of the events fails because of rejects. */
	readonly rejects?: boolean;
	/** Warnings from staging the events. */
	readonly warnings?: readonly string[];
	/** Names of failing checks. */
	readonly failing?: readonly string[];
	/** Running loads of other sessions. */
	readonly loads?: readonly RunningLoad[];
	/** Whether connecting fails the first time. */
	readonly unreachable?: boolean;
	/** Whether the database file is damaged until it is moved aside. */
	readonly damaged?: boolean;
	/** The advice of that failure. */
	readonly advice?: string;
};

const filled: Readonly<Record<string, number>> = {
	songplays: 6820,
	users: 97,
	songs: 71,
	artists: 69,
	time: 6813,
};

const rejects = [
	{
		file: 'log_data/2018/11/2018-11-03-events.json',
		line: 17,
		column: 'ts',
		reason: '"yesterday" is not a number',
		raw: '{"ts":"yesterday"}',
	},
	{
		file: 'log_data/2018/11/2018-11-09-events.json',
		line: 2,
		column: null,
		reason: 'not a JSON object',
		raw: '{"ts":',
	},
];

/** A warehouse that stores only row counts, with configurable delays and failures. */
export class ScriptedWarehouse implements Warehouse {
	readonly engine = 'duckdb';
	readonly notebook = notebookSession({
		run: async (sql, options) => this.run(sql, options),
		query: async (sql, options) => this.query(sql, options),
	});
	readonly stagingSql = duckDbStagingSql;
	readonly name = 'DuckDB sparkify.duckdb';
	readonly identity = 'scripted';
	readonly #script: Script;
	/** Running loads of other sessions. */
	loads: readonly RunningLoad[];
	/** Sessions that block the running statement. */
	blockedBy: readonly Blocker[] = [];
	#tables: Map<string, number>;
	readonly #recorded = new FakeLoads();
	readonly #advice: string;
	#failures: number;
	#damaged: boolean;
	#rejects: boolean;

	constructor(script: Script = {}) {
		this.#script = script;
		this.loads = script.loads ?? [];
		this.#tables = new Map(Object.entries(script.tables ?? {}));
		this.#failures = script.unreachable ? 1 : 0;
		this.#damaged = script.damaged ?? false;
		this.#advice = script.advice ?? 'Close the other program, or name another file with --database.';
		this.#rejects = script.rejects ?? false;
	}

	/** Another session adds rows. */
	setRows(table: string, rows: number): void {
		this.#tables.set(table, rows);
	}

	async connect(): Promise<string> {
		if (this.#failures-- > 0) {
			throw new StatementError({
				message: 'The database sparkify.duckdb is held by another program (process 4711).',
				where: '/home/ada/sparkify.duckdb',
				advice: this.#advice,
				detail:
					'IO Error: Could not set lock on file "/home/ada/sparkify.duckdb": Conflicting lock is held in node (PID 4711).',
			});
		}
		if (this.#damaged) throw new ConnectionError({message: 'sparkify.duckdb is damaged.', damaged: true});
		return 'DuckDB 1.5.6';
	}

	async moveDamagedFile(): Promise<readonly MovedFile[]> {
		this.#damaged = false;
		return [{from: 'sparkify.duckdb', to: 'sparkify.duckdb.damaged-20260102-030405'}];
	}

	async run(sql: string, {signal}: StatementOptions = {}): Promise<number> {
		await pause(5, signal);
		if (this.#recorded.run(sql)) {
			this.#tables.set('staging_loads', this.#recorded.rows.size);
			return 1;
		}
		const text = sql.replaceAll(/--[^\n]*/g, '').trim();
		const table = /^(?:DROP TABLE IF EXISTS|CREATE TABLE|DELETE FROM|INSERT INTO)\s+"?(\w+)/.exec(text)?.[1];
		if (table === undefined) return 0;
		if (text.startsWith('DROP')) this.#tables.delete(table);
		else if (text.startsWith('INSERT')) {
			await pause((this.#script.stagingMs ?? 0) / 3, signal);
			const rows = filled[table] ?? 0;
			this.#tables.set(table, rows);
			return rows;
		} else this.#tables.set(table, 0);
		return 0;
	}

	async query(sql: string, {signal}: StatementOptions = {}): Promise<QueryResult> {
		const answer = this.#recorded.rowsFor(sql, this.#tables);
		if (answer !== undefined) return queryResult(answer);
		const check = checkOf(sql);
		if (check !== undefined) return this.#check(check);
		const word = /\b(slow|many|wide|nasty|none|broken|create)\b/i.exec(sql)?.[1]?.toLowerCase();
		if (word === 'broken') {
			const offset = sql.indexOf('broken');
			throw new StatementError({
				message: 'Column broken does not exist.',
				advice: 'Columns of songplays with a like name: user_agent.',
				sql: {text: sql, offset},
			});
		}
		if (word === 'slow') await pause(60_000, signal);
		if (word === 'create') return {columns: [], command: 'CREATE TABLE', rows: batches([])};
		if (word === 'many')
			return {columns: [column('n', 'number'), column('title')], command: null, rows: manyRows(2500)};
		if (word === 'wide') return wideResult();
		if (word === 'nasty') return nastyResult();
		if (word === 'none') return {columns: [column('n', 'number')], command: null, rows: batches([])};
		return {
			columns: [
				column('title'),
				column('artist'),
				column('plays', 'number'),
				column('first_play', 'timestamp'),
			],
			command: null,
			rows: batches([
				["You're The One", 'Dwight Yoakam', 37, '2018-11-01 21:08:16.796'],
				['Café del Mar', 'Énergie', 12, '2018-11-02 01:05:00.000'],
				['日本語の歌', '宇多田ヒカル', 3, null],
			]),
		};
	}

	async read(sql: string, options: StatementOptions = {}): Promise<SmallResult> {
		return readCompletely(await this.query(sql, options));
	}

	async stage(kind: RecordKind, source: Source, options: StageOptions): Promise<StagedRows> {
		const staged = await this.check(kind, source, options);
		await pause(this.#script.loadingMs ?? 0, options.signal);
		this.#tables.set(stagingTable[kind], staged.rows);
		return staged;
	}

	async check(
		kind: RecordKind,
		_source: Source,
		{onProgress, signal, maxErrors}: StageOptions,
	): Promise<StagedRows> {
		const [rows, filesTotal, bytesTotal] = kind === 'events' ? [8056, 30, 3_703_680] : [71, 71, 17_000];
		const steps = 40;
		for (let step = 1; step <= steps; step++) {
			await pause((this.#script.stagingMs ?? 0) / steps, signal);
			const share = step / steps;
			onProgress?.({
				rows: Math.round(rows * share),
				files: Math.round(filesTotal * share),
				filesTotal,
				bytes: Math.round(bytesTotal * share),
				bytesTotal,
			});
		}
		if (kind === 'events' && this.#rejects) {
			if (maxErrors > 0) return {records: rows, rows: rows - 2, rejected: 2, firstRejects: rejects};
			this.#rejects = false;
			throw new RejectedError(
				{
					message: '2 records of log_data were rejected; none may be (MAX_ERRORS is 0).',
					where: 'log_data/2018/11/2018-11-03-events.json:17',
					advice: 'Correct the records, or load with --max-errors 2 to go on without them.',
				},
				rejects,
				rejects.length,
			);
		}
		const warnings = kind === 'events' ? (this.#script.warnings ?? []) : [];
		return {records: rows, rows, rejected: 0, firstRejects: [], warnings};
	}

	async explain(): Promise<readonly PlanStep[]> {
		return [
			{
				text: 'XN Hash Join DS_BCAST_INNER  (cost=1000001092.15..4000000004122.14 rows=2 width=66)',
				moves: 'broadcast',
			},
			...Array.from({length: 40}, (_, i) => ({text: `  ->  XN Seq Scan ${i}`, moves: null})),
		];
	}

	async checkFiles(): Promise<void> {}

	async blockers(): Promise<readonly Blocker[]> {
		return this.blockedBy;
	}

	async runningLoads(): Promise<readonly RunningLoad[]> {
		return this.loads;
	}

	async endLoad(session: number): Promise<void> {
		this.loads = this.loads.filter(load => load.session !== session);
	}

	async transaction<T>(body: () => Promise<T>): Promise<T> {
		const before = new Map(this.#tables);
		const recorded = new Map(this.#recorded.rows);
		try {
			return await body();
		} catch (error) {
			this.#tables = before;
			this.#recorded.rows = recorded;
			throw error;
		}
	}

	async inspectTables(names: readonly string[]): Promise<readonly TableInfo[]> {
		return (await this.catalog()).filter(({name}) => names.includes(name));
	}

	async describeTables(names: readonly string[]): Promise<readonly TableInfo[]> {
		return (await this.catalog()).filter(({name}) => names.includes(name));
	}

	async dependents(): Promise<readonly Dependent[]> {
		return [];
	}

	async catalog(): Promise<readonly TableInfo[]> {
		return [...this.#tables]
			.map(([name, rows]) => ({name, rows, columns: tableColumns(this).get(name) ?? []}))
			.sort((a, b) => (a.name < b.name ? -1 : 1));
	}

	async observe(sql: string): Promise<readonly Row[]> {
		return this.#recorded.rowsFor(sql, this.#tables) ?? [];
	}

	async lock(): Promise<void> {}

	async unlock(): Promise<void> {}

	progress(): number | undefined {
		return undefined;
	}

	async close(): Promise<void> {}

	#check(name: string): QueryResult {
		const violations = this.#script.failing?.includes(name) ? 3 : 0;
		return {
			columns: [column('records_read', 'number'), column('staged', 'number'), column('violations', 'number')],
			command: null,
			rows: batches([[8056, 8056 - violations, violations]]),
		};
	}
}

function checkOf(sql: string): string | undefined {
	return checkIds.find(name => statement(`checks/${name}`) === sql);
}

function column(name: string, type: Column['type'] = 'text'): Column {
	return {name, type, engineType: type.toUpperCase()};
}

async function* batches(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
	yield rows;
}

async function* manyRows(total: number): AsyncGenerator<readonly Row[]> {
	for (let from = 0; from < total; from += 500) {
		await sleep(50);
		yield Array.from(
			{length: Math.min(500, total - from)},
			(_, i): Row => [from + i + 1, `Song number ${from + i + 1}`],
		);
	}
}

function wideResult(): QueryResult {
	const names = Array.from({length: 14}, (_, i) => `column_${i + 1}`);
	const row = names.map(
		(name, i): Value =>
			i % 3 === 0 ? i * 1_234_567.5 : `${name} holds a text that is rather long for a cell`,
	);
	return {
		columns: names.map((name, i) => column(name, i % 3 === 0 ? 'number' : 'text')),
		command: null,
		rows: batches([row, row, row]),
	};
}

function nastyResult(): QueryResult {
	const rows: readonly Row[] = [
		['plain', 'Café del Mar'],
		['wide', '日本語の歌 宇多田ヒカル'],
		['combining', 'e\u0301 n\u0303 o\u0308'],
		['emoji', '👩‍👩‍👧 party 🎉'],
		['escape', 'red \u001B[31mtext\u001B[0m \u001B]0;title\u0007'],
		['control', 'tab\tline\nnull\u0000bell\u0007'],
		['bidi', 'right \u202Eto left'],
		['null', null],
		['NULL text', 'NULL'],
	];
	return {columns: [column('what'), column('value')], command: null, rows: batches(rows)};
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	try {
		await sleep(ms, undefined, signal === undefined ? {} : {signal});
	} catch {
		throw new CancelledError();
	}
}

/** A source that provides only the inventory. */
export class ScriptedSource implements Source {
	readonly name = 'bundled sample';

	async inventory(kind: RecordKind): Promise<Inventory> {
		if (kind === 'songs')
			return {files: files(71, 240), bytes: 17_000, fingerprint: '1:1:00', skipped: [], skippedCount: 0};
		return {
			files: files(30, 123_456),
			bytes: 3_703_680,
			fingerprint: '1:1:00',
			skipped: [
				{path: 'log_data/.DS_Store', reason: 'hidden'},
				{path: 'log_data/2018/x.json', reason: 'empty'},
			],
			skippedCount: 2,
		};
	}

	// biome-ignore lint/correctness/useYield: the scripted warehouse never reads records
	async *records(): AsyncGenerator<RecordBatch> {
		throw new Error('The scripted source has no records.');
	}

	locate(kind: RecordKind): string {
		return `/data/${kind}`;
	}
}

function files(total: number, bytes: number): Inventory['files'] {
	return Array.from({length: total}, (_, i) => ({path: `file-${i}.json`, bytes}));
}
