import {firstWord} from '../sql/statement-kind.js';
import type {StageId} from '../star/stages.js';
import {ownedTables, type TableCounts} from '../star/tables.js';
import {RejectedError} from '../warehouse/rejected-error.js';
import {describeReject} from '../warehouse/staging-tally.js';
import type {PlanStep, StagedRows} from '../warehouse/warehouse.js';
import {type Loss, type LossFacts, lossesOf} from './losses.js';

/** What a stage would do, determined without changing anything. */
export type DryRun = {
	readonly stage: StageId;
	/** Whether the stage would succeed. */
	readonly ok: boolean;
	readonly findings: Findings;
	/** What the stage would remove, with current row counts; for drop-tables every existing table, empty or not. */
	readonly destroys: readonly Loss[];
	/** Notes on the dry run itself, in complete sentences. */
	readonly notes: readonly string[];
};

export type Findings =
	| {readonly type: 'message'; readonly text: string}
	| RecordFindings
	| {readonly type: 'plans'; readonly plans: readonly StatementPlan[]};

/** What the files of one kind contain. */
export type RecordFindings = {
	readonly type: 'records';
	/** False when there were too many rejects to count; the figures then cover only the records read so far. */
	readonly isWhole: boolean;
	/** Records read; absent when not all were. */
	readonly records?: number;
	/** Rows that would be loaded; absent when not all records were read, 0 if the engine doesn't count them. */
	readonly rows?: number;
	readonly rejected: number;
	/** The first ten rejects, formatted as in `StageResult`. */
	readonly rejects: readonly string[];
	/** Rejected records that the stage tolerates. */
	readonly maxErrors: number;
	/** How the keys differ from the columns, in a sentence, if the stage would fail because of that. */
	readonly drift?: string;
};

export type StatementPlan = {readonly sql: string; readonly steps: readonly PlanStep[]};

/** The most rejects that every engine can count. */
export const maxCountedRejects = 100_000;
const maxShown = 10;

/** Checks all records. @param check Calls `Warehouse.check` without a limit of rejects. */
export async function checkAll(maxErrors: number, check: () => Promise<StagedRows>): Promise<RecordFindings> {
	try {
		const {records, rows, rejected, firstRejects, drift} = await check();
		const rejects = firstRejects.slice(0, maxShown).map(describeReject);
		return {
			type: 'records',
			isWhole: true,
			records,
			rows,
			rejected,
			rejects,
			maxErrors,
			...(drift !== undefined && {drift: drift.message}),
		};
	} catch (error) {
		if (!(error instanceof RejectedError)) throw error;
		const rejects = error.rejects.slice(0, maxShown).map(describeReject);
		return {type: 'records', isWhole: false, rejected: maxCountedRejects, rejects, maxErrors};
	}
}

/** Whether a staging stage would succeed. */
export function succeeds(findings: RecordFindings): boolean {
	return staysWithin(findings) && findings.drift === undefined;
}

/** Whether a staging stage would stay within its limit of rejects. */
export function staysWithin({isWhole, rejected, maxErrors}: RecordFindings): boolean {
	return isWhole && rejected <= maxErrors;
}

/** The statements of a script that are worth explaining: its INSERTs. */
export function insertsOf(script: readonly string[]): readonly string[] {
	return script.filter(sql => firstWord(sql) === 'insert');
}

/** What a stage would remove if others had run before it: nothing once the tables are dropped. */
export function lossesAfter(after: ReadonlySet<StageId>, stage: StageId, facts: LossFacts): readonly Loss[] {
	return after.has('drop-tables') ? [] : lossesOf(stage, facts).destroys;
}

/** Every existing table, empty or not, with its row count. */
export function existingTables(counts: TableCounts): readonly Loss[] {
	return ownedTables.flatMap(table => {
		const rows = counts[table];
		return rows === undefined ? [] : [{table, rows}];
	});
}
