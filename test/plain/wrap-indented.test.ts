import test from 'ava';
import {wrapIndented} from '../../src/plain/wrap-indented.js';

test('continues a line at its indentation without breaking words', t => {
	t.deepEqual(wrapIndented('    ok      no play is lost or counted twice', 28), [
		'    ok      no play is lost',
		'    or counted twice',
	]);
	t.deepEqual(wrapIndented('Source: a folder. Warehouse: DuckDB.', 30), [
		'Source: a folder. Warehouse:',
		'DuckDB.',
	]);
});

test('leaves a line that fits unchanged, and breaks no words on a narrow terminal', t => {
	t.deepEqual(wrapIndented(' 4 of 11  stage-events    3 rows  2 ms', 80), [
		' 4 of 11  stage-events    3 rows  2 ms',
	]);
	t.deepEqual(wrapIndented('        songplays', 10), ['        songplays']);
	t.deepEqual(wrapIndented('', 80), ['']);
});
