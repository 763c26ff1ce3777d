import test from 'ava';
import {describeFindings, planStepLines} from '../../src/load/describe-dry-run.js';
import type {RecordFindings} from '../../src/load/dry-run.js';

const clean: RecordFindings = {
	type: 'records',
	isWhole: true,
	records: 8056,
	rows: 8056,
	rejected: 0,
	rejects: [],
	maxErrors: 0,
};

test('describes the records that would be loaded and rejected', t => {
	t.is(describeFindings(clean), '8,056 records read: 8,056 rows would be loaded, none rejected.');
	t.is(
		describeFindings({...clean, rows: 8053, rejected: 3, maxErrors: 5}),
		'8,056 records read: 8,053 rows would be loaded, 3 rejected (--max-errors allows 5).',
	);
});

test('describes more rejects than allowed', t => {
	t.is(
		describeFindings({...clean, rows: 8055, rejected: 1}),
		'It would fail: 1 of 8,056 records is rejected; --max-errors allows none.',
	);
	t.is(
		describeFindings({...clean, rows: 8053, rejected: 3, maxErrors: 2}),
		'It would fail: 3 of 8,056 records are rejected; --max-errors allows 2.',
	);
	t.is(
		describeFindings({type: 'records', isWhole: false, rejected: 100_000, rejects: [], maxErrors: 1000}),
		'It would fail: more than 100,000 records are rejected; --max-errors allows 1,000.',
	);
});

test('describes keys that fail the stage, after rejects that do', t => {
	const drift = 'The keys of the records differ from the columns of staging_events: unknown "device".';
	t.is(describeFindings({...clean, drift}), `It would fail: ${drift}`);
	t.is(
		describeFindings({...clean, rows: 8055, rejected: 1, drift}),
		`It would fail: 1 of 8,056 records is rejected; --max-errors allows none. ${drift}`,
	);
});

test('describes records that the engine checked without counting', t => {
	const unknown = {...clean, records: 0, rows: 0};
	t.is(describeFindings(unknown), 'The records were checked, but not counted: none rejected.');
	t.is(
		describeFindings({...unknown, records: 2, rejected: 2}),
		'It would fail: 2 records are rejected; --max-errors allows none.',
	);
});

const steps = [
	{text: 'XN Hash Left Join DS_DIST_BOTH', moves: 'redistribution'},
	{text: '  ->  XN Hash Join DS_BCAST_INNER', moves: 'broadcast'},
	{text: '        ->  XN Seq Scan on staging_events', moves: null},
] as const;

test('counts the plan steps that move rows between nodes', t => {
	t.is(describeFindings({type: 'plans', plans: [{sql: '', steps: []}]}), 'Planned by the engine.');
	t.is(
		describeFindings({type: 'plans', plans: [{sql: '', steps}]}),
		'Planned by the engine, with 1 broadcast and 1 redistribution of rows.',
	);
});

test('puts a notice above each step that moves rows, with the same indentation', t => {
	t.deepEqual(
		planStepLines(steps).map(({text}) => text),
		[
			'» redistribution: each of these rows goes to the node that needs it',
			'XN Hash Left Join DS_DIST_BOTH',
			'  »» broadcast: all these rows go to every node',
			'  ->  XN Hash Join DS_BCAST_INNER',
			'        ->  XN Seq Scan on staging_events',
		],
	);
	t.deepEqual(
		planStepLines(steps).map(({type}) => type),
		['notice', 'step', 'notice', 'step', 'step'],
	);
});
