import {recordsOf, type StageId, stageInputs, stageOf, tableOf} from '../star/stages.js';
import {type FilledTable, type OwnedTable, ownedTables, type TableCounts} from '../star/tables.js';
import type {LoadFacts} from './load-status.js';
import {isSameSource} from './source-id.js';
import type {Survey} from './survey.js';

/** A table whose rows a stage would remove, with its current row count. */
export type Loss = {readonly table: string; readonly rows: number};

/** Tables without a known record in `staging_loads`, e.g. those of another program, count as not loaded by this program. */
export type LossFacts = Omit<LoadFacts, 'loads'> & Pick<Survey, 'loads' | 'foreign'>;

export type Losses = {
	/** Rows that rerunning the stages could not restore. */
	readonly destroys: readonly Loss[];
	/** Rows that the stage recomputes from the same source. */
	readonly replaces: readonly Loss[];
};

/** The rows that running a stage would remove. Empty tables are left out. */
export function lossesOf(stage: StageId, facts: LossFacts): Losses {
	if (stage === 'drop-tables') return {destroys: withRows(ownedTables, facts.counts), replaces: []};
	const table = tableOf(stage);
	if (table === undefined) return {destroys: [], replaces: []};
	const rows = withRows([table], facts.counts);
	return isRestorable(table, facts) ? {destroys: [], replaces: rows} : {destroys: rows, replaces: []};
}

/** Whether rerunning the table's stage would restore the same rows. */
function isRestorable(table: FilledTable, {counts, loads, source, fingerprints}: LossFacts): boolean {
	const record = loads?.[table];
	if (record === undefined || record.rows !== counts[table]) return false;
	const inputs = stageInputs[stageOf(table)];
	if (inputs.length > 0) return inputs.every(input => loads?.[input]?.loadId === record.loadId);
	if (source !== undefined && !isSameSource(record, source)) return false;
	const fingerprint = fingerprints[recordsOf(stageOf(table))!];
	return fingerprint === undefined || record.fingerprint === null || fingerprint === record.fingerprint;
}

function withRows(tables: readonly OwnedTable[], counts: TableCounts): readonly Loss[] {
	return tables.map(table => ({table, rows: counts[table] ?? 0})).filter(({rows}) => rows > 0);
}
