import {Buffer} from 'node:buffer';
import {copyRow} from '../source/json/copy-text.js';
import type {Inventory, RecordBatch, RecordKind, Reject, Source} from '../source/source.js';
import {stagingTable} from '../source/staging-columns.js';
import {type SqlValue, statements} from '../sql/statements.js';
import {StagingTally} from './staging-tally.js';
import type {Progress, StagedRows, StageOptions, StagingOptions} from './warehouse.js';

const rejectsPerPiece = 500;

/** Takes COPY text into a table. */
export type CopyTarget = {
	/** Writes complete rows; may return before they are loaded. Applies backpressure. */
	write(copyText: Uint8Array): Promise<void>;
	/** Loads the remaining rows. */
	end(): Promise<void>;
	/** Releases resources, also after an error. Never throws. */
	close(): Promise<void>;
};

export type StagingEngine = {
	run(sql: string): Promise<unknown>;
	/** Opens one target at a time. @param name Its statement is `sql/<engine>/stage-<name>.sql`. */
	copy(name: RecordKind | 'rejects'): CopyTarget;
};

/**
Stages records on an engine that receives its rows from this program: empties the table, reads the records, copies the
valid ones and stores the others in `staging_rejects`.
*/
export async function stageRecords(
	engine: StagingEngine,
	kind: RecordKind,
	source: Source,
	options: StagingOptions,
): Promise<StagedRows> {
	const table = stagingTable[kind];
	await runScript(engine, 'staging/clear', {table_name: table});
	await runScript(engine, `staging/clear-${kind}`, {});

	const inventory = await list(kind, source, options);
	const tally = new StagingTally(options);
	await copyAll(engine.copy(kind), async function* () {
		for await (const batch of readRecords(kind, source, inventory, options)) {
			tally.add(batch);
			// A failed load continues reading to count the rejects, but copies no more rows.
			if (!tally.isOverLimit) yield batch.copyText;
		}
		// Throw before the copy ends; otherwise the engine would load rows for nothing.
		tally.result(kind, source.locate(kind));
	});
	const staged = tally.result(kind, source.locate(kind));
	await copyAll(engine.copy('rejects'), () => rejectsText(table, options.runId, tally.storedRejects));
	return {...staged, inventory};
}

/** Reads and checks the records of a kind without loading them. @throws RejectedError as staging does */
export async function checkRecords(
	kind: RecordKind,
	source: Source,
	options: StageOptions,
): Promise<StagedRows> {
	const tally = new StagingTally(options);
	const inventory = await list(kind, source, options);
	for await (const batch of readRecords(kind, source, inventory, options)) tally.add(batch);
	return {...tally.result(kind, source.locate(kind)), inventory};
}

/** Lists the files of a kind, and reports notices about delays. */
async function list(
	kind: RecordKind,
	source: Source,
	{onProgress, signal, earlier}: Pick<StagingOptions, 'onProgress' | 'signal' | 'earlier'>,
): Promise<Inventory> {
	return source.inventory(kind, {signal, earlier, onNotice: notice => onProgress?.({waitingFor: notice})});
}

/** Yields every batch of a kind, and reports progress after each batch was consumed. */
async function* readRecords(
	kind: RecordKind,
	source: Source,
	inventory: Inventory,
	{onProgress, signal}: Pick<StageOptions, 'onProgress' | 'signal'>,
): AsyncGenerator<RecordBatch> {
	let progress: Progress = {};
	const onNotice = (notice: string) => onProgress?.({...progress, waitingFor: notice});
	let [rows, files, bytes] = [0, 0, 0];
	for await (const batch of source.records(kind, inventory, {signal, onNotice})) {
		yield batch;
		rows += batch.rows;
		files += batch.files;
		bytes += batch.bytes;
		progress = {rows, files, filesTotal: inventory.files.length, bytes, bytesTotal: inventory.bytes};
		onProgress?.(progress);
	}
}

/** Rejects as COPY text for `staging_rejects`, in pieces of complete rows. */
function* rejectsText(table: string, runId: string, rejects: readonly Reject[]): Generator<Uint8Array> {
	for (let start = 0; start < rejects.length; start += rejectsPerPiece) {
		const rows = rejects
			.slice(start, start + rejectsPerPiece)
			.map(({file, line, column, reason, raw}) => copyRow([table, runId, file, line, column, reason, raw]));
		yield Buffer.from(rows.join(''));
	}
}

async function copyAll(
	target: CopyTarget,
	chunks: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
	try {
		for await (const chunk of chunks()) if (chunk.length > 0) await target.write(chunk);
		await target.end();
	} finally {
		await target.close();
	}
}

async function runScript(
	engine: StagingEngine,
	name: string,
	parameters: Readonly<Record<string, SqlValue>>,
): Promise<void> {
	for (const sql of statements(name, parameters)) await engine.run(sql);
}
