import test, {type ExecutionContext} from 'ava';
import {StatementError} from '../../src/errors.js';
import type {TableComparison} from '../../src/parity/compare-table.js';
import {compareWarehouses} from '../../src/parity/compare-warehouses.js';
import {filledTables} from '../../src/star/stages.js';
import type {Warehouse} from '../../src/warehouse/warehouse.js';
import {openDuckDb} from '../support/engine-duckdb.js';
import {openFixture} from '../support/engine-fixture.js';

/** Two databases with the same rows; a test makes them differ. */
async function openPair(t: ExecutionContext) {
	const [here, there] = [await openFixture(t, openDuckDb), await openFixture(t, openDuckDb)];
	for (const {warehouse} of [here, there]) {
		await warehouse.run(
			"INSERT INTO users VALUES (1, 'Ada', 'Quill', 'F', 'free'), (2, 'Ben', 'Ng', 'M', 'paid'), (3, 'Cy', NULL, NULL, 'free')",
		);
		await warehouse.run(
			"INSERT INTO songs VALUES ('S1', 'One', 'A1', 2000, 0.1), ('S2', 'Two', 'A1', NULL, 1e-300)",
		);
	}
	return {here: here.warehouse, there: there.warehouse};
}

async function compare(pair: {readonly here: Warehouse; readonly there: Warehouse}) {
	const found: Record<string, TableComparison> = {};
	for await (const comparison of compareWarehouses(pair)) found[comparison.table] = comparison;
	return found;
}

/** The only table that differs. */
async function different(t: ExecutionContext, pair: Parameters<typeof compare>[0]) {
	const found = Object.values(await compare(pair)).filter(({type}) => type !== 'equal');
	t.is(found.length, 1);
	const [table] = found;
	if (table?.type !== 'different') throw new Error(`It is ${table?.type}.`);
	return table;
}

test('finds the same rows in another order equal', async t => {
	const pair = await openPair(t);
	await pair.there.run('CREATE TABLE other AS SELECT * FROM users ORDER BY user_id DESC');
	await pair.there.run('DELETE FROM users');
	await pair.there.run('INSERT INTO users SELECT * FROM other');
	const found = await compare(pair);
	t.deepEqual(
		Object.values(found).map(({table, type}) => `${table} ${type}`),
		filledTables.map(table => `${table} equal`),
	);
	const {users} = found;
	t.true(users?.type === 'equal' && users.totals.here.rows === 3 && users.totals.here.keys === 3);
});

test('finds a different value', async t => {
	const pair = await openPair(t);
	await pair.there.run("UPDATE users SET level = 'free' WHERE user_id = 2");
	const {columns, differences, more} = await different(t, pair);
	t.deepEqual(columns, ['level']);
	t.deepEqual(differences, [
		{
			type: 'changed',
			key: [{column: 'user_id', value: 2}],
			values: [{column: 'level', here: 'paid', there: 'free'}],
		},
	]);
	t.false(more);
});

test('distinguishes NULL from an empty text', async t => {
	const pair = await openPair(t);
	await pair.here.run("UPDATE users SET gender = '' WHERE user_id = 3");
	const {differences} = await different(t, pair);
	t.deepEqual(differences[0]?.values, [{column: 'gender', here: '', there: null}]);
});

test('ignores trailing blanks but no others', async t => {
	const pair = await openPair(t);
	await pair.here.run("UPDATE users SET last_name = 'Ng  ' WHERE user_id = 2");
	t.is((await compare(pair)).users?.type, 'equal');
	await pair.here.run("UPDATE users SET last_name = ' Ng' WHERE user_id = 2");
	t.deepEqual((await different(t, pair)).columns, ['last_name']);
});

