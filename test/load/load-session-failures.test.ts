import test from 'ava';
import {ConnectionError, StatementError} from '../../src/errors.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {FakeWarehouse, sampleReject} from '../support/fake-warehouse.js';
import {checkCount, stagesBefore} from '../support/stage-numbers.js';
import {listen, openSession, runAll, untilStaging, untilTables} from './load-session-fixture.js';

test('reports a failure in the state and the events, rolls back, and succeeds on retry', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilStaging);
	const failure = {message: 'Disk full.', advice: 'Free some space.'};
	warehouse.fail(/INSERT INTO users/, new StatementError(failure));
	const events = listen(session);
	t.like(await session.run('load-users'), {type: 'failed', failure});
	t.like(events.at(-2), {type: 'stage-failed', stage: 'load-users', failure});
	t.is(warehouse.calls.at(-1), 'rollback');
	t.like(await session.run('load-users'), {type: 'done'});
	t.is(session.state.counts.users, 2);
});

test('reports connection, driver and internal errors as failures, each with its advice', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	warehouse.fail(/connect/, new ConnectionError({message: 'No answer.', advice: 'Start it.'}));
	t.like(await session.run('connect'), {
		type: 'failed',
		failure: {message: 'No answer.', advice: 'Start it.'},
	});
	warehouse.fail(/connect/, Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'}));
	const driver = await session.run('connect');
	t.deepEqual(driver.type === 'failed' && driver.failure, {message: 'read ECONNRESET'});
	warehouse.fail(/connect/, new TypeError('x is not a function'));
	const defect = await session.run('connect');
	t.true(defect.type === 'failed' && defect.failure.message.includes('x is not a function'));
	t.regex((defect.type === 'failed' && defect.failure.advice) || '', /^This is a bug in sparkify-tui/);
	warehouse.fail(/connect/, 'just text');
	t.like(await session.run('connect'), {type: 'failed'});
	t.is((await session.run('connect')).type, 'done');
});

test('leaves the table unchanged and keeps and lists the rejects when there are too many', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilStaging);
	const rejects = [sampleReject, {...sampleReject, line: 9, column: null, reason: 'no JSON object'}];
	warehouse.fail(/stage events/, new RejectedError({message: 'Two are too many.'}, rejects, 2));
	const status = await session.run('stage-events');
	t.like(status, {type: 'failed', failure: {message: 'Two are too many.'}, rejected: 2});
	t.deepEqual(status.type === 'failed' && status.rejects, [
		'log_data/a.json:3 ts: "x" is not a number',
		'log_data/a.json:9 no JSON object',
	]);
	t.is(warehouse.tables.get('staging_events'), 8);
	t.is(warehouse.tables.get('staging_rejects'), 2);
	t.true(
		warehouse.calls.some(
			what =>
				what.includes('INSERT INTO staging_rejects') &&
				/\('staging_events', '[-\da-f]{36}', 'log_data\/a.json', 9, NULL, 'no JSON object', '{"ts":"x"}'\)/.test(
					what,
				),
		),
	);
	t.is(warehouse.calls.at(-1), 'commit');
});

test('reports why the stage failed even when its rejects cannot be stored', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilTables);
	warehouse.fail(/stage events/, new RejectedError({message: 'One is too many.'}, [sampleReject], 1));
	warehouse.fail(/INSERT INTO staging_rejects/, new StatementError({message: 'Disk full.'}));
	const status = await session.run('stage-events');
	t.like(status, {
		type: 'failed',
		failure: {
			message: 'One is too many.',
			detail: "Couldn't store the rejected records in staging_rejects: Disk full.",
		},
	});
});

test('names a missing table and the stages to run', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await session.run('connect');
	t.like(await session.run('load-users'), {
		type: 'failed',
		failure: {
			message: 'The table staging_events does not exist.',
			advice: 'Run create-tables, then stage-events.',
		},
	});
	t.like(await session.run('verify'), {
		type: 'failed',
		failure: {message: 'The table songplays does not exist.'},
	});
	warehouse.tables.set('staging_events', 8);
	t.like(await session.run('stage-events'), {
		type: 'failed',
		failure: {
			message: 'The table staging_rejects does not exist.',
			advice: 'Run drop-tables, then create-tables, and load again.',
		},
	});
});

test('fails verify on a failed check, with all checks and the query for the rows', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, stagesBefore('verify'));
	warehouse.violations = {'keys-unique': 2};
	const status = await session.run('verify');
	if (status.type !== 'failed') return t.fail(status.type);
	t.is(
		status.failure.message,
		`1 check of ${checkCount} failed: keys are unique in songplays, users, songs and artists (some figure 12).`,
	);
	t.is(status.failure.where, 'keys-unique');
	t.regex(status.failure.sql?.text ?? '', /HAVING count\(\*\) > 1/);
	t.is(status.checks?.length, checkCount);
	t.deepEqual(
		status.checks?.filter(({ok}) => !ok).map(({id}) => id),
		['keys-unique'],
	);
});
