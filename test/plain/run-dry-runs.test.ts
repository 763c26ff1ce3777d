import test from 'ava';
import {ConnectionError, StatementError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {dryRunClosing, runDryRuns} from '../../src/plain/run-dry-runs.js';
import {stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';
import {stageCount} from '../support/stage-numbers.js';

function open(maxErrors = 1) {
	const warehouse = new FakeWarehouse();
	const session = createLoadSession({warehouse, source: new FakeSource(), maxErrors, ledger: false});
	const controller = new AbortController();
	return {
		warehouse,
		controller,
		run: () => runDryRuns(session, {stages: stageIds, signal: controller.signal}),
	};
}

test('dry-runs all stages, each as if those before it had run', async t => {
	const {warehouse, run} = open();
	for (const table of ['users', 'songs']) warehouse.tables.set(table, 1);
	// On its own, create-tables would fail because the tables exist.
	const tally = await run();
	t.is(tally.end, 'completed');
	t.is(tally.ok, 4, 'connect, drop-tables, create-tables and verify need none of the tables');
	t.false(warehouse.calls.includes('commit'));
});

test('continues after a stage that would fail', async t => {
	const {warehouse, run} = open();
	warehouse.fail(/check events/, new StatementError({message: 'No.'}));
	const tally = await run();
	t.deepEqual(tally, {ok: stageCount - 1, failed: 1, notTried: 0, end: 'completed'});
	t.is(
		dryRunClosing(tally, 1200),
		`Dry run: ${stageCount - 1} stages would succeed, 1 would fail; nothing was changed. 1.2 s.`,
	);
});

test('tries nothing without a connection', async t => {
	const {warehouse, run} = open();
	warehouse.fail(/connect/, new ConnectionError({message: 'No.'}));
	const tally = await run();
	t.deepEqual(tally, {ok: 0, failed: 1, notTried: stageCount - 1, end: 'no-connection'});
	t.is(
		dryRunClosing(tally, 20),
		`No connection: 0 stages would succeed, 1 would fail, ${stageCount - 1} not tried; nothing was changed. 20 ms.`,
	);
});

test('cancels the current dry run when interrupted, and starts no other', async t => {
	const {warehouse, controller, run} = open();
	const held = warehouse.hold(/check songs/);
	const ended = run();
	await held.reached;
	controller.abort();
	t.deepEqual(await ended, {ok: 4, failed: 0, notTried: stageCount - 4, end: 'interrupted'});
	t.is(warehouse.calls.at(-1), 'rollback');
});
