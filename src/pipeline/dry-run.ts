import {RejectedError} from '../warehouse/rejected-error.js';
import {describeReject} from '../warehouse/staging-tally.js';
import type {PlanStep, StagedRows} from '../warehouse/warehouse.js';
import {type LossFacts, lossesOf} from './losses.js';
import {ownedTables, type TableCounts} from './owned-tables.js';
import type {Loss, StageContext, StageId} from './stage.js';

/** What a stage would do, found out without changing anything. */
export type DryRun = {
	readonly stage: StageId;
	/** Whether the stage would go through. */
	readonly ok: boolean;
	readonly findings: Findings;
	/** What the stage would remove, with today's row counts: of drop-tables every table that is there, empty or not. */
	readonly destroys: readonly Loss[];
	/** Things worth knowing of the dry run itself, in whole sentences. */
	readonly notes: readonly string[];
};

export type Findings =
	/** There is no more to it than this sentence. */
	| {readonly type: 'message'; readonly text: string}
	| RecordFindings
	| {readonly type: 'plans'; readonly plans: readonly StatementPlan[]};

/** What the files of a kind hold. */
export type RecordFindings = {
	readonly type: 'records';
	/** False where there were too many rejects to count: the figures are those up to there. */
	readonly isWhole: boolean;
	/** Records read; absent where not all were. */
	readonly records?: number;
	/** Rows that would be loaded; absent where not all records were read, and 0 where the engine counts none. */
	readonly rows?: number;
	readonly rejected: number;
	/** The first rejects, formatted as in `StageResult`, ten at most. */
	readonly rejects: readonly string[];
	/** Rejected records up to which the stage would go on. */
	readonly maxErrors: number;
};

export type StatementPlan = {readonly sql: string; readonly steps: readonly PlanStep[]};

export type DryRunContext = Pick<
	StageContext,
	'warehouse' | 'source' | 'maxErrors' | 'signal' | 'onProgress'
> & {
	/** What the warehouse holds now. */
	readonly facts: LossFacts;
	/** Stages that are taken as having run before. */
	readonly after: ReadonlySet<StageId>;
};

/** Rejects are counted up to here, which is as far as every engine can. */
export const maxCountedRejects = 100_000;
const maxShown = 10;

/** Checks records past every reject, up to 100,000 of them. @param check `Warehouse.check`, given how many to go past. */
export async function checkAll(
	maxErrors: number,
	check: (maxCountedRejects: number) => Promise<StagedRows>,
): Promise<RecordFindings> {
	try {
		const {records, rows, rejected, firstRejects} = await check(maxCountedRejects);
		const rejects = firstRejects.slice(0, maxShown).map(describeReject);
		return {type: 'records', isWhole: true, records, rows, rejected, rejects, maxErrors};
	} catch (error) {
		if (!(error instanceof RejectedError)) throw error;
		const rejects = error.rejects.slice(0, maxShown).map(describeReject);
		return {type: 'records', isWhole: false, rejected: maxCountedRejects, rejects, maxErrors};
	}
}

/** Whether a staging stage would end without too many rejects. */
export function staysWithin({isWhole, rejected, maxErrors}: RecordFindings): boolean {
	return isWhole && rejected <= maxErrors;
}

/** The statements of a script whose plan is worth a look: all but those that only empty a table. */
export function insertsOf(script: readonly string[]): readonly string[] {
	return script.filter(sql => /^(?:\s*--[^\n]*\n)*\s*INSERT\b/i.test(sql));
}

/** What a stage would remove if others had run before it: of tables that were dropped, nothing. */
export function lossesAfter(after: ReadonlySet<StageId>, stage: StageId, facts: LossFacts): readonly Loss[] {
	return after.has('drop-tables') ? [] : lossesOf(stage, facts).destroys;
}

/** Every table that is there, empty or not, with its rows. */
export function existingTables(counts: TableCounts): readonly Loss[] {
	return ownedTables.flatMap(table => {
		const rows = counts[table];
		return rows === undefined ? [] : [{table, rows}];
	});
}
