import test from 'ava';
import {stages} from '../../src/load/stages.js';
import {checkIds} from '../../src/star/checks.js';
import {filledTables, stageIds} from '../../src/star/stages.js';
import {FakeSource, FakeWarehouse} from '../support/fake-warehouse.js';

const source = new FakeSource();
const facts = {counts: {}, loads: {}, foreign: new Map(), source: undefined, fingerprints: {}};
const context = {warehouse: new FakeWarehouse(), source, maxErrors: 0, facts};

test('explains every stage and lists its statements', t => {
	for (const id of stageIds) {
		const stage = stages[id];
		t.is(stage.id, id);
		t.true(stage.title.length > 0 && stage.title.length < 40, stage.title);
		t.regex(stage.explain, /^[A-Z].*\.$/);
		for (const sql of stage.sql(context)) t.notRegex(sql, /;\s*$|\$\{/, id);
	}
	t.deepEqual(stages.connect.sql(context), []);
	t.is(stages.verify.sql(context).length, checkIds.length);
	t.deepEqual(
		stages['load-time'].sql(context).map(sql => sql.replaceAll(/--.*\n/g, '').slice(0, 18)),
		['DELETE FROM "time"', 'INSERT INTO "time"'],
	);
	t.regex(stages['stage-songs'].sql(context).at(-1) ?? '', /^COPY staging_songs$/);
});

test('names the table of each stage that fills one', t => {
	const tables = stageIds.flatMap(id => stages[id].table ?? []);
	t.deepEqual(tables, [...filledTables]);
});

test('notes existing tables for create-tables', async t => {
	t.deepEqual((await stages['create-tables'].plan(context)).notes, []);
	const counts = {users: 0, songs: 3};
	t.deepEqual((await stages['create-tables'].plan({...context, facts: {...facts, counts}})).notes, [
		'Already exist: users, songs. Run drop-tables to remove them.',
	]);
});

test('names the first few of many skipped files', async t => {
	const skipped = Array.from({length: 100}, (_, index) => ({path: `log_data/${index}`, reason: 'empty'}));
	const inventory = {
		files: [{path: 'log_data/a.json', bytes: 1}],
		bytes: 1,
		fingerprint: '1:1:00',
		skipped,
		skippedCount: 1204,
	};
	const {notes, reads} = await stages['stage-events'].plan({...context, listing: {inventory}});
	t.deepEqual(reads, ['1 file, 1 B in log_data']);
	t.deepEqual(notes, [
		'1,204 files skipped: log_data/0 (empty), log_data/1 (empty), log_data/2 (empty), and 1,201 others',
	]);
});
