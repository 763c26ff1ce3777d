import test, {type ExecutionContext} from 'ava';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {survey} from '../../src/load/survey.js';
import {PostgresWarehouse} from '../../src/warehouse/postgres/warehouse.js';
import {RedshiftWarehouse} from '../../src/warehouse/redshift/warehouse.js';
import type {Warehouse} from '../../src/warehouse/warehouse.js';
import {connectionTo} from '../support/engine-postgres.js';
import {connectionToRedshift} from '../support/engine-redshift.js';
import {FakeSource} from '../support/fake-warehouse.js';
import {login, type Stack, startStack, TestClient} from '../support/redshift/test-clients.js';
import {tableCount} from '../support/stage-numbers.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

type Opened = {
	/** Another client of the same database, by the same user. */
	readonly other: TestClient;
	readonly user: string;
	open(schema?: string): Warehouse;
};

async function preparePostgres(): Promise<Opened> {
	const {postgres} = stack;
	const database = await postgres.createDatabase();
	const {host, port, user, password} = postgres;
	return {
		other: await TestClient.open({host, port, user, password, database}),
		user,
		open: schema =>
			new PostgresWarehouse({...connectionTo(postgres, database), ...(schema !== undefined && {schema})}),
	};
}

const engines: Readonly<Record<string, () => Promise<Opened>>> = {
	PostgreSQL: preparePostgres,
	async Redshift() {
		const {redshift} = stack;
		const database = await redshift.createDatabase();
		return {
			other: await TestClient.open({...login(redshift), database}),
			user: redshift.user,
			open: schema =>
				new RedshiftWarehouse(
					{...connectionToRedshift(redshift, database), ...(schema !== undefined && {schema})},
					{iamRole: 'default'},
				),
		};
	},
};

function load(t: ExecutionContext, warehouse: Warehouse) {
	t.teardown(async () => warehouse.close());
	return createLoadSession({warehouse, source: new FakeSource(), maxErrors: 0, ledger: false});
}

for (const [engine, prepare] of Object.entries(engines)) {
	test(`${engine}: a schema named like the user does not expose the tables of public`, async t => {
		const {other, user, open} = await prepare();
		t.teardown(async () => other.close());
		await other.run('CREATE TABLE public.users (name varchar(20))');
		await other.run("INSERT INTO public.users VALUES ('somebody')");
		await other.run(`CREATE SCHEMA ${user}`);

		const warehouse = open();
		const session = load(t, warehouse);
		await session.run('connect');
		t.is(warehouse.schema, user);
		t.deepEqual((await session.plan('drop-tables')).destroys, []);
		t.like(await session.run('drop-tables'), {type: 'done', result: {summary: '0 tables dropped'}});
		t.like(await session.run('create-tables'), {
			type: 'done',
			result: {summary: `${tableCount} tables created`},
		});

		// An unqualified name in the load session is the table of the schema, even where only public has it.
		await warehouse.run('DROP TABLE users');
		await t.throwsAsync(warehouse.run('DELETE FROM users'), {message: /users.* does not exist/});
		t.deepEqual(await other.rows('SELECT name FROM public.users'), [['somebody']]);
		t.is((await survey(warehouse)).counts.songs, 0);
	});

	test(`${engine}: SCHEMA in dwh.cfg chooses where the tables are`, async t => {
		const {other, open} = await prepare();
		t.teardown(async () => other.close());
		const missing = open('my "own"');
		t.teardown(async () => missing.close());
		await t.throwsAsync(missing.connect(), {message: /has no schema my "own"/});
		await other.run('CREATE SCHEMA "my ""own"""');

		const warehouse = open('my "own"');
		const session = load(t, warehouse);
		for (const stage of ['connect', 'drop-tables', 'create-tables'] as const)
			t.like(await session.run(stage), {type: 'done', failure: undefined}, stage);
		t.deepEqual(await other.rows('SELECT count(*) FROM "my ""own""".songplays'), [['0']]);
		await t.throwsAsync(other.run('SELECT count(*) FROM public.songplays'), {message: /does not exist/});
		// The same tables in another schema are another warehouse with separate history.
		t.not(warehouse.identity, open().identity);
	});

	test(`${engine}: a user without a current schema learns what to set`, async t => {
		const {other, user, open} = await prepare();
		t.teardown(async () => other.close());
		await other.run('DROP SCHEMA public CASCADE');
		const warehouse = open();
		t.teardown(async () => warehouse.close());
		const error = await t.throwsAsync(warehouse.connect(), {message: /no current schema/});
		t.like(error, {exitCode: 3});
		t.true(error.message.includes(user));
	});

	test(`${engine}: other tables of the schema may be locked or closed to the user`, async t => {
		const {other, open} = await prepare();
		t.teardown(async () => other.close());
		await other.run('CREATE TABLE locked (i integer)');
		await other.run('BEGIN');
		await other.run('LOCK TABLE locked');

		const warehouse = open();
		const session = load(t, warehouse);
		for (const stage of ['connect', 'drop-tables', 'create-tables'] as const)
			t.like(await session.run(stage), {type: 'done', failure: undefined}, stage);
		t.true((await warehouse.catalog()).some(({name}) => name === 'locked'));
		await other.run('ROLLBACK');
	});
}

