import test from 'ava';
import {CancelledError, DataError, type SparkifyError, StatementError} from '../../src/errors.js';
import {RejectedError} from '../../src/warehouse/rejected-error.js';
import {eventLine, jsonText, playLine, songText} from './data-folder.js';
import {endless, type OpenWarehouse, openFixture} from './engine-fixture.js';

/** "Each stage is one transaction: done or as if never started." */
export function transactionTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, transaction: returns the body's result and commits its changes`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const result = await warehouse.transaction(async () => {
			await warehouse.run("INSERT INTO users (user_id, first_name) VALUES (1, 'Ada')");
			await warehouse.run("INSERT INTO songs (song_id) VALUES ('SO1')");
			return 'result';
		});
		t.is(result, 'result');
		t.deepEqual(await rows('SELECT first_name, song_id FROM users, songs'), [['Ada', 'SO1']]);
	});

	test.serial(`${name}, transaction: rolls everything back after an error and rethrows it`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		await warehouse.run('INSERT INTO users (user_id) VALUES (1)');
		const failure = new Error('failure');
		const error = await t.throwsAsync(
			warehouse.transaction(async () => {
				await warehouse.run('DELETE FROM users');
				await warehouse.run('INSERT INTO users (user_id) VALUES (2), (3)');
				await warehouse.run("INSERT INTO songs (song_id) VALUES ('SO1')");
				await warehouse.run('CREATE TABLE made_inside (i integer)');
				await warehouse.run('DROP TABLE artists');
				throw failure;
			}),
		);
		t.is(error, failure);
		t.deepEqual(await rows('SELECT user_id FROM users'), [[1]]);
		t.deepEqual(await rows('SELECT count(*) FROM songs'), [[0]]);
		const names = (await warehouse.catalog()).map(table => table.name);
		t.true(names.includes('artists'));
		t.false(names.includes('made_inside'));
	});

	test.serial(
		`${name}, transaction: rolls back after a failed statement, and the next one works`,
		async t => {
			const {warehouse, rows} = await openFixture(t, open);
			await t.throwsAsync(
				warehouse.transaction(async () => {
					await warehouse.run('INSERT INTO users (user_id) VALUES (1)');
					await warehouse.run('INSERT INTO users (user_id) VALUES (NULL)');
				}),
				{instanceOf: StatementError},
			);
			t.deepEqual(await rows('SELECT count(*) FROM users'), [[0]]);
			await warehouse.transaction(() => warehouse.run('INSERT INTO users (user_id) VALUES (2)'));
			t.deepEqual(await rows('SELECT user_id FROM users'), [[2]]);
		},
	);

	test.serial(`${name}, transaction: rolls back when cancelled during a statement`, async t => {
		const {warehouse, rows} = await openFixture(t, open);
		const signal = AbortSignal.timeout(300);
		await t.throwsAsync(
			warehouse.transaction(
				async () => {
					await warehouse.run('INSERT INTO users (user_id) VALUES (1)', {signal});
					await warehouse.run(`CREATE TABLE made AS ${endless}`, {signal});
				},
				{signal},
			),
			{instanceOf: CancelledError},
		);
		t.deepEqual(await rows('SELECT count(*) FROM users'), [[0]]);
		await warehouse.transaction(() => warehouse.run('INSERT INTO users (user_id) VALUES (2)'));
		t.deepEqual(await rows('SELECT user_id FROM users'), [[2]]);
	});

	test.serial(
		`${name}, transaction: has no effect when cancelled between statements or before the first`,
		async t => {
			const {warehouse, rows} = await openFixture(t, open);
			const controller = new AbortController();
			const {signal} = controller;
			await t.throwsAsync(
				warehouse.transaction(
					async () => {
						await warehouse.run('INSERT INTO users (user_id) VALUES (1)', {signal});
						controller.abort();
					},
					{signal},
				),
				{instanceOf: CancelledError},
			);
			let ran = false;
			await t.throwsAsync(
				warehouse.transaction(
					async () => {
						ran = true;
					},
					{signal},
				),
				{instanceOf: CancelledError},
			);
			t.false(ran);
			t.deepEqual(await rows('SELECT count(*) FROM users'), [[0]]);
		},
	);

	test.serial(`${name}, transaction: a stage cancelled while reading leaves the table unchanged`, async t => {
		const {stage, rows, folder} = await openFixture(t, open, {
			'log_data/a.json': eventLine({artist: 'Before'}),
		});
		await stage('events');
		const before = await rows('SELECT * FROM staging_loads');
		// Several batches: a few megabytes of COPY text.
		const line = `${jsonText({artist: 'x'.repeat(1000), userAgent: 'y'.repeat(1000)})}\n`;
		folder.write({'log_data/b.json': line.repeat(5000)});
		const controller = new AbortController();
		await t.throwsAsync(stage('events', {signal: controller.signal, onProgress: () => controller.abort()}), {
			instanceOf: CancelledError,
		});
		t.deepEqual(await rows('SELECT artist FROM staging_events'), [['Before']]);
		t.deepEqual(await rows('SELECT * FROM staging_loads'), before);
		await stage('events');
		t.deepEqual(await rows('SELECT count(*) FROM staging_events'), [[5001]]);
	});

	test.serial(`${name}, transaction: a stage without its folder leaves the table unchanged`, async t => {
		const {stage, rows, folder, usesCopy} = await openFixture(t, open, {'song_data/a.json': songText()});
		await stage('songs');
		folder.remove();
		// If the engine reads the files itself, the server reports that there is nothing to read.
		await t.throwsAsync(stage('songs'), {instanceOf: usesCopy ? StatementError : DataError});
		t.deepEqual(await rows('SELECT song_id FROM staging_songs'), [['SO1']]);
	});

	test.serial(
		`${name}, transaction: a broken archive among good files leaves the table unchanged`,
		async t => {
			const {stage, rows, folder, usesCopy, place} = await openFixture(t, open, {
				'log_data/a.json': eventLine({artist: 'Before'}),
			});
			await stage('events');
			folder.write({'log_data/a.json': eventLine({artist: 'After'}), 'log_data/b.json.gz': 'no archive'});
			// COPY declares no compression, and reads the archive as text.
			const error = await t.throwsAsync<SparkifyError>(stage('events'), {
				instanceOf: usesCopy ? RejectedError : DataError,
			});
			t.is(error?.failure.where, usesCopy ? `${place()}log_data/b.json.gz:1` : 'log_data/b.json.gz');
			t.deepEqual(await rows('SELECT artist FROM staging_events'), [['Before']]);
		},
	);

	test.serial(`${name}, transaction: a table filled from others keeps its rows when that fails`, async t => {
		const {warehouse, stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': playLine(),
			'song_data/a.json': songText(),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays');
		await warehouse.run('DROP TABLE staging_songs');
		await t.throwsAsync(transform('songplays'), {instanceOf: StatementError});
		t.deepEqual(await rows('SELECT user_id, song_id FROM songplays'), [[10, 'SO1']]);
	});
}
