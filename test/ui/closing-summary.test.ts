import test from 'ava';
import {initialState, reduce} from '../../src/pipeline/state.js';
import {closingSummary} from '../../src/ui/closing-summary.js';

test('before anything ran', t => {
	t.is(closingSummary(initialState(), 'DuckDB x.duckdb'), '0 of 11 stages done in DuckDB x.duckdb.\n');
});

test('rows and failures are told', t => {
	const state = [
		{
			type: 'stage-finished',
			stage: 'connect',
			result: {rows: 0, rowsBefore: 0, rejected: 0, summary: ''},
			ms: 1,
			at: 1,
		},
		{type: 'stage-failed', stage: 'drop-tables', failure: {message: 'no'}, ms: 1, at: 1},
		{type: 'tables-counted', counts: {songplays: 6820, users: 97, staging_events: 8056}},
	] as const;
	t.is(
		closingSummary(state.reduce(reduce, initialState()), 'DuckDB x'),
		'1 of 11 stages done in DuckDB x.\nFailed: drop-tables.\nRows: songplays 6,820, users 97.\n',
	);
});
