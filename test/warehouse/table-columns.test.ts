import test from 'ava';
import {ownedTables} from '../../src/star/tables.js';
import {columnDifference, tableColumns} from '../../src/warehouse/table-columns.js';

test('parses the columns of every table on every engine', t => {
	for (const engine of ['duckdb', 'postgres', 'redshift'] as const) {
		const columns = tableColumns({engine});
		t.deepEqual([...columns.keys()].sort(), [...ownedTables].sort());
		t.deepEqual(
			columns.get('time')?.map(({name, type}) => `${name} ${type}`),
			[
				'start_time timestamp without time zone',
				...['hour', 'day', 'week', 'month', 'year', 'weekday'].map(name => `${name} integer`),
			],
		);
		t.is(columns.get('staging_songs')?.find(({name}) => name === 'duration')?.type, 'double precision');
		t.is(columns.get('songplays')?.[0]?.type, 'bigint');
	}
});

test('reports missing columns and different types, but not extra columns', t => {
	const expected = [
		{name: 'user_id', type: 'integer'},
		{name: 'level', type: 'text'},
	];
	t.is(
		columnDifference({name: 'users', columns: [...expected, {name: 'note', type: 'text'}]}, expected),
		undefined,
	);
	t.is(
		columnDifference({name: 'users', columns: [{name: 'level', type: 'character varying(9)'}]}, expected),
		'user_id is missing; level is character varying(9), not text',
	);
});
