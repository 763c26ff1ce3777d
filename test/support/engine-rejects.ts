import test from 'ava';
import {runCheck} from '../../src/load/run-check.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {eventLine, Raw, songText} from './data-folder.js';
import {type OpenWarehouse, openFixture} from './engine-fixture.js';

const rejectColumns =
	'SELECT table_name, file, line, column_name, reason, "raw" FROM staging_rejects ORDER BY file, line, "raw"';

/** The "Rejects" rules: rejected records are not loaded and never lost. */
export function rejectTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, rejects: the first one fails the stage and changes nothing`, async t => {
		const {stage, rows, folder, usesCopy, place} = await openFixture(t, open, {
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
		const file = `${place()}log_data/2018/a.json`;
		const reason = usesCopy
			? `"not a time" is not a whole number (Invalid digit, Value 'n', Pos 0, Type: Long)`
			: '"not a time" is not a number';
		t.deepEqual(error?.rejects, [{file, line: 3, column: 'ts', reason, raw: bad}]);
		t.is(error?.exitCode, 1);
		t.is(error?.failure.where, `${file}:3, column ts`);
		t.true(error?.failure.message.includes(reason));
		t.is(error?.failure.detail, bad);
		t.regex(error?.failure.advice ?? '', /--max-errors/);
		t.deepEqual(await state(), before);
	});

	test.serial(
		`${name}, rejects: the load continues up to --max-errors, and every reject is kept`,
		async t => {
			const song = eventLine({itemInSession: 1.5}).trimEnd();
			const {stage, rows, usesCopy, place} = await openFixture(t, open, {
				'log_data/a.json': `${eventLine({artist: 'A'})}\ttrash \\ 'quoted'\t\n\n${song}\r\n${eventLine({artist: 'B'})}`,
				'log_data/b.json': `[${eventLine().trimEnd()}]\n${eventLine({artist: 'C'})}{"userId":\n  "x"}`,
			});
			const staged = await stage('events', {maxErrors: 5});
			const [a, b] = [`${place()}log_data/a.json`, `${place()}log_data/b.json`];
			const inArray = eventLine().trimEnd();
			const expected = [
				[a, 2, null, "trash \\ 'quoted'"],
				[a, 4, 'iteminsession', song],
				// COPY sees the array as an object with a stray character before and after it.
				...(usesCopy
					? [
							[b, 1, null, '['],
							[b, 1, null, ']'],
						]
					: [[b, 1, null, `[${inArray}]`]]),
				[b, 4, 'userid', '{"userId":\n  "x"}'],
			];
			const counts = usesCopy ? {records: 9, rows: 4, rejected: 5} : {records: 7, rows: 3, rejected: 4};
			t.like(staged, counts);
			t.deepEqual(
				staged.firstRejects.map(({file, line, column, raw}) => [file, line, column, raw]),
				expected as never,
			);
			const artists = await rows(
				'SELECT artist FROM staging_events WHERE artist IS NOT NULL ORDER BY artist',
			);
			t.deepEqual(artists, [['A'], ['B'], ['C']]);
			const kept = await rows(rejectColumns);
			t.deepEqual(
				kept.map(([table, file, line, column, , raw]) => [table, file, line, column, raw]),
				expected.map(row => ['staging_events', ...row]) as never,
			);
			t.deepEqual(
				kept.map(row => row[4]),
				staged.firstRejects.map(({reason}) => reason),
			);
			t.deepEqual(await rows('SELECT records, rows_loaded, rows_rejected FROM staging_loads'), [
				Object.values(counts),
			]);
		},
	);

	test.serial(`${name}, rejects: one more than allowed fails the stage`, async t => {
		const {stage, rows} = await openFixture(t, open, {
			'song_data/a.json': `${songText()} x\n${songText()}\nx\n`,
			'song_data/b.json': songText({duration: true}),
		});
		t.like(await stage('songs', {maxErrors: 3}), {records: 5, rows: 2, rejected: 3});
		const error = await t.throwsAsync(stage('songs', {maxErrors: 2}), {instanceOf: RejectedError});
		t.is(error?.rejects.length, 3);
		t.is(error?.rejects.filter(({column}) => column === 'duration').length, 1);
		t.deepEqual(await rows('SELECT records, rows_loaded, rows_rejected FROM staging_loads'), [[5, 2, 3]]);
		t.deepEqual(await rows('SELECT count(*) FROM staging_rejects'), [[3]]);
	});

	test.serial(`${name}, rejects: with too many, the files are still read to the end and counted`, async t => {
		const {stage, rows, usesCopy} = await openFixture(t, open, {
			'log_data/a.json': 'x\n',
			'log_data/b.json': eventLine().repeat(20_000),
			'log_data/c.json': `${eventLine({ts: 'x'}).repeat(1200)}${eventLine()}`,
		});
		// Redshift stops at MAXERROR.
		if (usesCopy) return t.pass();
		const error = await t.throwsAsync(stage('events', {maxErrors: 1}), {instanceOf: RejectedError});
		t.is(error?.rejected, 1201);
		t.regex(error?.failure.message ?? '', /^1,201 records can't be loaded, and 1 is allowed/);
		t.deepEqual(await rows('SELECT count(*) FROM staging_events'), [[0]]);
	});

	test.serial(`${name}, rejects: 10,000 are stored, all are counted, and verify accepts that`, async t => {
		const {stage, rows, usesCopy, warehouse} = await openFixture(t, open, {
			'log_data/a.json': `${eventLine({ts: 'x'}).repeat(10_500)}${eventLine()}`,
		});
		if (usesCopy) return t.pass();
		t.like(await stage('events', {maxErrors: 20_000}), {records: 10_501, rows: 1, rejected: 10_500});
		t.deepEqual(await rows('SELECT count(*) FROM staging_rejects'), [[10_000]]);
		t.deepEqual(await rows('SELECT rows_rejected FROM staging_loads'), [[10_500]]);
		t.true((await runCheck(warehouse, 'events-accounted')).ok);
		await warehouse.run('DELETE FROM staging_rejects WHERE line = 7');
		t.false((await runCheck(warehouse, 'events-accounted')).ok);
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
		t.deepEqual(await rows('SELECT table_name, line, "raw" FROM staging_rejects ORDER BY table_name'), [
			['staging_events', 2, 'other'],
			['staging_songs', 1, 'songs'],
		]);
		folder.write({'song_data/a.json': songText()});
		await stage('songs');
		t.deepEqual(await rows('SELECT table_name FROM staging_rejects'), [['staging_events']]);
	});

	test.serial(`${name}, rejects: a load with only rejects has no rows`, async t => {
		const {stage, rows} = await openFixture(t, open, {'log_data/a.json': 'x\n{"ts":"x"}\n'});
		t.like(await stage('events', {maxErrors: 2}), {records: 2, rows: 0, rejected: 2});
		t.deepEqual(await rows('SELECT count(*) FROM staging_events'), [[0]]);
	});

	test.serial(`${name}, rejects: raw text is kept unchanged`, async t => {
		const texts = [
			'{"artist":"tab\\t","ts":"\\\\N"}',
			'{"artist":"😀 日本語","ts":"x"}',
			`{"artist":"it's; -- \\"quoted\\"","ts":"\${file}"}`,
			`{"artist":"${'é'.repeat(1200)}","ts":"x"}`,
		];
		const {stage, rows, usesCopy} = await openFixture(t, open, {'log_data/a.json': texts.join('\n')});
		await stage('events', {maxErrors: 10});
		t.deepEqual(
			(await rows(rejectColumns)).map(row => row[5]),
			texts
				.map(text => text.slice(0, 1024))
				// The load error views replace non-ASCII characters with periods.
				.map(text => (usesCopy ? text.replaceAll(/[^\x00-\x7f]/gu, '.') : text)),
		);
	});

	test.serial(`${name}, rejects: the first ten are returned, ordered by file and line`, async t => {
		const {stage, place} = await openFixture(t, open, {
			'log_data/b.json': `x\n${eventLine()}`.repeat(8),
			'log_data/a.json': `\n${`x\n${eventLine()}`.repeat(5)}`,
			'log_data/c.json': eventLine({length: new Raw('1e400')}),
		});
		const {rejected, firstRejects} = await stage('events', {maxErrors: 100});
		t.is(rejected, 14);
		t.deepEqual(
			firstRejects.map(({file, line}) => `${file}:${line}`),
			[
				...[2, 4, 6, 8, 10].map(line => `${place()}log_data/a.json:${line}`),
				...[1, 3, 5, 7, 9].map(line => `${place()}log_data/b.json:${line}`),
			],
		);
	});
}
