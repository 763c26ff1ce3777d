import test from 'ava';
import {DataError, StatementError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {describeSource} from '../../src/load/describe-source.js';
import {stageIds} from '../../src/star/stages.js';
import {ownedTables} from '../../src/star/tables.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';
import {fullTables, openSession, runAll, untilTables} from './load-session-fixture.js';

test('plans what is read, lost and skipped', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await session.run('connect');
	const empty = await session.plan('drop-tables');
	t.deepEqual(empty.destroys, []);
	t.is(empty.sql[0], 'DROP TABLE IF EXISTS songplays');
	await runAll(session, stageIds.slice(1));
	const drop = await session.plan('drop-tables');
	t.deepEqual(
		drop.destroys,
		ownedTables.filter(table => fullTables[table] > 0).map(table => ({table, rows: fullTables[table]})),
	);
	t.deepEqual(
		[drop.destroys?.length, drop.notes.includes('1 empty table will be dropped as well.')],
		[ownedTables.length - 1, true],
		'together as many as the result says',
	);
	t.is(session.state.plans['drop-tables'], drop);
	const events = await session.plan('stage-events');
	t.deepEqual(events.reads, ['30 files, 3.7 MB in log_data']);
	t.deepEqual(events.notes, ['2 files skipped: log_data/.DS_Store (hidden), log_data/x.json (empty)']);
	t.deepEqual(events.destroys, []);
	t.deepEqual(events.replaces, [{table: 'staging_events', rows: 8}]);
	const songs = await session.plan('stage-songs');
	t.deepEqual(songs.reads, ['1 file, 250 B in song_data']);
	t.deepEqual(songs.notes, []);
	const plays = await session.plan('load-songplays');
	t.deepEqual(plays.reads, ['staging_events, 8 rows', 'staging_songs, 3 rows']);
	t.deepEqual(plays.destroys, []);
	t.deepEqual(plays.replaces, [{table: 'songplays', rows: 6}]);
	t.is(plays.sql[0], 'DELETE FROM songplays');
	t.deepEqual((await session.plan('create-tables')).destroys, []);
	t.deepEqual((await session.plan('verify')).destroys, []);
});

test("allows files that only the cluster's role can list", async t => {
	const listing = {why: 'Access to s3://b is denied.'};
	const warehouse = {checkFiles: async () => {}, checkAccess: async () => {}};
	t.deepEqual((await describeSource(listing, 'events', warehouse)).notes, [
		'Not listed from here (the cluster reads them with its role): Access to s3://b is denied.',
	]);
});

test('lists what would fail the stage first', async t => {
	const failure = {message: 'The temporary folder /tmp is full.', advice: 'Free some space there.'};
	const checkFiles = async () => {
		throw new DataError(failure);
	};
	const inventory = await new FakeSource().inventory('events');
	const {notes, reads} = await describeSource({inventory}, 'events', {checkFiles});
	t.is(notes[0], 'This stage would fail: The temporary folder /tmp is full. Free some space there.');
	t.regex(notes[1]!, /^2 files skipped: /);
	t.is(reads.length, 1);
});

test('drops no tables before a load unless the records are readable', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session);
	t.is(
		(await session.plan('drop-tables')).notes.at(-1),
		'Ready to load next: 30 files, 3.7 MB in log_data; 1 file, 250 B in song_data.',
	);
	const poor = new FakeSource();
	const failure = {message: 'There is no folder song_data.', advice: 'Name another folder.'};
	poor.inventories = {...poor.inventories, songs: new DataError(failure)};
	const blind = createLoadSession({warehouse, source: poor, maxErrors: 0, ledger: false});
	await blind.run('connect');
	t.is(
		(await blind.plan('drop-tables')).notes.at(-1),
		'Nothing can be loaded afterwards: There is no folder song_data. Name another folder.',
	);
	t.like(await blind.run('drop-tables', {isFollowedByStaging: true}), {
		type: 'failed',
		failure: {
			message: 'There is no folder song_data. Nothing was dropped.',
			advice: 'Name another folder.',
		},
	});
	t.is(warehouse.tables.size, ownedTables.length);
	t.like(await blind.run('drop-tables'), {type: 'done'}, 'on its own, it drops after showing the result');
});

test('never fails to plan: notes what it cannot determine, and keeps known losses', async t => {
	const warehouse = new FakeWarehouse();
	const poor = new FakeSource();
	poor.inventories = {...poor.inventories, events: new DataError({message: 'There is no folder log_data.'})};
	const session = createLoadSession({warehouse, source: poor, maxErrors: 0, ledger: false});
	warehouse.tables.set('users', 97);
	await session.run('connect');
	t.deepEqual((await session.plan('stage-events')).notes, [
		'Not listed from here: There is no folder log_data.',
	]);
	t.deepEqual((await session.plan('load-users')).notes, [
		'The table staging_events does not exist yet. create-tables creates it.',
	]);
	warehouse.fail(/catalog/, new StatementError({message: 'Too busy.'}));
	const blind = await session.plan('drop-tables');
	t.deepEqual(blind.destroys, [{table: 'users', rows: 97}]);
	t.deepEqual(blind.notes, ["Couldn't count the tables: Too busy."]);
	t.true(blind.sql.length > 0);
});

test('a stage that fills a table counts all tables once, when it has ended', async t => {
	const warehouse = new FakeWarehouse();
	const session = openSession(warehouse);
	await runAll(session, untilTables);
	let surveys = 0;
	const inspectTables = warehouse.inspectTables.bind(warehouse);
	warehouse.inspectTables = async names => {
		surveys++;
		return inspectTables(names);
	};
	for (const stage of ['stage-events', 'stage-songs', 'load-songplays'] as const) {
		surveys = 0;
		t.is((await session.run(stage)).type, 'done');
		t.is(surveys, 1, stage);
	}
});
