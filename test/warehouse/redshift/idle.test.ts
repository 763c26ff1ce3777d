import test, {type ExecutionContext} from 'ava';
import {RedshiftWarehouse} from '../../../src/warehouse/redshift/warehouse.js';
import {collectRows} from '../../support/engine-fixture.js';
import {connectionToRedshift} from '../../support/engine-redshift.js';
import {type RedshiftDouble, startRedshift} from '../../support/redshift/start-redshift.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

async function open(t: ExecutionContext): Promise<{redshift: RedshiftDouble; warehouse: RedshiftWarehouse}> {
	const redshift = await startRedshift(stack);
	const warehouse = new RedshiftWarehouse(connectionToRedshift(redshift, redshift.database), {
		iamRole: 'default',
	});
	t.teardown(async () => {
		redshift.faults.clear();
		await warehouse.close();
		await redshift.stop();
	});
	return {redshift, warehouse};
}

test('waits for the login to an idle workgroup and says so', async t => {
	const {redshift, warehouse} = await open(t);
	redshift.faults.loginDelayMs = 10_500;
	let waiting = 0;
	const connecting = warehouse.connect({onWaiting: () => waiting++});
	setTimeout(() => {
		redshift.faults.loginDelayMs = 0;
	}, 5000);
	t.regex(await connecting, /^Redshift/);
	t.is(waiting, 1);
});

test('cancels a pending login', async t => {
	const {redshift, warehouse} = await open(t);
	redshift.faults.loginDelayMs = 3000;
	await t.throwsAsync(warehouse.connect({signal: AbortSignal.timeout(300)}), {name: 'CancelledError'});
});

test('retries a reset login once', async t => {
	const {redshift, warehouse} = await open(t);
	redshift.faults.resetLogins = 1;
	t.regex(await warehouse.connect(), /^Redshift/);
	await warehouse.close();
	redshift.faults.resetLogins = 2;
	await t.throwsAsync(warehouse.connect(), {name: 'ConnectionError'});
});

test('retries read-only statements on a new connection after a cluster pause', async t => {
	const {redshift, warehouse} = await open(t);
	await warehouse.connect();
	await warehouse.run('CREATE TABLE public.kept (i INTEGER)');
	const pause = () => {
		redshift.faults.restores = 1;
	};
	pause();
	t.deepEqual(await collectRows(await warehouse.query('SELECT 42')), [[42]]);
	pause();
	t.deepEqual((await warehouse.inspectTables(['kept']))[0]?.rows, 0);
	pause();
	await warehouse.transaction(async () => warehouse.run('INSERT INTO kept VALUES (1)'));
	t.deepEqual(await collectRows(await warehouse.query('SELECT i FROM kept')), [[1]]);

	// A change is not: whether it was made is for the user to see. The next statement has a new connection.
	pause();
	await t.throwsAsync(warehouse.query('INSERT INTO kept VALUES (2)'), {message: /cancelled the statement/});
	t.deepEqual(await collectRows(await warehouse.query('SELECT i FROM kept')), [[1]]);
});

test('retries a transaction that conflicts with another session once', async t => {
	const {redshift, warehouse} = await open(t);
	await warehouse.connect();
	await warehouse.run('CREATE TABLE kept (i INTEGER)');
	let runs = 0;
	const insert = async () =>
		warehouse.transaction(async () => {
			runs++;
			await warehouse.run('INSERT INTO kept VALUES (1)');
		});
	redshift.faults.conflicts = 1;
	await insert();
	t.is(runs, 2);
	t.deepEqual(await collectRows(await warehouse.query('SELECT i FROM kept')), [[1]]);
	redshift.faults.conflicts = 2;
	await t.throwsAsync(insert(), {message: /Another session changed the same tables/});
	t.is(runs, 4);
});
