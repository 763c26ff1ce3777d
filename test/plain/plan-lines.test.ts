import test from 'ava';
import {plainPlanLines} from '../../src/plain/plan-lines.js';

test('describes what a stage does, what it reads and what would be lost', t => {
	t.deepEqual(
		plainPlanLines(
			{explain: 'Removes the tables.'},
			{
				stage: 'drop-tables',
				sql: [],
				reads: ['30 files, 3.7 MB in log_data'],
				destroys: [
					{table: 'songplays', rows: 6820},
					{table: 'users', rows: 1},
				],
				notes: ['2 files skipped: a\tb'],
			},
		),
		[
			'Removes the tables.',
			'Reads 30 files, 3.7 MB in log_data.',
			'2 files skipped: a␉b',
			'Removes 6,820 rows of songplays, 1 row of users.',
		],
	);
});

test('describes a load of another session', t => {
	const load = {session: 4711, table: 'users', since: '2018-11-30 12:00:00', progress: {rows: 1}};
	t.deepEqual(
		plainPlanLines(
			{explain: 'Fills users.'},
			{stage: 'load-users', sql: [], reads: [], destroys: [], notes: [], running: [load]},
		),
		['Fills users.', 'Session 4711 has been loading users since 2018-11-30 12:00:00 UTC: 1 row.'],
	);
});
