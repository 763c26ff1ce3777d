import test from 'ava';
import {initialState, reduce} from '../../src/load/state.js';
import {closingSummary} from '../../src/plain/closing-summary.js';
import {stageCount} from '../support/stage-numbers.js';

const result = {rows: 0, rowsBefore: 0, rejected: 0, summary: ''};

test('says that nothing was run', t => {
	t.is(closingSummary(initialState(), 'DuckDB a.duckdb'), 'Nothing was run.\n');
});

test('reports the stages done and the rows in the star schema', t => {
	const connected = reduce(initialState(), {type: 'stage-finished', stage: 'connect', result, ms: 1, at: 0});
	t.is(closingSummary(connected, 'DuckDB a.duckdb'), `DuckDB a.duckdb: 1 of ${stageCount} stages done.\n`);

	const counted = reduce(connected, {
		type: 'tables-counted',
		counts: {staging_events: 5, time: 6813, songplays: 6820},
		loads: {},
		foreign: new Map(),
	});
	const failed = reduce(counted, {
		type: 'stage-failed',
		stage: 'drop-tables',
		failure: {message: 'No.'},
		ms: 1,
		at: 0,
	});
	t.is(
		closingSummary(failed, 'DuckDB a.duckdb'),
		`DuckDB a.duckdb: 1 of ${stageCount} stages done, 1 failed.\nRows: songplays 6,820, time 6,813.\n`,
	);
});