test('finds doubles that differ in the last bit, ordinary and tiny', async t => {
	const pair = await openPair(t);
	// The next doubles after 0.1 and 1e-300.
	await pair.there.run("UPDATE songs SET duration = 0.10000000000000002 WHERE song_id = 'S1'");
	await pair.there.run("UPDATE songs SET duration = 1.0000000000000002e-300 WHERE song_id = 'S2'");
	const {columns, differences} = await different(t, pair);
	t.deepEqual(columns, ['duration']);
	t.deepEqual(
		differences.map(({values}) => values),
		[
			[{column: 'duration', here: 0.1, there: 0.10000000000000002}],
			[{column: 'duration', here: 1e-300, there: 1.0000000000000002e-300}],
		],
	);
});

test('finds a missing row and a duplicated one', async t => {
	const pair = await openPair(t);
	await pair.there.run('DELETE FROM users WHERE user_id = 1');
	await pair.there.run('INSERT INTO users SELECT * FROM users WHERE user_id = 3');
	const {columns, totals, differences} = await different(t, pair);
	// The removed and the added user have the same level.
	t.deepEqual(columns, ['user_id', 'first_name', 'last_name', 'gender']);
	t.is(totals.there.keys, 2);
	t.deepEqual(
		differences.map(difference => [difference.type, difference.type === 'only' && difference.side]),
		[
			['only', 'here'],
			['only', 'there'],
		],
	);
	t.deepEqual(
		differences.map(({key}) => key[0]?.value),
		[1, 3],
	);
});

test('finds the same values in different rows', async t => {
	const pair = await openPair(t);
	await pair.there.run(
		"UPDATE users SET first_name = CASE user_id WHEN 1 THEN 'Ben' ELSE 'Ada' END WHERE user_id < 3",
	);
	const {columns, differences} = await different(t, pair);
	t.deepEqual(columns, []);
	t.deepEqual(
		differences.map(({values}) => values),
		[
			[{column: 'first_name', here: 'Ada', there: 'Ben'}],
			[{column: 'first_name', here: 'Ben', there: 'Ada'}],
		],
	);
});

test('names no columns when the row counts differ, and stops at ten differences', async t => {
	const pair = await openPair(t);
	await pair.here.run("INSERT INTO users SELECT range, 'x', NULL, NULL, NULL FROM range(10, 5010)");
	const {columns, differences, more} = await different(t, pair);
	t.is(columns, undefined);
	t.deepEqual(
		differences.map(({key}) => key[0]?.value),
		[10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
	);
	t.true(more);
});

test('counts keys with a NULL separately', async t => {
	const pair = await openPair(t);
	for (const warehouse of [pair.here, pair.there])
		await warehouse.run(
			'INSERT INTO staging_events (ts, userid, sessionid, iteminsession) VALUES (1, 2, 3, 4), (1, 2, 3, 4), (1, NULL, 3, 5)',
		);
	await pair.there.run('UPDATE staging_events SET userid = 9 WHERE userid IS NULL');
	const {totals} = await different(t, pair);
	t.deepEqual([totals.here.rows, totals.here.keys, totals.here.nullKeys], [3, 1, 1]);
	t.deepEqual([totals.there.rows, totals.there.keys, totals.there.nullKeys], [3, 2, 0]);
});

test('names the engine that rejects a query', async t => {
	const pair = await openPair(t);
	await pair.there.run('ALTER TABLE songs ALTER duration TYPE VARCHAR');
	const error = await t.throwsAsync(compare(pair), {instanceOf: StatementError});
	t.is(error.failure.where, pair.there.name);
});

test('reports a missing table or column', async t => {
	const pair = await openPair(t);
	await pair.here.run('DROP TABLE artists');
	await pair.there.run('ALTER TABLE users DROP COLUMN gender');
	const {artists, users} = await compare(pair);
	t.deepEqual(artists, {
		table: 'artists',
		type: 'incomparable',
		rows: {here: undefined, there: 0},
		missing: {here: [], there: []},
	});
	t.deepEqual(users, {
		table: 'users',
		type: 'incomparable',
		rows: {here: 3, there: 3},
		missing: {here: [], there: ['gender']},
	});
});
