import test from 'ava';
import {countsTable} from '../../src/plain/closing-line.js';

test('prints a line per existing table, with right-aligned figures', t => {
	t.is(
		countsTable({staging_events: 8056, users: 97, somebody_elses: 5}),
		'table           rows\nusers             97\nstaging_events  8056\n',
	);
	t.is(countsTable({users: 1_234_567}), 'table     rows\nusers  1234567\n');
});

test('prints nothing without tables', t => {
	t.is(countsTable({}), '');
});
