import test from 'ava';
import type {Failure} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {LoadSession} from '../../src/load/load-session.js';
import {stageIds} from '../../src/star/stages.js';
import {PostgresWarehouse} from '../../src/warehouse/postgres/warehouse.js';
import {RedshiftWarehouse} from '../../src/warehouse/redshift/warehouse.js';
import {whoLoads} from '../../src/warehouse/who.js';
import {createDataFolder, eventLine, songText} from '../support/data-folder.js';
import {collectRows} from '../support/engine-fixture.js';
import {connectionTo} from '../support/engine-postgres.js';
import {connectionToRedshift} from '../support/engine-redshift.js';
import {type PostgresServer, startPostgres} from '../support/postgres/start-postgres.js';
import {startStack} from '../support/redshift/test-clients.js';
import {openFixture} from '../warehouse/redshift/fixture.js';

let postgres: PostgresServer;
test.before(async () => {
	postgres = await startPostgres();
});
test.after.always(async () => postgres?.stop());

async function twoLoads() {
	const database = await postgres.createDatabase();
	const folder = createDataFolder({'log_data/a.json': eventLine(), 'song_data/a.json': songText()});
	const open = () => {
		const warehouse = new PostgresWarehouse(connectionTo(postgres, database));
		return createLoadSession({warehouse, source: folder.source, maxErrors: 0, ledger: false});
	};
	const [first, second] = [open(), open()];
	for (const session of [first, second]) await session.run('connect');
	const close = async () => {
		await Promise.all([first.close(), second.close()]);
		folder.remove();
	};
	return {first, second, close};
}

test('PostgreSQL: refuses a second load and names the holder of the lock', async t => {
	const {first, second, close} = await twoLoads();
	t.teardown(close);
	const {user, host} = whoLoads();
	await first.exclusively(async () => {
		t.like(await first.run('drop-tables'), {type: 'done'});
		const refused = await second.run('drop-tables');
		t.like(refused, {type: 'failed', failure: {where: 'public'}});
		const {message} = (refused as {failure: {message: string}}).failure;
		t.true(message.includes(`It is sparkify-tui ${user}@${host}`), message);
		t.like(await first.run('create-tables'), {type: 'done', failure: undefined});
	});
	t.like(await second.run('stage-events'), {type: 'done', failure: undefined});
});

test("PostgreSQL: notices another session's load between stages", async t => {
	const {first, second, close} = await twoLoads();
	t.teardown(close);
	for (const stage of ['drop-tables', 'create-tables', 'stage-events', 'stage-songs'] as const)
		t.like(await first.run(stage), {type: 'done', failure: undefined}, stage);
	await second.refresh();
	t.like(await second.run('stage-events'), {type: 'done', failure: undefined});
	const failed = await first.run('load-users');
	t.like(failed, {type: 'failed', failure: {where: 'staging_events'}});
	t.regex(
		(failed as {failure: {message: string}}).failure.message,
		/^Another load changed staging_events since this session last read it\./,
	);
	t.like(await first.run('load-users'), {type: 'done', failure: undefined}, 'it has read the tables again');
});

test('PostgreSQL: fills a table from the staged rows that it checked, though they are removed meanwhile', async t => {
	const {first, second, close} = await twoLoads();
	t.teardown(close);
	for (const stage of stageIds.slice(1))
		t.like(await first.run(stage), {type: 'done', failure: undefined}, stage);

	const {notebook} = second.warehouse;
	await notebook.run('BEGIN');
	await notebook.run('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
	await notebook.run('DELETE FROM staging_events');
	const blocked = new Promise<void>(resolve => {
		first.onEvent(event => {
			if (event.type === 'stage-progress' && event.progress.blockedBy !== undefined) resolve();
		});
	});
	const running = first.run('load-users');
	await blocked;
	await notebook.run('COMMIT');
	t.like(await running, {type: 'done', result: {rows: 1}});
	t.deepEqual(await first.warehouse.observe('SELECT count(*) FROM users'), [[1]]);
	const next = await first.run('load-songs');
	t.like(next, {type: 'failed', failure: {where: 'staging_events', advice: 'Run stage-events again.'}});
});

test('Redshift: alternates with another load between stages, and names it', async t => {
	const stack = await startStack();
	t.teardown(async () => stack.stop());
	const {redshift, warehouse, source} = await openFixture(t, stack, {
		'log_data/1.json': eventLine(),
		'song_data/1.json': songText(),
	});
	const rival = new RedshiftWarehouse(connectionToRedshift(redshift, redshift.database), {
		iamRole: 'default',
	});
	const [first, second] = [warehouse, rival].map(each =>
		createLoadSession({warehouse: each, source, maxErrors: 0, ledger: false}),
	) as [LoadSession, LoadSession];
	t.teardown(async () => second.close());
	for (const session of [first, second]) t.like(await session.run('connect'), {type: 'done'});
	// Each waits for the other's LOCK, and the one that comes later finds that its data was replaced.
	const both = await Promise.all([first.run('stage-events'), second.run('stage-events')]);
	t.deepEqual(both.map(({type}) => type).toSorted(), ['done', 'failed']);
	const {failure} = both.find(({type}) => type === 'failed') as {failure: Failure};
	const {user, host} = whoLoads();
	t.regex(failure.message, /^Another load changed staging_events since this session last read it\./);
	t.true(failure.detail?.includes(`UTC by ${user} on ${host}`), failure.detail);
	t.is(
		await collectRows(await warehouse.query('SELECT count(*) FROM staging_events')).then(([row]) =>
			Number(row?.[0]),
		),
		1,
	);
});
