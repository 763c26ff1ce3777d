import type {RecordKind} from '../source/source.js';
import {
	type FillingStage,
	fillingStages,
	recordsOf,
	type StageId,
	stageInputs,
	stageOf,
	stageTables,
} from '../star/stages.js';
import {ownedTables, type TableCounts} from '../star/tables.js';
import type {LoadRecord, LoadRecords} from './load-records.js';
import {isSameSource, type SourceId} from './source-id.js';
import type {StaleReason} from './stale-reason.js';

/** A stage's state in the warehouse: not loaded, loaded and current, or loaded and out of date. */
export type LoadStatus =
	| {readonly type: 'none'}
	| {readonly type: 'done'; readonly record: LoadRecord}
	| {readonly type: 'stale'; readonly record: LoadRecord; readonly because: StaleReason};

export type LoadStatuses = Readonly<Record<FillingStage, LoadStatus>>;

export type LoadFacts = {
	readonly counts: TableCounts;
	readonly loads: LoadRecords;
	/** The source of this session. */
	readonly source: SourceId | undefined;
	/** Fingerprints of the current files, if they could be listed. */
	readonly fingerprints: Readonly<Partial<Record<RecordKind, string>>>;
};

export function loadStatuses(facts: LoadFacts): LoadStatuses {
	const found: Partial<Record<FillingStage, LoadStatus>> = {};
	for (const stage of fillingStages) found[stage] = loadStatus(stage, facts, found);
	return found as LoadStatuses;
}

/** @param found The statuses of the stages before it. */
function loadStatus(
	stage: FillingStage,
	{counts, loads, source, fingerprints}: LoadFacts,
	found: Partial<LoadStatuses>,
): LoadStatus {
	const table = stageTables[stage];
	const [record, rows] = [loads[table], counts[table]];
	if (record === undefined || rows === undefined) return {type: 'none'};
	const stale = (because: StaleReason): LoadStatus => ({type: 'stale', record, because});
	if (rows !== record.rows) return stale({type: 'rows', loaded: record.rows, found: rows});
	if (source !== undefined && !isSameSource(record, source))
		return stale({type: 'source', from: record, at: record.finishedAt});
	const kind = recordsOf(stage);
	const fingerprint = kind && fingerprints[kind];
	if (fingerprint !== undefined && record.fingerprint !== null && fingerprint !== record.fingerprint)
		return stale({type: 'files', at: record.finishedAt});
	for (const input of stageInputs[stage]) {
		const [inputStage, inputRecord] = [stageOf(input), loads[input]];
		if (inputRecord === undefined || found[inputStage]?.type !== 'done')
			return stale({type: 'input', stage: inputStage});
		if (inputRecord.loadId !== record.loadId || inputRecord.finishedAt > record.finishedAt)
			return stale({type: 'rerun', stage: inputStage});
	}
	return {type: 'done', record};
}

/** The program's tables that do not exist. */
export function missingTables(counts: TableCounts): readonly string[] {
	return ownedTables.filter(table => counts[table] === undefined);
}

/** The run ids of all filled tables, which identify the data that a check covered. Undefined unless all are loaded. */
export function runIds(loads: LoadRecords): Readonly<Record<string, string>> | undefined {
	const ids = fillingStages.map(stage => [stageTables[stage], loads[stageTables[stage]]?.runId] as const);
	return ids.every(([, id]) => id !== undefined)
		? (Object.fromEntries(ids) as Record<string, string>)
		: undefined;
}

/** The first stage that is not done, among those that `verify` checks. */
export function firstNotDone(statuses: LoadStatuses): StageId | undefined {
	return fillingStages.find(stage => statuses[stage].type !== 'done');
}
