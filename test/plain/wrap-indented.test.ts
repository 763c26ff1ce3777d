import test from 'ava';
import {wrapIndented} from '../../src/plain/wrap-indented.js';

test('a line goes on below its own start, and a word is not broken', t => {
	t.deepEqual(wrapIndented('    ok      no play is lost or counted twice', 28), [
		'    ok      no play is lost',
		'    or counted twice',
	]);
	t.deepEqual(wrapIndented('Source: a folder. Warehouse: DuckDB.', 30), [
		'Source: a folder. Warehouse:',
		'DuckDB.',
	]);
});

test('a line that fits stays as it is, and a narrow terminal does not tear words apart', t => {
	t.deepEqual(wrapIndented(' 4 of 11  stage-events    3 rows  2 ms', 80), [
		' 4 of 11  stage-events    3 rows  2 ms',
	]);
	t.deepEqual(wrapIndented('        songplays', 10), ['        songplays']);
	t.deepEqual(wrapIndented('', 80), ['']);
});
