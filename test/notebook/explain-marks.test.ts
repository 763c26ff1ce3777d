import {DuckDBInstance} from '@duckdb/node-api';
import test from 'ava';
import {explainMarks} from '../../src/notebook/explain-marks.js';

/** The marked lines of a plan without their indentation and figures, and their marks. */
function marks(plan: string, sql = 'EXPLAIN SELECT 1'): ReadonlyArray<readonly [string, string]> {
	const lines = plan.split('\n');
	const found = explainMarks(
		sql,
		lines.map(line => [line]),
	);
	return Array.from(found, ([line, mark]) => [lines[line]!.replace(/^ *(?:-> +)?| +\(cost.*$/g, ''), mark]);
}

test('PostgreSQL: marks the steps that cost most by themselves', t => {
	const plan = `Sort  (cost=6300.89..6301.89 rows=400 width=16)
  Sort Key: (count(*)) DESC
  ->  HashAggregate  (cost=6290.25..6294.25 rows=400 width=16)
        Group Key: songs.title
        ->  Hash Join  (cost=12.00..5622.45 rows=133560 width=8)
              Hash Cond: (songplays.song_id = songs.song_id)
              ->  Seq Scan on songplays  (cost=0.00..3774.00 rows=133560 width=4)
                    Filter: (level = 'paid'::text)
              ->  Hash  (cost=7.00..7.00 rows=400 width=12)
                    ->  Seq Scan on songs  (cost=0.00..7.00 rows=400 width=12)`;
	t.deepEqual(marks(plan), [
		['Seq Scan on songplays', '● 60 % of the cost'],
		['Hash Join', '● 29 % of the cost'],
		['HashAggregate', '● 11 % of the cost'],
	]);
	t.deepEqual(marks(plan, 'SELECT plan FROM plans'), [], 'of EXPLAIN only');
});

test('PostgreSQL: goes by the time with ANALYZE, of all loops', t => {
	const plan = `Nested Loop  (cost=0.28..96.30 rows=50 width=16) (actual time=0.020..100.000 rows=50 loops=1)
  ->  Seq Scan on songs  (cost=0.00..90.00 rows=50 width=4) (actual time=0.010..10.000 rows=50 loops=1)
  ->  Index Scan using songs_pkey on songs s  (cost=0.28..0.30 rows=1 width=12) (actual time=1.000..1.600 rows=1 loops=50)
        Index Cond: (song_id = songs.song_id)
  ->  Seq Scan on users  (cost=0.00..7.00 rows=400 width=12) (never executed)
Planning Time: 0.143 ms
Execution Time: 100.741 ms`;
	t.deepEqual(marks(plan, 'explain analyze select 1'), [
		['Index Scan using songs_pkey on songs s', '● 80 % of the time'],
		['Nested Loop', '● 10 % of the time'],
		['Seq Scan on songs', '● 10 % of the time'],
	]);
});

test('PostgreSQL: divides the time of parallel steps among the workers', t => {
	const plan = `Finalize Aggregate  (cost=2455.01..2455.02 rows=1 width=8) (actual time=209.278..291.866 rows=1 loops=1)
  ->  Gather  (cost=2454.79..2455.00 rows=2 width=8) (actual time=78.307..291.844 rows=3 loops=1)
        Workers Planned: 2
        Workers Launched: 2
        ->  Partial Aggregate  (cost=2454.79..2454.80 rows=1 width=8) (actual time=250.015..250.016 rows=1 loops=3)
              ->  Parallel Seq Scan on songplays  (cost=0.00..2315.67 rows=55650 width=0) (actual time=0.008..218.472 rows=44445 loops=3)`;
	t.deepEqual(marks(plan), [
		['Parallel Seq Scan on songplays', '● 75 % of the time'],
		['Gather', '● 14 % of the time'],
		['Partial Aggregate', '● 11 % of the time'],
	]);
});

test('PostgreSQL: counts a common table expression once', t => {
	const plan = `Hash Join  (cost=28.00..38.83 rows=133 width=20) (actual time=152.320..230.570 rows=400 loops=1)
  CTE plays
    ->  HashAggregate  (cost=12.00..16.00 rows=400 width=12) (actual time=151.604..200.000 rows=400 loops=1)
          ->  Seq Scan on songplays  (cost=0.00..7.33 rows=83333 width=4) (actual time=0.082..42.767 rows=66667 loops=1)
  ->  CTE Scan on plays  (cost=0.00..9.00 rows=133 width=12) (actual time=151.609..229.000 rows=400 loops=1)
  ->  Hash  (cost=7.00..7.00 rows=400 width=12) (actual time=0.670..0.673 rows=400 loops=1)`;
	t.deepEqual(marks(plan), [
		['HashAggregate', '● 68 % of the time'],
		['Seq Scan on songplays', '● 19 % of the time'],
		['CTE Scan on plays', '● 13 % of the time'],
	]);
});

test('Redshift: says which data a join moves', t => {
	const plan = `XN Hash Join DS_BCAST_INNER  (cost=100.00..1000.00 rows=2 width=66)
  ->  XN Hash Join DS_DIST_ALL_INNER  (cost=90.00..900.00 rows=2 width=66)
        ->  XN Hash Join DS_DIST_BOTH  (cost=80.00..890.00 rows=2 width=66)
              ->  XN Hash Join DS_DIST_NONE  (cost=70.00..880.00 rows=2 width=66)
                    ->  XN Seq Scan on songplays  (cost=0.00..800.00 rows=2 width=66)
                    ->  XN Hash  (cost=10.00..10.00 rows=2 width=66)`;
	t.deepEqual(marks(plan), [
		['XN Seq Scan on songplays', '● 80 % of the cost'],
		['XN Hash Join DS_BCAST_INNER', '● 10 % of the cost · ⚠ broadcasts the inner table to every node'],
		['XN Hash Join DS_DIST_ALL_INNER', '⚠ moves the entire inner table to one slice'],
		['XN Hash Join DS_DIST_BOTH', '⚠ redistributes both tables'],
	]);
});

test('DuckDB: marks the operator with the most estimated rows', async t => {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	await connection.run('CREATE TABLE plays AS SELECT i AS id, i % 400 AS song_id FROM range(100000) t(i)');
	await connection.run(
		"CREATE TABLE songs AS SELECT i AS song_id, 'song ' || i AS title FROM range(400) t(i)",
	);
	const result = await connection.runAndReadAll(
		'EXPLAIN SELECT title, count(*) FROM plays JOIN songs USING (song_id) WHERE id > 50000 GROUP BY title',
	);
	const plan = String(result.getRows()[0]![1]);
	connection.closeSync();
	instance.closeSync();
	const [mark, second] = marks(plan);
	t.regex(mark![1], /^● \w+ most rows, about \d[\d,]+$/);
	t.true(mark![0].includes(mark![1].split(' ')[1]!), 'on the line with its name');
	t.is(second, undefined);
});

test('DuckDB: marks the operators that took the time with ANALYZE', t => {
	const plan = `┌────────────────────────────────────────────────┐
│┌──────────────────────────────────────────────┐│
││              Total Time: 0.0300s             ││
│└──────────────────────────────────────────────┘│
└────────────────────────────────────────────────┘
┌───────────────────────────┐
│         HASH_JOIN         │
│    ────────────────────   │
│      Join Type: INNER     │
│                           │
│        Conditions:        │
│     song_id = song_id     ├──────────────┐
│                           │              │
│        66,666 rows        │              │
│           0.02s           │              │
└─────────────┬─────────────┘              │
┌─────────────┴─────────────┐┌─────────────┴─────────────┐
│         TABLE_SCAN        ││          SEQ_SCAN         │
│    ────────────────────   ││    ────────────────────   │
│           Table:          ││           Table:          │
│   memory.main.songplays   ││     memory.main.songs     │
│                           ││           0.00s           │
│        66,666 rows        ││          400 rows         │
│           0.00s           ││          (0.03s)          │
└───────────────────────────┘└───────────────────────────┘`;
	const lines = plan.split('\n').map(line => [line]);
	t.deepEqual(Array.from(explainMarks('EXPLAIN ANALYZE SELECT 1', lines)), [
		[17, '● SEQ_SCAN 60 % of the time'],
		[6, '● HASH_JOIN 40 % of the time'],
	]);
});
