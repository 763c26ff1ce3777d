import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {PipelineEvent} from '../../src/load/events.js';
import type {LoadSession} from '../../src/load/load-session.js';
import {openSource} from '../../src/source/open-source.js';
import {stageIds} from '../../src/star/stages.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {Session} from '../../src/warehouse/warehouse.js';

/** Opens a session that loads the bundled sample into a DuckDB file in a temporary folder. */
export async function openSample(): Promise<{
	readonly folder: string;
	readonly session: LoadSession;
	/** Closes the session and removes the folder. */
	readonly close: () => Promise<void>;
}> {
	const folder = await mkdtemp(join(tmpdir(), 'sparkify-docs-'));
	const session = createLoadSession({
		warehouse: new DuckDbWarehouse(join(folder, 'sparkify.duckdb')),
		source: openSource({data: undefined, source: undefined}),
		maxErrors: 0,
		ledger: false,
	});
	const close = async () => {
		await session.close();
		await rm(folder, {recursive: true, force: true});
	};
	return {folder, session, close};
}

/** Loads the bundled sample into a temporary DuckDB file. */
export async function loadSample(): Promise<{
	/** The notebook's session. */
	readonly session: Session;
	/** What happened during the load. */
	readonly events: readonly PipelineEvent[];
	readonly close: () => Promise<void>;
}> {
	const {session: load, close} = await openSample();
	const events: PipelineEvent[] = [];
	load.onEvent(event => events.push(event));
	for (const stage of stageIds) {
		const end = await load.run(stage);
		if (end.type === 'done') continue;
		await close();
		throw new Error(`${stage}: ${end.type === 'failed' ? end.failure.message : end.type}`);
	}
	return {session: load.warehouse.notebook, events, close};
}
