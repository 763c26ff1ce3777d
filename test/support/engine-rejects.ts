import test from 'ava';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {eventLine, Raw, songText} from './data-folder.js';
import {type OpenWarehouse, openFixture} from './engine-fixture.js';

const rejectColumns =
	'SELECT table_name, file, line, column_name, reason, raw FROM staging_rejects ORDER BY file, line';

/** "Rejects" of the rules: not loaded, never lost. */
export function rejectTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, rejects: the first one fails the stage and leaves everything as it was`, async t => {
		const {stage, rows, folder} = await openFixture(t, open, {
			'log_data/2018/a.json': `${eventLine({artist: 'Before'})}trash\n`,
		});
		await stage('events', {maxErrors: 1});
		const state = async () => [
			await rows('SELECT artist FROM staging_events'),
			await rows(rejectColumns),
			await rows('SELECT * FROM staging_loads'),
		];
		const before = await state();
		t.is(before[1]?.length, 1);

		const bad = eventLine({artist: 'After', ts: 'not a time'}).trimEnd();
		folder.write({'log_data/2018/a.json': `${eventLine({artist: 'After'})}\n${bad}\n${eventLine()}`});
		const error = await t.throwsAsync(stage('events'), {instanceOf: RejectedError});
		t.deepEqual(error?.rejects, [
			{file: 'log_data/2018/a.json', line: 3, column: 'ts', reason: '"not a time" is no number', raw: bad},
		]);
		t.is(error?.exitCode, 1);
		t.is(error?.failure.where, 'log_data/2018/a.json:3, column ts');
		t.regex(error?.failure.message ?? '', /"not a time" is no number/);
		t.is(error?.failure.detail, bad);
		t.regex(error?.failure.advice ?? '', /--max-errors/);
		t.deepEqual(await state(), before);
	});

	test.serial(`${name}, rejects: up to --max-errors the load goes on, and every reject is kept`, async t => {
		const song = eventLine({itemInSession: 1.5}).trimEnd();
		const {stage, rows} = await openFixture(t, open, {
			'log_data/a.json': `${eventLine({artist: 'A'})}\ttrash \\ 'quoted'\t\n\n${song}\r\n${eventLine({artist: 'B'})}`,
			'log_data/b.json': `[${eventLine().trimEnd()}]\n${eventLine({artist: 'C'})}{"userId":\n  "x"}`,
		});
		const staged = await stage('events', {maxErrors: 4});
		t.like(staged, {records: 7, rows: 3, rejected: 4});
		t.deepEqual(
			staged.firstRejects.map(({file, line, column}) => [file, line, column]),
			[
				['log_data/a.json', 2, null],
				['log_data/a.json', 4, 'iteminsession'],
				['log_data/b.json', 1, null],
				['log_data/b.json', 3, 'userid'],
			],
		);
		t.deepEqual(await rows('SELECT artist FROM staging_events ORDER BY artist'), [['A'], ['B'], ['C']]);
		const kept = await rows(rejectColumns);
		t.deepEqual(
			kept.map(([table, file, line, column, , raw]) => [table, file, line, column, raw]),
			[
				['staging_events', 'log_data/a.json', 2, null, "trash \\ 'quoted'"],
				['staging_events', 'log_data/a.json', 4, 'iteminsession', song],
				['staging_events', 'log_data/b.json', 1, null, `[${eventLine().trimEnd()}]`],
				['staging_events', 'log_data/b.json', 3, 'userid', '{"userId":\n  "x"}'],
			],
		);
		t.deepEqual(
			kept.map(row => row[4]),
			staged.firstRejects.map(({reason}) => reason),
		);
		t.deepEqual(await rows('SELECT records, rows_loaded, rows_rejected FROM staging_loads'), [[7, 3, 4]]);
	});

	test.serial(`${name}, rejects: one more than allowed is too many`, async t => {
		const {stage, rows} = await openFixture(t, open, {
			'song_data/a.json': `${songText()} x\nx\n`,
			'song_data/b.json': songText({duration: true}),
		});
		t.like(await stage('songs', {maxErrors: 3}), {records: 4, rows: 1, rejected: 3});
		const error = await t.throwsAsync(stage('songs', {maxErrors: 2}), {instanceOf: RejectedError});
		t.is(error?.rejects.length, 3);
		t.is(error?.rejects.filter(({column}) => column === 'duration').length, 1);
		t.deepEqual(await rows('SELECT records, rows_loaded, rows_rejected FROM staging_loads'), [[4, 1, 3]]);
		t.deepEqual(await rows('SELECT count(*) FROM staging_rejects'), [[3]]);
	});

	test.serial(`${name}, rejects: a load replaces the rejects of its own table only`, async t => {
		const {stage, rows, folder} = await openFixture(t, open, {
			'log_data/a.json': 'events\n',
			'song_data/a.json': 'songs\n',
		});
		await stage('events', {maxErrors: 9});
		await stage('songs', {maxErrors: 9});
		folder.write({'log_data/a.json': `${eventLine()}other\n`});
		await stage('events', {maxErrors: 9});
		t.deepEqual(await rows('SELECT table_name, line, raw FROM staging_rejects ORDER BY table_name'), [
			['staging_events', 2, 'other'],
			['staging_songs', 1, 'songs'],
		]);
		folder.write({'song_data/a.json': songText()});
		await stage('songs');
		t.deepEqual(await rows('SELECT table_name FROM staging_rejects'), [['staging_events']]);
	});

	test.serial(`${name}, rejects: nothing but rejects is a load of no rows`, async t => {
		const {stage, rows} = await openFixture(t, open, {'log_data/a.json': 'x\ny\n'});
		t.like(await stage('events', {maxErrors: 2}), {records: 2, rows: 0, rejected: 2});
		t.deepEqual(await rows('SELECT count(*) FROM staging_events'), [[0]]);
	});

	test.serial(`${name}, rejects: any raw text is kept as it stands in the file`, async t => {
		const texts = [
			'{"artist":"tab\\t","ts":"\\\\N"}',
			'{"artist":"😀 日本語","ts":"x"}',
			`{"artist":"it's; -- \\"quoted\\"","ts":"\${file}"}`,
			`{"artist":"${'é'.repeat(1200)}","ts":"x"}`,
		];
		const {stage, rows} = await openFixture(t, open, {'log_data/a.json': texts.join('\n')});
		await stage('events', {maxErrors: 10});
		t.deepEqual(
			(await rows(rejectColumns)).map(row => row[5]),
			texts.map(text => text.slice(0, 1024)),
		);
	});

	test.serial(`${name}, rejects: the first ten are told, by file and line`, async t => {
		const {stage} = await openFixture(t, open, {
			'log_data/b.json': 'x\n'.repeat(8),
			'log_data/a.json': `\n${'x\n'.repeat(5)}`,
			'log_data/c.json': eventLine({length: new Raw('1e400')}),
		});
		const {rejected, firstRejects} = await stage('events', {maxErrors: 100});
		t.is(rejected, 14);
		t.deepEqual(
			firstRejects.map(({file, line}) => `${file}:${line}`),
			[
				...[2, 3, 4, 5, 6].map(line => `log_data/a.json:${line}`),
				...[1, 2, 3, 4, 5].map(line => `log_data/b.json:${line}`),
			],
		);
	});
}
