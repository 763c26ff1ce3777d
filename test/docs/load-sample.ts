import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {PipelineEvent} from '../../src/load/events.js';
import {openSource} from '../../src/source/open-source.js';
import {stageIds} from '../../src/star/stages.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';
import type {Session} from '../../src/warehouse/warehouse.js';

/** Loads the bundled sample into a temporary DuckDB file. */
export async function loadSample(): Promise<{
	/** The notebook's session. */
	readonly session: Session;
	/** What happened during the load. */
	readonly events: readonly PipelineEvent[];
	readonly close: () => Promise<void>;
}> {
	const folder = await mkdtemp(join(tmpdir(), 'sparkify-docs-'));
	const warehouse = new DuckDbWarehouse(join(folder, 'sparkify.duckdb'));
	const load = createLoadSession({
		warehouse,
		source: openSource({data: undefined, source: undefined}),
		maxErrors: 0,
		ledger: false,
	});
	const events: PipelineEvent[] = [];
	load.onEvent(event => events.push(event));
	const close = async () => {
		await load.close();
		await rm(folder, {recursive: true, force: true});
	};
	for (const stage of stageIds) {
		const end = await load.run(stage);
		if (end.type === 'done') continue;
		await close();
		throw new Error(`${stage}: ${end.type === 'failed' ? end.failure.message : end.type}`);
	}
	return {session: warehouse.notebook, events, close};
}
