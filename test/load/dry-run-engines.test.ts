import test, {type ExecutionContext} from 'ava';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {DryRun} from '../../src/load/dry-run.js';
import type {LoadSession} from '../../src/load/load-session.js';
import {type StageId, stageIds} from '../../src/star/stages.js';
import {ownedTables} from '../../src/star/tables.js';
import {createDataFolder, playLine, songText} from '../support/data-folder.js';
import {openDuckDb} from '../support/engine-duckdb.js';
import type {OpenWarehouse} from '../support/engine-fixture.js';
import {openPostgres} from '../support/engine-postgres.js';
import {openRedshift} from '../support/engine-redshift.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';
import {tableCount} from '../support/stage-numbers.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

const engines: Readonly<Record<string, OpenWarehouse>> = {
	DuckDB: openDuckDb,
	PostgreSQL: async () => openPostgres(stack.postgres),
	Redshift: async () => openRedshift(stack),
};

async function open(t: ExecutionContext, openWarehouse: OpenWarehouse, events: string, maxErrors = 0) {
	const {warehouse, close, upload} = await openWarehouse();
	const folder = createDataFolder({'log_data/day.json': events, 'song_data/one.json': songText()});
	t.teardown(async () => {
		await close();
		folder.remove();
	});
	const session = createLoadSession({
		warehouse,
		source: upload?.(folder).source ?? folder.source,
		maxErrors,
		ledger: false,
	});
	const counts = async () =>
		Object.fromEntries((await warehouse.inspectTables(ownedTables)).map(({name, rows}) => [name, rows]));
	return {session, counts};
}

async function dryRun(session: LoadSession, stage: StageId): Promise<DryRun> {
	const status = await session.dryRun(stage);
	if (status?.type !== 'finished') throw new Error(JSON.stringify(status));
	return status.dryRun;
}

const clean = playLine() + playLine({itemInSession: 1}) + playLine({itemInSession: 2, userId: '26'});
const dirty = `${clean}${playLine({length: 'long'})}{"page":\n${playLine({itemInSession: 3})}`;

for (const [engine, openWarehouse] of Object.entries(engines)) {
	// COPY … NOLOAD counts no rows and has its own messages.
	const isCounted = engine !== 'Redshift';

	test(`${engine}: dry-runs every stage on an empty warehouse and leaves no table`, async t => {
		const {session, counts} = await open(t, openWarehouse, clean);
		for (const stage of stageIds) t.true((await dryRun(session, stage)).ok, stage);
		t.like(session.state.dryRuns['stage-events'], {
			dryRun: {findings: {...(isCounted ? {records: 3, rows: 3} : {records: 0, rows: 0}), rejected: 0}},
		});
		const plays = session.state.dryRuns['load-songplays'];
		if (plays?.type !== 'finished' || plays.dryRun.findings.type !== 'plans') return t.fail();
		t.true(plays.dryRun.findings.plans[0]!.steps.some(({text}) => /insert/i.test(text)));
		t.deepEqual(plays.dryRun.notes, ['The tables do not exist yet; this plan assumes empty ones.']);
		t.deepEqual(await counts(), {});
	});

	test(`${engine}: reads all of a dirty file, counts and lists the rejects, and compares them with the limit`, async t => {
		const {session, counts} = await open(t, openWarehouse, dirty, 1);
		const {ok, findings} = await dryRun(session, 'stage-events');
		if (findings.type !== 'records') return t.fail();
		t.false(ok);
		t.like(findings, {isWhole: true, rejected: 2, maxErrors: 1});
		t.deepEqual([findings.records, findings.rows], isCounted ? [6, 4] : [2, 0]);
		const [first = '', second = ''] = findings.rejects;
		t.regex(first, isCounted ? /day\.json:4 length: "long" is not a number$/ : /day\.json:4 length: /);
		t.regex(second, /log_data\/day\.json:\d+ /);
		t.deepEqual(await counts(), {});
		const patient = await open(t, openWarehouse, dirty, 2);
		t.true((await dryRun(patient.session, 'stage-events')).ok);
	});

	test(`${engine}: leaves a loaded warehouse unchanged`, async t => {
		const {session, counts} = await open(t, openWarehouse, clean);
		for (const stage of stageIds) t.is((await session.run(stage)).type, 'done', stage);
		const before = await counts();
		t.is(before.songplays, 3);
		for (const stage of stageIds) await dryRun(session, stage);
		t.deepEqual(await counts(), before);
		t.like(session.state.dryRuns['drop-tables'], {
			dryRun: {findings: {text: `${tableCount} tables would be dropped.`}},
		});
		t.like(session.state.dryRuns['load-users'], {dryRun: {destroys: [], notes: []}});
		t.true(stageIds.every(id => session.state.stages[id].type === 'done'));
	});
}
