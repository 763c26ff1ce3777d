import test from 'ava';
import {QuerySession} from '../../src/notebook/query-session.js';
import {statusLine} from '../../src/notebook/status-line.js';
import {DuckDbWarehouse} from '../../src/warehouse/duckdb/warehouse.js';

const warehouse = new DuckDbWarehouse(':memory:');
test.before(async () => {
	await warehouse.connect();
});
test.after.always(async () => warehouse.close());

/** The status line without its time. */
function status(session: QuerySession): string {
	return statusLine(session.state, 0).replace(/ · [\d.]+ m?s/, '');
}

test.serial('fetches a large result page by page', async t => {
	const session = new QuerySession(warehouse.notebook);
	await session.run('SELECT range AS n FROM range(1000000000)');
	t.is(status(session), 'first 1,000 rows · m for more');
	await session.more();
	t.is(status(session), 'first 2,000 rows · m for more');
	await session.run('SELECT range AS n FROM range(1000)');
	t.is(status(session), '1,000 rows');
	await session.run('SELECT range AS n FROM range(1001)');
	await session.more();
	t.is(status(session), '1,001 rows');
	await session.close();
});

test.serial('runs statements without rows, and scripts', async t => {
	const session = new QuerySession(warehouse.notebook);
	await session.run('CREATE TABLE plays AS SELECT range AS n FROM range(8056)');
	await session.run('DELETE FROM plays WHERE n >= 6820');
	t.is(status(session), 'DELETE 1236');
	await session.run('DROP TABLE plays; SELECT 1 AS one');
	t.is(status(session), '2 statements run · 1 row');
});

test.serial('cancels an endless statement and keeps the session usable', async t => {
	const session = new QuerySession(warehouse.notebook);
	const running = session.run('SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b');
	setTimeout(() => void session.cancel(), 100);
	await running;
	t.is(status(session), 'Cancelled');
	await session.run('SELECT 1');
	t.is(status(session), '1 row');
});

test.serial('reports the position of an error in the failed statement', async t => {
	const session = new QuerySession(warehouse.notebook);
	await session.run('SELECT 1;\nSELECT *\nFROM songplay;');
	const {state} = session;
	if (state.type !== 'failed') return t.fail(state.type);
	t.is(status(session), 'Statement 2 of 2 failed');
	t.deepEqual(state.failure.sql, {text: 'SELECT *\nFROM songplay', offset: 14});
	t.is(state.step.start, 10);
});
