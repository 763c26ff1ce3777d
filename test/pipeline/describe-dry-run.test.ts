import test from 'ava';
import {describeFindings, planLines} from '../../src/pipeline/describe-dry-run.js';
import type {RecordFindings} from '../../src/pipeline/dry-run.js';

const clean: RecordFindings = {
	type: 'records',
	isWhole: true,
	records: 8056,
	rows: 8056,
	rejected: 0,
	rejects: [],
	maxErrors: 0,
};

test('records: what would be loaded and what is rejected', t => {
	t.is(describeFindings(clean), '8,056 records read: 8,056 rows would be loaded, none rejected.');
	t.is(
		describeFindings({...clean, rows: 8053, rejected: 3, maxErrors: 5}),
		'8,056 records read: 8,053 rows would be loaded, 3 rejected, and 5 may be (--max-errors).',
	);
});

test('records: more rejects than may be', t => {
	t.is(
		describeFindings({...clean, rows: 8055, rejected: 1}),
		'It would fail: 1 of 8,056 records is rejected, and none may be (--max-errors).',
	);
	t.is(
		describeFindings({...clean, rows: 8053, rejected: 3, maxErrors: 2}),
		'It would fail: 3 of 8,056 records are rejected, and 2 may be (--max-errors).',
	);
	t.is(
		describeFindings({type: 'records', isWhole: false, rejected: 100_000, rejects: [], maxErrors: 1000}),
		'It would fail: more than 100,000 records are rejected, and 1,000 may be (--max-errors).',
	);
});

test('records that the engine has checked without counting them', t => {
	const unknown = {...clean, records: 0, rows: 0};
	t.is(describeFindings(unknown), 'The records were checked, but not counted: none rejected.');
	t.is(
		describeFindings({...unknown, records: 2, rejected: 2}),
		'It would fail: 2 records are rejected, and none may be (--max-errors).',
	);
});

const steps = [
	{text: 'XN Hash Left Join DS_DIST_BOTH', moves: 'redistribution'},
	{text: '  ->  XN Hash Join DS_BCAST_INNER', moves: 'broadcast'},
	{text: '        ->  XN Seq Scan on staging_events', moves: null},
] as const;

test('plans: how many steps send rows between the nodes', t => {
	t.is(describeFindings({type: 'plans', plans: [{sql: '', steps: []}]}), 'Explained by the engine.');
	t.is(
		describeFindings({type: 'plans', plans: [{sql: '', steps}]}),
		'Explained by the engine, with 1 broadcast and 1 redistribution of rows.',
	);
});

test('a sign and a word stand above each step that sends rows, indented as it is', t => {
	t.deepEqual(
		planLines(steps).map(({text}) => text),
		[
			'» redistribution: each of these rows goes to the node that needs it',
			'XN Hash Left Join DS_DIST_BOTH',
			'  »» broadcast: all these rows go to every node',
			'  ->  XN Hash Join DS_BCAST_INNER',
			'        ->  XN Seq Scan on staging_events',
		],
	);
	t.deepEqual(
		planLines(steps).map(({type}) => type),
		['notice', 'step', 'notice', 'step', 'step'],
	);
});