for (const [engine, prepare] of Object.entries(engines)) {
	test(`${engine}: describes and replaces another user's tables with the load's names`, async t => {
		const {other, open} = await prepare();
		t.teardown(async () => other.close());
		await other.run('CREATE TABLE public.users (userid integer, level integer)');
		await other.run('INSERT INTO public.users VALUES (1, 2), (2, 3)');
		const warehouse = open();
		const session = load(t, warehouse);
		await session.run('connect');
		const text = engine === 'Redshift' ? 'character varying(2048)' : 'text';
		const difference =
			'The table users was not created by this program: user_id, first_name, last_name, gender are missing; ' +
			`level is integer, not ${text}.`;
		const plan = await session.plan('drop-tables');
		t.deepEqual(plan.destroys, [{table: 'users', rows: 2}]);
		t.is(plan.notes[0], difference);

		const failed = await session.run('load-users');
		t.like(failed, {type: 'failed'});
		const {failure} = failed as {failure: {message: string; advice: string}};
		t.is(failure.message, difference);
		t.regex(failure.advice, /its 2 rows, run drop-tables, then create-tables.*SCHEMA/);
		for (const stage of ['drop-tables', 'create-tables'] as const)
			t.like(await session.run(stage), {type: 'done', failure: undefined}, stage);
	});

	test(`${engine}: keeps every table if another view depends on one, and names the view`, async t => {
		const {other, open} = await prepare();
		t.teardown(async () => other.close());
		const warehouse = open();
		const session = load(t, warehouse);
		for (const stage of ['connect', 'drop-tables', 'create-tables'] as const) await session.run(stage);
		await other.run('CREATE SCHEMA report');
		await other.run('CREATE VIEW report.plays AS SELECT user_id FROM public.songplays');
		const plan = await session.plan('drop-tables');
		t.deepEqual(plan.notes.slice(0, 2), [
			`${tableCount} empty tables will be dropped as well.`,
			'Other objects depend on the tables: view report.plays (on songplays).',
		]);
		const failed = await session.run('drop-tables');
		t.like(failed, {type: 'failed', failure: {message: plan.notes[1]}});
		t.is(Object.keys((await survey(warehouse)).counts).length, tableCount);
	});
}

test('PostgreSQL: keeps every table if a foreign key references one, and names it', async t => {
	const {other, open} = await preparePostgres();
	t.teardown(async () => other.close());
	await other.run('CREATE TABLE songs (song_id text PRIMARY KEY)');
	await other.run('CREATE TABLE artists (artist_id text PRIMARY KEY)');
	// Among our names foreign keys go with the tables; this one is of the course's own create_tables.py.
	await other.run('CREATE TABLE songplays (song_id text REFERENCES songs)');
	await other.run('CREATE TABLE favourites (artist_id text REFERENCES artists)');
	const warehouse = open();
	const session = load(t, warehouse);
	await session.run('connect');
	const failed = await session.run('drop-tables');
	const message =
		'Other objects depend on the tables: table public.favourites (its foreign key references artists).';
	t.like(failed, {type: 'failed', failure: {message}});
	await other.run('DROP TABLE favourites');
	t.like(await session.run('drop-tables'), {type: 'done', result: {summary: '3 tables dropped'}});
});

test('PostgreSQL: continues despite a table that the user may not read', async t => {
	const {postgres} = stack;
	const database = await postgres.createDatabase();
	const {host, port, user, password} = postgres;
	const owner = await TestClient.open({host, port, user, password, database});
	t.teardown(async () => owner.close());
	await owner.run('CREATE TABLE secret (i integer)');
	await owner.run('GRANT USAGE, CREATE ON SCHEMA public TO PUBLIC');
	await owner.run("CREATE ROLE loader LOGIN PASSWORD 'pw'");
	const {Secret} = await import('../../src/config/password.js');
	const warehouse = new PostgresWarehouse({
		...connectionTo(postgres, database),
		user: 'loader',
		password: new Secret('pw'),
	});
	const session = load(t, warehouse);
	for (const stage of ['connect', 'drop-tables', 'create-tables'] as const)
		t.like(await session.run(stage), {type: 'done', failure: undefined}, stage);
	t.deepEqual(
		(await warehouse.catalog()).map(({name}) => name).filter(name => name === 'secret'),
		[],
	);
});
