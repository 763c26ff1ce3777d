import test from 'ava';
import {planLines} from '../../src/plain/plan-lines.js';

test('tells what a stage does, what it reads and what would be lost', t => {
	t.deepEqual(
		planLines(
			{explain: 'Removes the tables.'},
			{
				stage: 'drop-tables',
				sql: [],
				reads: ['30 files, 3.7 MB in log_data'],
				destroys: [
					{table: 'songplays', rows: 6820},
					{table: 'users', rows: 1},
				],
				notes: ['2 files passed over: a\tb'],
			},
		),
		[
			'Removes the tables.',
			'Reads 30 files, 3.7 MB in log_data.',
			'2 files passed over: a␉b',
			'Removes 6,820 rows of songplays, 1 row of users.',
		],
	);
});
