import test, {type ExecutionContext} from 'ava';
import {StatementError} from '../../../src/errors.js';
import type {Warehouse} from '../../../src/warehouse/warehouse.js';
import {collectRows} from '../../support/engine-fixture.js';
import {openPostgres} from '../../support/engine-postgres.js';
import {openRedshift} from '../../support/engine-redshift.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';

let stack: Stack;

test.before(async () => {
	stack = await startStack();
});

test.after.always(async () => {
	await stack?.stop();
});

/** Simulates a user whose statement fails in an explicit transaction and who continues. */
async function goesOn(t: ExecutionContext, warehouse: Warehouse, missing: string) {
	await warehouse.run('CREATE TABLE kept (n integer)');
	await warehouse.run('BEGIN');
	await warehouse.run('INSERT INTO kept VALUES (1)');
	await t.throwsAsync(warehouse.run('INSERT INTO kept (nope) VALUES (2)'), {instanceOf: StatementError});
	const error = await t.throwsAsync<StatementError>(warehouse.run('INSERT INTO kept VALUES (3)'), {
		instanceOf: StatementError,
	});
	t.is(error?.failure.message, `Not run. The transaction failed earlier: ${missing}`);
	t.is(
		error?.failure.detail,
		'current transaction is aborted, commands ignored until end of transaction block',
	);
	t.regex(error?.failure.advice ?? '', /Run ROLLBACK.*start over/);
	t.is(error?.failure.sql?.text, 'INSERT INTO kept VALUES (3)');
	await t.throwsAsync(warehouse.run('INSERT INTO kept VALUES (4)'), {message: error?.message ?? ''});
	await warehouse.run('ROLLBACK');
	await warehouse.run('INSERT INTO kept VALUES (4)');
	t.deepEqual(await collectRows(await warehouse.query('SELECT n FROM kept')), [[4]]);
}

test.serial('PostgreSQL: reports the first error of a failed transaction until ROLLBACK', async t => {
	const {warehouse, close} = await openPostgres(stack.postgres);
	t.teardown(close);
	await goesOn(t, warehouse, 'column "nope" of relation "kept" does not exist');
});

test.serial('Redshift: reports the first error of a failed transaction until ROLLBACK', async t => {
	const {warehouse, close} = await openRedshift(stack);
	t.teardown(close);
	await goesOn(t, warehouse, 'column "nope" of relation "kept" does not exist');
});
