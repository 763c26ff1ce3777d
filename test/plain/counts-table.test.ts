import test from 'ava';
import {countsTable} from '../../src/plain/counts-table.js';

test('a line for each table that there is, figures to the right', t => {
	t.is(
		countsTable({staging_events: 8056, users: 97, somebody_elses: 5}),
		'table           rows\nusers             97\nstaging_events  8056\n',
	);
	t.is(countsTable({users: 1_234_567}), 'table     rows\nusers  1234567\n');
});

test('nothing where there is no table', t => {
	t.is(countsTable({}), '');
});
