import test from 'ava';
import {DataError} from '../../src/errors.js';
import type {Reject} from '../../src/source/source.js';
import {ownedTables} from '../../src/star/tables.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {describeReject, StagingTally, tooManyRejects} from '../../src/warehouse/staging-tally.js';
import {columnDifference, tableColumns} from '../../src/warehouse/table-columns.js';

const reject = (file: string, line: number, column: string | null = null): Reject => ({
	file,
	line,
	column,
	reason: 'not JSON',
	raw: 'raw text',
});
const nothing = {emptyRows: 0, times: 0, earlyTimes: 0, bytes: 0, files: 0} as const;
const many = (count: number, file = 'a.json') =>
	Array.from({length: count}, (_, index) => reject(file, index + 1));

test('counts rows and rejects over all batches', t => {
	const tally = new StagingTally({maxErrors: 5});
	tally.add({...nothing, rows: 10, rejects: []});
	tally.add({...nothing, rows: 0, rejects: many(2)});
	tally.add({...nothing, rows: 3, rejects: many(3, 'b.json')});
	t.like(tally.result('events', 'log_data'), {records: 18, rows: 13, rejected: 5});
	t.throws(() => new StagingTally({maxErrors: 0}).result('events', 'log_data'), {instanceOf: DataError});
});

test('returns the first ten rejects by file and line, whatever their order', t => {
	const tally = new StagingTally({maxErrors: 100});
	tally.add({...nothing, rows: 0, rejects: many(20, 'b.json').toReversed()});
	tally.add({...nothing, rows: 0, rejects: [reject('a.json', 7), reject('a.json', 3)]});
	const {firstRejects, rejected} = tally.result('events', 'log_data');
	t.is(rejected, 22);
	t.deepEqual(
		firstRejects.map(({file, line}) => `${file}:${line}`),
		['a.json:3', 'a.json:7', ...[1, 2, 3, 4, 5, 6, 7, 8].map(line => `b.json:${line}`)],
	);
});

test('fails at one reject more than allowed', t => {
	const tally = new StagingTally({maxErrors: 2});
	tally.add({...nothing, rows: 0, rejects: many(2)});
	tally.add({...nothing, rows: 5, rejects: [reject('0.json', 9, 'ts')]});
	t.true(tally.isOverLimit);
	const error = t.throws(() => tally.result('events', 'log_data'), {instanceOf: RejectedError});
	t.deepEqual(
		error?.rejects.map(({file, line}) => `${file}:${line}`),
		['0.json:9', 'a.json:1', 'a.json:2'],
	);
	t.is(error?.failure.where, '0.json:9, column ts');
	t.regex(error?.failure.message ?? '', /^3 records can't be loaded.* 2 are allowed.* not JSON/);
	t.is(error?.failure.detail, 'raw text');
});

test('names the most frequent keys in a failure, and keeps the others in its details', t => {
	const key = (name: string, records: number, line: number) => ({key: name, records, file: 'a.json', line});
	const keys = {
		unknown: [key('rare', 1, 9), key('c', 3, 4), key('b', 3, 5), key('often', 7, 3)],
		missing: [key('ts', 8, 2), key('song', 2, 1)],
		unnamed: 6,
	};
	const tally = new StagingTally({maxErrors: 0, schemaDrift: {level: 'fail', acceptedKeys: []}});
	tally.add({...nothing, rows: 8, rejects: [], keys});
	const {drift} = tally.result('events', 'log_data');
	t.is(
		drift?.message,
		'The keys of the records differ from the columns of staging_events: unknown "often", "b", "c" and more; missing in all records "ts".',
	);
	t.is(drift?.where, 'a.json:2', 'the first place of a key that matters');
	t.deepEqual(drift?.detail?.split('\n'), [
		'7 records have an unknown key "often" (first: a.json:3).',
		'3 records have an unknown key "b" (first: a.json:5).',
		'3 records have an unknown key "c" (first: a.json:4).',
		'1 record has an unknown key "rare" (first: a.json:9).',
		'Other unknown keys were found 6 times.',
		'"ts" is missing in all 8 records.',
	]);
});

test('fails on unknown keys without names, though those with names are accepted', t => {
	const tally = new StagingTally({maxErrors: 0, schemaDrift: {level: 'fail', acceptedKeys: ['userid42']}});
	const unknown = [{key: 'userId42', records: 1, file: 'a.json', line: 1}];
	tally.add({...nothing, rows: 1, rejects: [], keys: {unknown, missing: [], unnamed: 1}});
	const {drift, notes} = tally.result('events', 'log_data');
	t.is(
		drift?.message,
		'The keys of the records differ from the columns of staging_events: too many are unknown.',
	);
	t.is(drift?.detail, 'Other unknown keys were found 1 time.');
	t.deepEqual(notes, ['1 record has an unknown key "userId42" (first: a.json:1).']);
});

test('describes a reject', t => {
	t.is(describeReject(reject('log_data/a.json', 12, 'length')), 'log_data/a.json:12 length: not JSON');
	t.is(describeReject(reject('log_data/a.json', 12)), 'log_data/a.json:12 not JSON');
});

test('truncates a long record', t => {
	const raw = `{"location":"${'x'.repeat(900)}"}`;
	const reject = {file: 'a.json', line: 1, column: 'location', reason: 'it is too long', raw};
	const {failure} = tooManyRejects([reject], 1, 0);
	t.is(failure.detail, `${raw.slice(0, 600)}…`);
	t.is(tooManyRejects([{...reject, raw: '{}'}], 1, 0).failure.detail, '{}');
});

test('counts all rejects and stores 10,000, including the first', t => {
	const tally = new StagingTally({maxErrors: 20_000});
	for (let batch = 0; batch < 24; batch++) tally.add({...nothing, rows: 0, rejects: many(500, 'b.json')});
	tally.add({...nothing, rows: 0, rejects: [reject('a.json', 7)]});
	t.is(tally.result('events', 'log_data').rejected, 12_001);
	t.is(tally.storedRejects.length, 10_000);
	t.is(tally.storedRejects[0]?.file, 'a.json');
	t.regex(tooManyRejects(tally.storedRejects, 12_001, 0).failure.advice ?? '', /stores 10,000/);
});

test('table columns: parses the columns of every table on every engine', t => {
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

test('table columns: reports missing columns and different types, but not extra columns', t => {
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
