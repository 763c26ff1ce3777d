import test, {type ExecutionContext} from 'ava';
import {SparkifyError} from '../../src/errors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import type {LoadSession} from '../../src/load/load-session.js';
import {unmetDependencies} from '../../src/load/state.js';
import type {Inventory, Source} from '../../src/source/source.js';
import {type StageId, stageIds} from '../../src/star/stages.js';
import type {Warehouse} from '../../src/warehouse/warehouse.js';
import {createDataFolder, type DataFolder, eventLine, songText} from './data-folder.js';
import {collectRows, type OpenedWarehouse, type OpenWarehouse} from './engine-fixture.js';

const play = {page: 'NextSong', song: 'One', artist: 'Ann', length: 200.5};

/** The "One load" rules: a stage is shown as loaded only if the tables still hold its rows, even after outside changes. */
export function loadTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, one load: all seven tables share a load id, and each run has its own id`, async t => {
		const {session, rows} = await loaded(t, open);
		t.deepEqual(undone(session), {});
		t.deepEqual(
			await rows('SELECT count(*), count(DISTINCT load_id), count(DISTINCT run_id) FROM staging_loads'),
			[[7, 1, 7]],
		);
		const [before = []] = await rows("SELECT load_id, run_id FROM staging_loads WHERE table_name = 'users'");
		await session.run('load-users');
		const [after = []] = await rows("SELECT load_id, run_id FROM staging_loads WHERE table_name = 'users'");
		t.is(after[0], before[0]);
		t.not(after[1], before[1]);
	});

	test.serial(`${name}, one load: stages loaded by another session are shown as done`, async t => {
		const {opened, folder, source} = await loaded(t, open);
		const again = await connected(t, opened.warehouse, source);
		t.deepEqual(undone(again), {verify: 'ready'});
		t.regex(
			(again.state.stages['load-users'] as {result: {summary: string}}).result.summary,
			/^1 row in users, loaded by .+ on .+$/,
		);
		folder.remove();
	});

	test.serial(
		`${name}, one load: another source makes stages stale and is never mixed with the first`,
		async t => {
			const {opened, source, rows} = await loaded(t, open);
			const other = createDataFolder({
				'log_data/b.json': eventLine({...play, userId: '20'}),
				'song_data/b.json': songText({song_id: 'SO2'}),
			});
			t.teardown(() => other.remove());
			const second = await connected(t, opened.warehouse, readable(opened, other));
			const stale = undone(second);
			t.deepEqual(Object.keys(stale), stageIds.slice(3));
			t.is(stale['stage-events'], `source`);
			const plan = await second.plan('stage-events');
			t.deepEqual(plan.destroys, [{table: 'staging_events', rows: 1}]);

			await fails(t, second, 'load-users', /^staging_events was loaded from another source: /);
			t.like(await second.run('stage-events'), {type: 'done', failure: undefined});
			await fails(t, second, 'load-songplays', /^staging_songs was loaded from another source: /);
			t.like(await second.run('verify'), {type: 'failed'});
			t.deepEqual(await rows('SELECT user_id FROM users'), [[10]]);
			for (const stage of stageIds.slice(4))
				t.like(await second.run(stage), {type: 'done', failure: undefined}, stage);
			t.deepEqual(undone(second), {});
			t.deepEqual(await rows('SELECT user_id FROM users'), [[20]]);
			t.deepEqual(await rows('SELECT count(DISTINCT load_id) FROM staging_loads'), [[1]]);

			const first = await connected(t, opened.warehouse, source);
			t.is(undone(first)['stage-songs'], 'source');
		},
	);

	test.serial(`${name}, one load: added files make the stage stale`, async t => {
		const {opened, folder, session} = await loaded(t, open);
		// For COPY, the test source does not list files.
		if (opened.upload !== undefined) return t.pass();
		folder.write({'log_data/2.json': eventLine()});
		const later = createLoadSession({
			warehouse: opened.warehouse,
			source: folder.source,
			maxErrors: 0,
			ledger: false,
			checksFiles: true,
		});
		t.teardown(async () => later.cancel());
		await later.run('connect');
		await until(() => later.state.files.songs !== undefined);
		t.is(undone(later)['stage-events'], 'files');
		t.is(undone(later)['stage-songs'], undefined);
		t.is(undone(session)['stage-events'], undefined);
		const {destroys} = await later.plan('stage-events');
		t.deepEqual(destroys, [{table: 'staging_events', rows: 1}]);
	});

	test.serial(`${name}, one load: the stage list and every stage detect deleted rows`, async t => {
		const {session, warehouse, rows} = await loaded(t, open);
		await warehouse.run('DELETE FROM staging_events');
		await session.refresh();
		t.is(undone(session)['stage-events'], 'rows');
		t.is(undone(session)['load-users'], 'input');
		t.is(session.state.counts.staging_events, 0);
		await fails(t, session, 'load-songplays', /^staging_events holds 0 rows, but 1 were loaded into it\.$/);
		await fails(t, session, 'load-users', /^staging_events holds 0 rows, but 1 were loaded into it\.$/);
		t.deepEqual(await rows('SELECT user_id FROM users'), [[10]]);
		t.like(await session.run('stage-events'), {type: 'done', result: {rows: 1}});
		t.like(await session.run('load-users'), {type: 'done', result: {rows: 1}});
	});

	test.serial(`${name}, one load: the stage list and the counts show a dropped table as missing`, async t => {
		const {session, warehouse} = await loaded(t, open);
		await warehouse.run('DROP TABLE songplays');
		await session.refresh();
		t.is(session.state.counts.songplays, undefined);
		t.is(undone(session)['drop-tables'], 'missing');
		t.is(undone(session)['load-songplays'], 'waiting');
		t.deepEqual(unmetDependencies(session.state, 'load-songplays'), ['create-tables']);
		t.is(undone(session).verify, 'input');
		await fails(t, session, 'load-time', /^The table songplays does not exist\.$/);
	});

	test.serial(`${name}, one load: rows edited by hand are not replaced silently`, async t => {
		const {session, warehouse} = await loaded(t, open);
		t.deepEqual((await session.plan('load-users')).destroys, []);
		t.deepEqual((await session.plan('load-users')).replaces, [{table: 'users', rows: 1}]);
		await warehouse.run("INSERT INTO users (user_id, first_name) VALUES (99, 'By hand')");
		await fails(
			t,
			session,
			'load-users',
			/^users now holds 2 rows; the plan showed 1\. Nothing was changed\.$/,
		);
		t.deepEqual((await session.plan('load-users')).destroys, [{table: 'users', rows: 2}]);
		t.like(await session.run('load-users'), {type: 'done', result: {rows: 1}});
	});

	test.serial(
		`${name}, one load: a table of an older version requires drop-tables and create-tables`,
		async t => {
			const {session, warehouse} = await loaded(t, open);
			await warehouse.run('DROP TABLE staging_loads');
			await warehouse.run('CREATE TABLE staging_loads (table_name varchar(64), records bigint)');
			await session.refresh();
			t.is(undone(session)['drop-tables'], 'foreign');
			await fails(
				t,
				session,
				'load-users',
				/^The table staging_loads was not created by this program: load_id, /,
			);
			for (const stage of stageIds.slice(1))
				t.like(await session.run(stage), {type: 'done', failure: undefined}, stage);
			t.deepEqual(undone(session), {});
		},
	);
}

async function loaded(t: ExecutionContext, open: OpenWarehouse) {
	const opened = await open();
	const folder = createDataFolder({
		'log_data/a.json': eventLine(play),
		'song_data/a.json': songText(),
	});
	t.teardown(async () => {
		await opened.close();
		folder.remove();
	});
	const source = readable(opened, folder);
	const session = await connected(t, opened.warehouse, source);
	for (const stage of stageIds.slice(1))
		t.like(await session.run(stage), {type: 'done', failure: undefined}, stage);
	const rows = async (sql: string) => collectRows(await opened.warehouse.query(sql));
	return {opened, warehouse: opened.warehouse, folder, source, session, rows};
}

async function connected(t: ExecutionContext, warehouse: Warehouse, source: Source): Promise<LoadSession> {
	const session = createLoadSession({warehouse, source, maxErrors: 0, ledger: false});
	t.like(await session.run('connect'), {type: 'done', failure: undefined});
	return session;
}

/** The source that reads the folder on this engine. On Redshift, the test source lists nothing. */
function readable({upload}: OpenedWarehouse, folder: DataFolder): Source {
	const source = upload?.(folder).source;
	if (source === undefined) return folder.source;
	const inventory = async (): Promise<Inventory> => {
		throw new SparkifyError({message: 'The test source does not list files.'});
	};
	return {...source, inventory};
}

/** The stages that are not done: the type of reason for stale ones, and the status of all others. */
function undone({state}: LoadSession): Partial<Record<StageId, string>> {
	return Object.fromEntries(
		stageIds.flatMap(id => {
			const status = state.stages[id];
			if (status.type === 'done') return [];
			return [[id, status.type === 'stale' ? status.because.type : status.type]];
		}),
	);
}

async function fails(
	t: ExecutionContext,
	session: LoadSession,
	stage: StageId,
	message: RegExp,
): Promise<void> {
	const status = await session.run(stage);
	t.is(status.type, 'failed', stage);
	if (status.type === 'failed') t.regex(status.failure.message, message, stage);
}

async function until(condition: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 10_000; !condition(); ) {
		if (Date.now() > deadline) throw new Error('Timed out after 10 s.');
		await new Promise(resolve => setTimeout(resolve, 20));
	}
}
