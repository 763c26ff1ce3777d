import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {StatementError} from '../../src/errors.js';
import {downstreamStages, stageIds} from '../../src/star/stages.js';
import {FakeWarehouse} from '../support/fake-warehouse.js';
import {stagesBefore} from '../support/stage-numbers.js';
import {listen, openSession, runAll, statusTypes} from './load-session-fixture.js';

const withLedger = test.macro(async (t, body: (t: ExecutionContext, folder: string) => Promise<void>) => {
	const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
	try {
		await body(t, folder);
	} finally {
		await rm(folder, {recursive: true});
	}
});

test('restores results that still hold in a later run', withLedger, async (t, folder) => {
	const warehouse = new FakeWarehouse();
	await runAll(openSession(warehouse, folder));
	const session = openSession(warehouse, folder);
	const events = listen(session);
	t.is(session.state.stages['drop-tables'].type, 'waiting');
	await session.run('connect');
	t.true(statusTypes(session).every(type => type === 'done'));
	t.like(session.state.stages['load-users'], {type: 'done', result: {rows: 2, summary: '2 rows in users'}});
	t.deepEqual(
		events.map(({type}) => type),
		['stage-started', 'stage-finished', 'tables-counted'],
		'results of an earlier run are not events',
	);
});

test(
	'marks a stage whose table was changed by hand, and verify, as out of date',
	withLedger,
	async (t, folder) => {
		const warehouse = new FakeWarehouse();
		await runAll(openSession(warehouse, folder));
		warehouse.tables.set('songs', 2);
		const session = openSession(warehouse, folder);
		await session.run('connect');
		t.deepEqual(
			stageIds.filter(id => session.state.stages[id].type !== 'done'),
			['load-songs', 'verify'],
		);
		t.like(session.state.stages['load-songs'], {
			type: 'stale',
			because: {type: 'rows', loaded: 3, found: 2},
		});
		t.like(session.state.stages.verify, {type: 'stale', because: {type: 'input', stage: 'load-songs'}});
	},
);

test('starts over on another warehouse, or when the tables are gone', withLedger, async (t, folder) => {
	const warehouse = new FakeWarehouse();
	await runAll(openSession(warehouse, folder));
	const other = openSession(new FakeWarehouse('another'), folder);
	await other.run('connect');
	t.is(other.state.stages['drop-tables'].type, 'ready');
	warehouse.tables.clear();
	const same = openSession(warehouse, folder);
	await same.run('connect');
	t.is(same.state.stages['drop-tables'].type, 'ready');
	t.is(same.state.stages['create-tables'].type, 'waiting');
});

test(
	'offers failed, cancelled, skipped and stale stages of an earlier run again',
	withLedger,
	async (t, folder) => {
		const warehouse = new FakeWarehouse();
		const first = openSession(warehouse, folder);
		await runAll(first, stagesBefore('load-time'));
		first.skip('load-time');
		warehouse.fail(/INSERT INTO users/, new StatementError({message: 'No.'}));
		warehouse.tables.set('users', 2);
		await first.run('load-users');
		await first.run('stage-songs');
		const second = openSession(warehouse, folder);
		await second.run('connect');
		const shown = Object.fromEntries(stageIds.map((id, index) => [id, statusTypes(second)[index]]));
		t.deepEqual(shown, {
			...Object.fromEntries(stageIds.map(id => [id, 'done'])),
			// The second run of load-users failed and was rolled back, so the first one still counts.
			...Object.fromEntries(downstreamStages('stage-songs').map(id => [id, 'stale'])),
			'load-time': 'waiting',
			verify: 'waiting',
		});
	},
);

test('restores nothing on the second connect, because the state is newer', withLedger, async (t, folder) => {
	const warehouse = new FakeWarehouse();
	await runAll(openSession(warehouse, folder));
	const session = openSession(warehouse, folder);
	await session.run('connect');
	await session.run('drop-tables');
	await session.run('connect');
	t.is(session.state.stages['create-tables'].type, 'ready');
});
