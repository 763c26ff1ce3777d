import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {CancelledError, StatementError} from '../../src/errors.js';
import {loadColumns} from '../../src/load/load-records.js';
import {type Describe, describe} from '../../src/notebook/commands/describe.js';
import {ownedTables} from '../../src/star/tables.js';
import {collectRows, endless, numbers, type OpenWarehouse, openFixture} from './engine-fixture.js';

const tenMillion = 'SELECT i, i * 2 AS j FROM generate_series(1, 10000000) AS t(i)';

/** `connect`, `run`, `query`, `catalog`, `cancel`. */
export function queryTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, query: connecting again returns the same product and version`, async t => {
		const {warehouse} = await openFixture(t, open);
		const product = await warehouse.connect();
		t.regex(product, /^\w+ \d+\.\d+/);
		t.is(await warehouse.connect(), product);
		t.true(warehouse.identity.startsWith(`${warehouse.engine}:`));
	});

	test.serial(`${name}, query: columns have names and types, and values are exact`, async t => {
		const {warehouse} = await openFixture(t, open);
		const cases: ReadonlyArray<readonly [sql: string, type: string, value: unknown]> = [
			['1', 'number', 1],
			['CAST(2147483647 AS integer)', 'number', 2147483647],
			['CAST(7 AS smallint)', 'number', 7],
			['CAST(9007199254740991 AS bigint)', 'number', 9007199254740991],
			['CAST(9007199254740993 AS bigint)', 'number', 9007199254740993n],
			['CAST(-9007199254740993 AS bigint)', 'number', -9007199254740993n],
			['CAST(0.1 AS double precision)', 'number', 0.1],
			['CAST(218.93179 AS double precision)', 'number', 218.93179],
			["CAST('1e300' AS double precision)", 'number', 1e300],
			["CAST('0.10' AS decimal(10, 2))", 'number', '0.10'],
			['CAST(12.50 AS numeric(10, 2))', 'number', '12.50'],
			['CAST(0 AS decimal(9, 3))', 'number', '0.000'],
			['CAST(100 AS decimal(18, 2))', 'number', '100.00'],
			['CAST(0.1 AS real)', 'number', 0.1],
			['CAST(-16777.217 AS real)', 'number', -16777.217],
			["CAST('-12345678901234567890.123' AS decimal(38, 3))", 'number', '-12345678901234567890.123'],
			["CAST('é 😀' AS varchar)", 'text', 'é 😀'],
			["CAST('' AS varchar)", 'text', ''],
			["CAST('  x ' AS varchar)", 'text', '  x '],
			["TIMESTAMP '2018-11-01 21:01:46.796'", 'timestamp', '2018-11-01 21:01:46.796'],
			["TIMESTAMP '2018-11-01 21:01:46.79'", 'timestamp', '2018-11-01 21:01:46.790'],
			["TIMESTAMP '2018-11-01 21:01:46'", 'timestamp', '2018-11-01 21:01:46.000'],
			["TIMESTAMP '2018-11-01 00:00:00'", 'timestamp', '2018-11-01 00:00:00.000'],
			["TIMESTAMP '2018-11-01 21:01:46.123456'", 'timestamp', '2018-11-01 21:01:46.123456'],
			["TIMESTAMP '2018-11-01 21:01:46.1002'", 'timestamp', '2018-11-01 21:01:46.1002'],
			["TIMESTAMP '1969-12-31 23:59:59.999'", 'timestamp', '1969-12-31 23:59:59.999'],
			["DATE '2018-11-01'", 'date', '2018-11-01'],
			["DATE '1969-12-31'", 'date', '1969-12-31'],
			['1 = 1', 'boolean', true],
			['1 = 2', 'boolean', false],
			['CAST(NULL AS integer)', 'number', null],
			['CAST(NULL AS varchar)', 'text', null],
			['CAST(NULL AS timestamp)', 'timestamp', null],
			['CAST(NULL AS boolean)', 'boolean', null],
			["INTERVAL '1 day'", 'other', '1 day'],
		];
		const result = await warehouse.query(
			`SELECT ${cases.map(([sql], index) => `${sql} AS c${index}`).join(', ')}`,
		);
		const found = await collectRows(result);
		t.is(result.command, null);
		t.is(found.length, 1);
		for (const [index, [sql, type, value]] of cases.entries()) {
			t.is(result.columns[index]?.name, `c${index}`, sql);
			t.is(result.columns[index]?.type, type as never, sql);
			t.not(result.columns[index]?.engineType, '', sql);
			t.is(found[0]?.[index], value as never, sql);
		}
	});

	test.serial(`${name}, query: EXPLAIN returns its lines as rows`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const statements = ['EXPLAIN SELECT count(*) FROM users'];
		// Redshift has no EXPLAIN ANALYZE.
		if (warehouse.engine !== 'redshift') statements.push('EXPLAIN ANALYZE SELECT count(*) FROM users');
		for (const sql of statements) {
			const plan = await rows(sql);
			t.true(plan.length > 1, sql);
			t.true(
				plan.every(row => row.length === 1 && typeof row[0] === 'string' && !row[0].includes('\n')),
				sql,
			);
			t.regex(plan.map(([line]) => line).join('\n'), /aggregate/i, sql);
		}
		t.deepEqual(await rows('SELECT 1'), [[1]]);
	});

	test.serial(
		`${name}, query: columns with the same name stay separate, and an empty result has its columns`,
		async t => {
			const {warehouse, rows} = await openFixture(t, open);
			t.deepEqual(await rows('SELECT 1 AS x, 2 AS x'), [[1, 2]]);
			const none = await warehouse.query('SELECT user_id, first_name FROM users');
			t.deepEqual(
				none.columns.map(({name, type}) => [name, type]),
				[
					['user_id', 'number'],
					['first_name', 'text'],
				],
			);
			t.deepEqual(await collectRows(none), []);
		},
	);

	test.serial(`${name}, query: a result of many batches is complete and in order`, async t => {
		const {rows} = await openFixture(t, open);
		const found = await rows('SELECT i FROM generate_series(1, 10000) AS t(i) ORDER BY i');
		t.is(found.length, 10_000);
		t.true(found.every(([i], index) => i === index + 1));
	});

	test.serial(`${name}, query: the first of ten million rows arrive without reading the others`, async t => {
		const {warehouse} = await openFixture(t, open);
		const before = process.memoryUsage().rss;
		const result = await warehouse.query(tenMillion);
		let batches = 0;
		for await (const batch of result.rows) {
			t.true(batch.length > 0 && batch.length <= 100_000);
			t.deepEqual(batch[0], [1, 2]);
			batches++;
			break;
		}
		t.is(batches, 1);
		// Two times ten million numbers would take 160 MB in the densest form.
		t.true(process.memoryUsage().rss - before < 100e6);
		// The connection is free again for reading, writing and transactions.
		t.is(await warehouse.run('INSERT INTO users (user_id) VALUES (1)'), 1);
		await warehouse.transaction(() => warehouse.run('DELETE FROM users'));
	});

	test.serial(`${name}, query: a statement can run while a result is half read`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		await warehouse.run(`INSERT INTO users (user_id) SELECT i + 1 FROM (${numbers(5)}) AS t`);
		const half = await warehouse.query('SELECT user_id FROM users');
		const reading = half.rows[Symbol.asyncIterator]();
		t.false((await reading.next()).done);
		t.deepEqual(await rows('SELECT 42'), [[42]]);
		t.is((await warehouse.inspectTables(['users']))[0]?.rows, 100_000);
		t.is(await warehouse.run('DELETE FROM users WHERE user_id > 10'), 99_990);
	});

	test.serial(
		`${name}, query: a result closed by another statement throws instead of ending early`,
		async t => {
			const {warehouse, rows} = await openFixture(t, open);
			const half = await warehouse.query(tenMillion);
			let read = 0;
			// If the result just ended, an export would be incomplete without an error.
			await t.throwsAsync(
				async () => {
					for await (const batch of half.rows) {
						read += batch.length;
						if (read === batch.length) await rows('SELECT 42');
					}
				},
				{instanceOf: StatementError},
			);
		},
	);

	test.serial(`${name}, query: reading the catalog does not disturb a half-read result`, async t => {
		const {warehouse} = await openFixture(t, open);
		const result = await warehouse.query('SELECT i FROM generate_series(1, 50000) AS t(i)');
		let read = 0;
		for await (const batch of result.rows) {
			if (read === 0) await warehouse.catalog();
			read += batch.length;
		}
		t.is(read, 50_000);
	});

	test.serial(`${name}, query: a statement without rows returns its command tag`, async t => {
		const {warehouse} = await openFixture(t, open);
		t.is(await warehouse.run('INSERT INTO users (user_id) VALUES (1), (2), (3)'), 3);
		t.is(await warehouse.run('UPDATE users SET level = user_id WHERE user_id > 1'), 2);
		t.is(await warehouse.run('DELETE FROM users WHERE user_id > 5'), 0);
		t.is(await warehouse.run('CREATE TABLE other (i integer)'), 0);
		for (const [sql, command] of [
			['INSERT INTO other SELECT user_id FROM users', 'INSERT 0 3'],
			['UPDATE other SET i = 0 WHERE i = 1', 'UPDATE 1'],
			['BEGIN', 'BEGIN'],
			['DELETE FROM other', 'DELETE 3'],
			['rollback', 'ROLLBACK'],
			['START TRANSACTION', 'START TRANSACTION'],
			['COMMIT', 'COMMIT'],
			['DELETE FROM other WHERE i > 9', 'DELETE 0'],
			['create table another (i integer)', 'CREATE TABLE'],
			['-- for now\nCREATE OR REPLACE /* a */ VIEW seen AS SELECT 1 AS n', 'CREATE VIEW'],
			['ALTER TABLE another ADD COLUMN j integer', 'ALTER TABLE'],
			['DROP VIEW seen', 'DROP VIEW'],
			['DROP TABLE another', 'DROP TABLE'],
		] as const) {
			const result = await warehouse.query(sql);
			t.is(result.command, command, sql);
			t.deepEqual(result.columns, [], sql);
			t.deepEqual(await collectRows(result), [], sql);
		}
	});

	test.serial(
		`${name}, query: an error contains its statement and the position in it, in characters`,
		async t => {
			const {warehouse, rows} = await openFixture(t, open);
			for (const [sql, place] of [
				['SELECT nope FROM songplays', 'nope'],
				["SELECT 'é', nope FROM songplays", 'nope'],
				["SELECT '😀 日本語',\n  nope FROM songplays", 'nope'],
				['SELECT * FROM no_such_table', 'no_such_table'],
				['SELEC 1', 'SELEC'],
				["SELECT '😀' FORM songplays WHERE x", 'songplays'],
				['SELECT no_such_function(1)', 'no_such_function'],
			] as const) {
				for (const send of [() => warehouse.query(sql), () => warehouse.run(sql)]) {
					const error = await t.throwsAsync(send(), {instanceOf: StatementError}, sql);
					t.is(error?.exitCode, 1);
					t.is(error?.failure.sql?.text, sql);
					t.is(error?.failure.sql?.offset, sql.indexOf(place), `${sql}: ${error?.failure.message}`);
					// The message is readable: no driver JSON, no stack.
					t.notRegex(error?.failure.message ?? '', /[{}]|native/, sql);
				}
			}
			// The connection remains usable.
			t.deepEqual(await rows('SELECT 1'), [[1]]);
		},
	);

	test.serial(`${name}, query: an empty statement is a readable error`, async t => {
		const {warehouse} = await openFixture(t, open);
		for (const sql of ['', ' \n', '-- only a comment'])
			for (const send of [() => warehouse.query(sql), () => warehouse.run(sql)]) {
				const outcome = await send().catch((error: unknown) => error);
				if (!(outcome instanceof Error)) continue;
				t.true(outcome instanceof StatementError, JSON.stringify(sql));
				t.notRegex(outcome.message, /native|undefined/, JSON.stringify(sql));
			}
		t.pass();
	});

	test.serial(`${name}, query: an error while rows are read ends the reading, early or late`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		for (const [last, isReadOnly] of [
			[100_000, false],
			[1_000_000, true],
		] as const) {
			// The double takes long for a million rows, and fetches them in the same batches.
			if (warehouse.engine === 'redshift' && last > 100_000) continue;
			const sql = `SELECT CAST(CASE WHEN i < ${last * 0.9} THEN '1' ELSE 'x' END AS integer)
				FROM generate_series(1, ${last}) AS t(i)`;
			await t.throwsAsync(
				async () => {
					for await (const _ of (await warehouse.query(sql, {isReadOnly})).rows);
				},
				{instanceOf: StatementError},
				`${last} rows`,
			);
			t.deepEqual(await rows('SELECT 1'), [[1]]);
		}
	});

	test.serial(`${name}, query: its signal cancels it while it runs`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		for (const send of [
			async () => {
				for await (const _ of (await warehouse.query(endless, {signal: AbortSignal.timeout(200)})).rows);
			},
			// While waiting for later rows after the first ones arrived at once.
			async () => {
				const sql = `SELECT i FROM generate_series(1, 5000) AS t(i) UNION ALL ${endless}`;
				for await (const _ of (await warehouse.query(sql, {signal: AbortSignal.timeout(200)})).rows);
			},
			async () => warehouse.run(`CREATE TABLE made AS ${endless}`, {signal: AbortSignal.timeout(200)}),
			async () => warehouse.run('SELECT 1', {signal: AbortSignal.abort()}),
			async () => warehouse.query('SELECT 1', {signal: AbortSignal.abort()}),
		]) {
			const error = await t.throwsAsync<CancelledError>(send(), {instanceOf: CancelledError});
			t.is(error?.exitCode, 130);
			t.deepEqual(await rows('SELECT 1'), [[1]]);
		}
		t.false((await warehouse.catalog()).some(({name}) => name === 'made'));
	});

	test.serial(`${name}, query: a late cancel does not affect the next statement`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const controller = new AbortController();
		const cancelled = t.throwsAsync(warehouse.run(endless, {signal: controller.signal}), {
			instanceOf: CancelledError,
		});
		await sleep(100);
		controller.abort();
		await cancelled;
		t.deepEqual(await rows('SELECT count(*) FROM generate_series(1, 3000000) AS t(i)'), [[3_000_000]]);
		// The request is on its way when the statement ends.
		const late = new AbortController();
		const ended = warehouse.run('SELECT 1', {signal: late.signal}).catch((error: unknown) => error);
		await new Promise(setImmediate);
		late.abort();
		await ended;
		t.deepEqual(await rows('SELECT count(*) FROM generate_series(1, 3000000) AS t(i)'), [[3_000_000]]);
	});

	test.serial(`${name}, query: its signal cancels it between batches`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const controller = new AbortController();
		let read = 0;
		await t.throwsAsync(
			async () => {
				for await (const batch of (await warehouse.query(tenMillion, {signal: controller.signal})).rows) {
					read += batch.length;
					controller.abort();
				}
			},
			{instanceOf: CancelledError},
		);
		t.true(read > 0 && read < 1_000_000);
		t.deepEqual(await rows('SELECT 1'), [[1]]);
	});

	test.serial(
		`${name}, query: inspectTables returns every table with its columns in order and its exact row count`,
		async t => {
			const {warehouse} = await openFixture(t, open);
			await warehouse.run(`INSERT INTO users (user_id) SELECT i FROM (${numbers(4)}) AS t WHERE i < 1234`);
			const catalog = await warehouse.inspectTables(ownedTables);
			t.deepEqual(
				catalog.map(({name, columns, rows}) => [name, columns.map(column => column.name).join(' '), rows]),
				[
					['artists', 'artist_id name location latitude longitude', 0],
					[
						'songplays',
						'songplay_id start_time user_id level song_id artist_id session_id location user_agent',
						0,
					],
					['songs', 'song_id title artist_id year duration', 0],
					[
						'staging_events',
						'artist auth firstname gender iteminsession lastname length level location method page registration ' +
							'sessionid song status ts useragent userid',
						0,
					],
					['staging_loads', loadColumns.join(' '), 0],
					['staging_rejects', 'table_name run_id file line column_name reason raw', 0],
					[
						'staging_songs',
						'num_songs artist_id artist_latitude artist_longitude artist_location artist_name song_id title ' +
							'duration year',
						0,
					],
					['time', 'start_time hour day week month year weekday', 0],
					['users', 'user_id first_name last_name gender level', 1234],
				],
			);
			t.true(catalog.every(({columns}) => columns.every(({type}) => type !== '')));
		},
	);

	test.serial(`${name}, query: inspectTables finds and counts a table with a difficult name`, async t => {
		const {warehouse} = await openFixture(t, open);
		await warehouse.run('CREATE TABLE "a ""b"" C" ("x y" integer)');
		await warehouse.run('INSERT INTO "a ""b"" C" VALUES (1)');
		// Redshift folds all names to lower case, even quoted ones.
		const expected = warehouse.engine === 'redshift' ? 'a "b" c' : 'a "b" C';
		const [table] = await warehouse.inspectTables([expected]);
		t.deepEqual([table?.columns[0]?.name, table?.rows], ['x y', 1]);
		t.true((await warehouse.catalog()).some(({name}) => name === expected));
	});

	test.serial(`${name}, query: the catalog commands list databases, tables, columns and keys`, async t => {
		const {warehouse} = await openFixture(t, open);
		const {engine} = warehouse;
		const show = async (request: Describe) => {
			const output = await describe(request, warehouse);
			if (output.type !== 'result') throw new Error(JSON.stringify(output));
			const names = output.columns.map(column => column.name);
			return output.rows.map(row => Object.fromEntries(row.map((value, index) => [names[index], value])));
		};
		await warehouse.run("INSERT INTO time VALUES (TIMESTAMP '2018-11-01 21:00:00', 21, 1, 44, 11, 2018, 4)");
		await warehouse.run('CREATE VIEW hours AS SELECT hour FROM time');
		const all = await show({what: 'relations', hasViews: true, plus: true});
		t.deepEqual(
			all.find(row => row.name === 'time'),
			{name: 'time', kind: 'table', columns: 7, rows: 1},
		);
		t.deepEqual(
			all.find(row => row.name === 'hours'),
			{name: 'hours', kind: 'view', columns: 1, rows: null},
		);
		const tables = await show({what: 'relations', hasViews: false, plus: false});
		t.deepEqual(
			tables.map(row => row.name),
			[...ownedTables].sort(),
		);
		const columns = await show({what: 'table', name: 'TIME', plus: false});
		t.like(columns[0], {column: 'start_time', nullable: 'no'});
		t.regex(String(columns[0]?.type), /^timestamp/i);
		t.deepEqual([columns[1]?.column, String(columns[1]?.type).toLowerCase()], ['hour', 'integer']);
		const details = await show({what: 'table', name: 'time', plus: true});
		t.is(details.length, 7);
		if (engine === 'redshift') t.like(details[0], {distkey: 'distkey', encoding: 'lzo', sortkey: 1});
		else {
			await warehouse.run('CREATE TABLE keyed (i integer PRIMARY KEY, j integer DEFAULT 7)');
			const [i, j] = await show({what: 'table', name: 'keyed', plus: true});
			t.like(i, {column: 'i', nullable: 'no', key: 'primary key', default: null});
			t.like(j, {column: 'j', nullable: 'yes', key: null, default: '7'});
		}
		t.true((await show({what: 'databases'})).length > 0);
		const connection = new Map((await show({what: 'connection'})).map(row => [row.item, row.value]));
		t.is(connection.get('warehouse'), warehouse.name);
		t.is(connection.get('schema'), warehouse.schema ?? 'main');
		t.is(connection.has('user'), engine !== 'duckdb');
		const missing = await describe({what: 'table', name: 'tiem', plus: false}, warehouse);
		t.is(missing.type === 'error' && missing.failure.advice, 'Did you mean time?');
	});
}
