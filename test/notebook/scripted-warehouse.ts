import {setImmediate} from 'node:timers/promises';
import {CancelledError, StatementError} from '../../src/errors.js';
import {readCompletely} from '../../src/warehouse/small-result.js';
import type {
	Blocker,
	Column,
	Dependent,
	PlanStep,
	QueryResult,
	Row,
	RunningLoad,
	SmallResult,
	StagedRows,
	StatementOptions,
	TableInfo,
	Warehouse,
} from '../../src/warehouse/warehouse.js';
import {notebookSession} from '../support/notebook-session.js';

export const numberColumn: Column = {name: 'n', type: 'number', engineType: 'INTEGER'};

/** Response to a statement: rows 1 to `rows` in batches, a command tag, or an error at once or after some rows. */
export type Answer = {
	readonly rows?: number;
	readonly command?: string;
	readonly error?: string;
	/** Waits to be cancelled before the first row, or after this many rows. */
	readonly hangsAfter?: number;
	readonly failsAfter?: number;
	/** Takes several microtasks to close. */
	readonly closesLate?: boolean;
};

/** A warehouse that responds to given statements, records what was sent, and counts open results. */
export class ScriptedWarehouse implements Warehouse {
	readonly engine = 'duckdb';
	readonly notebook = notebookSession({
		run: async sql => this.run(sql),
		query: async (sql, options) => this.query(sql, options),
	});
	readonly name = 'scripted';
	readonly identity = 'scripted';
	readonly sent: string[] = [];
	/** Results that were open when a statement was sent; must stay 0. */
	overlaps = 0;
	/** Results that were neither read to the end nor closed. */
	open = 0;
	/** Rows returned so far. */
	given = 0;
	readonly #answers: Readonly<Record<string, Answer>>;
	readonly #batch: number;

	constructor(answers: Readonly<Record<string, Answer>>, batch = 700) {
		this.#answers = answers;
		this.#batch = batch;
	}

	async query(sql: string, {signal}: StatementOptions = {}): Promise<QueryResult> {
		this.sent.push(sql);
		this.overlaps += this.open;
		const answer = this.#answers[sql];
		if (answer === undefined) throw new Error(`No answer to ${sql}.`);
		if (answer.error !== undefined)
			throw new StatementError({message: answer.error, sql: {text: sql, offset: 7}});
		if (answer.hangsAfter === 0) await cancelled(signal);
		if (answer.command !== undefined)
			return {columns: [], command: answer.command, rows: this.#rows(0, {}, signal)};
		return {columns: [numberColumn], command: null, rows: this.#rows(answer.rows ?? 0, answer, signal)};
	}

	async read(sql: string, options: StatementOptions = {}): Promise<SmallResult> {
		return readCompletely(await this.query(sql, options));
	}

	async *#rows(
		total: number,
		{hangsAfter = Infinity, failsAfter = Infinity, closesLate = false}: Answer,
		signal: AbortSignal | undefined,
	): AsyncGenerator<readonly Row[]> {
		this.open++;
		try {
			for (let from = 0; from < total; from += this.#batch) {
				if (from >= hangsAfter) await cancelled(signal);
				if (from >= failsAfter) throw new StatementError({message: 'division by zero'});
				const rows = Array.from({length: Math.min(this.#batch, total - from)}, (_, index) => [
					from + index + 1,
				]);
				this.given += rows.length;
				yield rows;
			}
		} finally {
			if (closesLate) await setImmediate();
			this.open--;
		}
	}

	async connect(): Promise<string> {
		return 'Scripted 1.0';
	}
	async run(sql: string): Promise<number> {
		this.sent.push(sql);
		return 0;
	}
	async stage(): Promise<StagedRows> {
		throw new Error('Nothing is staged here.');
	}
	stagingSql(): readonly string[] {
		return [];
	}
	async check(): Promise<StagedRows> {
		throw new Error('Nothing is checked here.');
	}
	async explain(): Promise<readonly PlanStep[]> {
		return [];
	}
	async checkFiles(): Promise<void> {}

	async blockers(): Promise<readonly Blocker[]> {
		return [];
	}

	async runningLoads(): Promise<readonly RunningLoad[]> {
		return [];
	}
	async endLoad(): Promise<void> {}
	async transaction<T>(body: () => Promise<T>): Promise<T> {
		return body();
	}
	async inspectTables(): Promise<readonly TableInfo[]> {
		return [];
	}
	async describeTables(): Promise<readonly TableInfo[]> {
		return [];
	}
	async dependents(): Promise<readonly Dependent[]> {
		return [];
	}
	async catalog(): Promise<readonly TableInfo[]> {
		return [];
	}
	async observe(): Promise<readonly Row[]> {
		return [];
	}
	async lock(): Promise<void> {}
	async unlock(): Promise<void> {}
	progress(): number | undefined {
		return undefined;
	}
	async cancel(): Promise<void> {}
	async close(): Promise<void> {}
}

/** Never settles on its own. */
async function cancelled(signal: AbortSignal | undefined): Promise<never> {
	await new Promise<void>(resolve => {
		if (signal?.aborted) resolve();
		signal?.addEventListener('abort', () => resolve());
	});
	throw new CancelledError();
}
