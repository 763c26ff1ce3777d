import test from 'ava';
import {SparkifyError} from '../../../src/errors.js';
import {createLoadSession} from '../../../src/load/create-load-session.js';
import {RedshiftWarehouse} from '../../../src/warehouse/redshift/warehouse.js';
import {eventLine, songText} from '../../support/data-folder.js';
import {connectionToRedshift} from '../../support/engine-redshift.js';
import {type Stack, startStack} from '../../support/redshift/test-clients.js';
import {openFixture} from './fixture.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

const files = {
	'log_data/1.json': eventLine(),
	'log_data/2.json': '{"ts": "no number"}\n',
	'song_data/1.json': songText(),
};

test('proves that the role can read the files, whatever they contain, and loads nothing', async t => {
	const {warehouse, source, other} = await openFixture(t, stack, files);
	for (const kind of ['events', 'songs'] as const)
		await t.notThrowsAsync(warehouse.checkAccess(kind, source, {}), kind);
	for (const table of ['staging_events', 'staging_songs'])
		t.deepEqual(await other.rows(`SELECT count(*) FROM ${table}`), [['0']]);
	t.deepEqual(await other.rows('SELECT count(*) FROM staging_rejects'), [['0']]);
});

test('keeps the tables if the role cannot be assumed, when staging follows', async t => {
	const {redshift, source, other} = await openFixture(t, stack, files);
	await other.run('INSERT INTO users (user_id) VALUES (1)');
	const warehouse = new RedshiftWarehouse(connectionToRedshift(redshift, redshift.database), {
		iamRole: 'arn:aws:iam::123456789012:role/other',
	});
	const session = createLoadSession({warehouse, source, maxErrors: 0, ledger: false});
	t.teardown(async () => session.close());
	await session.run('connect');
	const status = await session.run('drop-tables', {isFollowedByStaging: true});
	t.regex(status.type === 'failed' ? status.failure.message : '', / Nothing was dropped\.$/);
	t.deepEqual(await other.rows('SELECT count(*) FROM users'), [['1']]);
	const {notes} = await session.plan('drop-tables');
	t.regex(notes.at(-1) ?? '', /^Nothing can be loaded afterwards: /);
	t.like(await session.run('drop-tables'), {type: 'done'}, 'alone, it drops');
});

test('takes access as proven once files have been scanned for 15 s', async t => {
	const {redshift, warehouse, source} = await openFixture(t, stack, files);
	redshift.faults.holdAfterFiles = 1;
	const started = Date.now();
	await warehouse.checkAccess('events', source, {});
	t.true(Date.now() - started >= 15_000);
	redshift.faults.clear();
	t.deepEqual(await warehouse.runningLoads(), []);
});

test('fails if the prefix is empty', async t => {
	const {warehouse, source} = await openFixture(t, stack, {'log_data/1.json': eventLine()});
	await t.throwsAsync(warehouse.checkAccess('songs', source, {}), {instanceOf: SparkifyError});
});
