import test from 'ava';
import {FakeWarehouse} from '../support/fake-warehouse.js';
import {listen, openSession, runAll, statusTypes, untilTables} from './load-session-fixture.js';

test('is rolled back, ready and runnable again once cancel resolves', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilTables);
	const events = listen(session);
	const held = warehouse.hold(/stage events/);
	const run = session.run('stage-events');
	await held.reached;
	t.is(session.running, 'stage-events');
	await session.cancel();
	t.is(warehouse.calls.at(-1), 'rollback');
	t.is(session.running, undefined);
	t.deepEqual(await run, {type: 'cancelled'});
	t.deepEqual(session.state.stages['stage-events'], {type: 'ready'});
	t.deepEqual(
		events.map(({type}) => type),
		['stage-started', 'stage-cancelled'],
	);
	t.is((await session.run('stage-events')).type, 'done');
});

test('keeps the first run and its dependents when the second run is cancelled', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session);
	const held = warehouse.hold(/stage songs/);
	const run = session.run('stage-songs');
	await held.reached;
	await session.cancel();
	t.is((await run).type, 'cancelled');
	t.true(statusTypes(session).every(type => type === 'done'));
	t.is(warehouse.tables.get('staging_songs'), 3);
});

test('ignores cancel when nothing runs', async t => {
	const session = openSession(new FakeWarehouse());
	await session.cancel();
	t.is((await session.run('connect')).type, 'done');
});

test('leaves the stage done when cancel arrives after the commit', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await session.run('connect');
	const held = warehouse.hold(/commit/);
	const run = session.run('drop-tables');
	await held.reached;
	const cancelled = session.cancel();
	held.release();
	await cancelled;
	t.is((await run).type, 'done');
	t.is(session.running, undefined);
});
