import test from 'ava';
import {DataError} from '../../src/errors.js';
import {SchemaDriftError} from '../../src/load/schema-drift-error.js';
import type {Progress} from '../../src/warehouse/warehouse.js';
import {eventLine, jsonText, Raw, songText} from './data-folder.js';
import {type OpenWarehouse, openFixture} from './engine-fixture.js';

/** The "Staging" rules: one row per JSON object, raw and typed, without deduplication. */
export function stagingTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, staging: every value of an event arrives in its column`, async t => {
		const {stage, rows} = await openFixture(t, open, {
			'log_data/2018/11/a.json': eventLine({
				artist: 'Sigur Rós',
				itemInSession: 3,
				length: 218.93179,
				location: '',
				registration: new Raw('1.540919166796E12'),
				sessionId: '139',
				song: 112,
				userAgent: '"Mozilla/5.0 (X11)"',
				userId: '88',
			}),
		});
		t.like(await stage('events'), {records: 1, rows: 1, rejected: 0, firstRejects: []});
		t.deepEqual(await rows('SELECT * FROM staging_events'), [
			[
				'Sigur Rós',
				'Logged In',
				'Ada',
				'F',
				3,
				'Quill',
				218.93179,
				'free',
				null,
				'GET',
				'Home',
				1540919166796,
				139,
				'112',
				200,
				1541106106796,
				'"Mozilla/5.0 (X11)"',
				88,
			],
		]);
	});

	test.serial(`${name}, staging: every value of a song arrives in its column`, async t => {
		const {stage, rows} = await openFixture(t, open, {
			'song_data/A/B/C/TR1.json': songText({
				artist_latitude: -35.14968,
				artist_longitude: new Raw('-90.04892'),
				artist_name: 112,
				title: 'Trailing blanks  ',
				year: 0,
			}),
		});
		t.like(await stage('songs'), {records: 1, rows: 1, rejected: 0, firstRejects: []});
		t.deepEqual(await rows('SELECT * FROM staging_songs'), [
			[1, 'AR1', -35.14968, -90.04892, null, '112', 'SO1', 'Trailing blanks  ', 200.5, 0],
		]);
	});

	test.serial(`${name}, staging: any text arrives unchanged`, async t => {
		const texts = [
			'tab\tnewline\nreturn\rboth\r\nend',
			'\n',
			'\r\n',
			'back\\slash \\n \\t \\N \\x5c \\\\',
			'\\N',
			'\\',
			'"',
			'""a",b',
			"it's; -- no comment",
			'  blanks  ',
			' ',
			'NULL',
			'null',
			'\u0001\u0007\b\u000b\f\u001b[31m\u001f\u007f',
			'日本語 Ωé a\u0301 😀 👨‍👩‍👧',
			'\u0085\u00a0\u2028\u2029\ufffd\uffff',
			'{"json":1}',
			'#comment',
			'x'.repeat(2048),
			'€'.repeat(682),
		];
		const {stage, rows} = await openFixture(t, open, {
			'log_data/a.json': texts
				.map((text, index) => eventLine({sessionId: index, artist: text, userAgent: text}))
				.join(''),
		});
		await stage('events');
		t.deepEqual(
			await rows('SELECT artist, useragent FROM staging_events ORDER BY sessionid'),
			texts.map(text => [text, text]),
		);
	});

	test.serial(`${name}, staging: a text may begin with U+FEFF, even the first one`, async t => {
		const {stage, rows} = await openFixture(t, open, {
			'log_data/a.json': eventLine({artist: '\ufeffMark', userAgent: '\ufeff'}),
		});
		await stage('events');
		// Measured in the engine, because a driver may strip the mark when it decodes a value.
		t.deepEqual(await rows('SELECT length(artist), length(useragent) FROM staging_events'), [[5, 1]]);
	});

	test.serial(`${name}, staging: numbers arrive exactly, up to the limits of their columns`, async t => {
		const {stage, rows} = await openFixture(t, open, {
			'log_data/a.json': [
				{
					sessionId: new Raw('2147483647'),
					ts: new Raw('253402300799999'),
					registration: new Raw('9223372036854775807'),
					length: new Raw('1.7976931348623157e308'),
				},
				{
					sessionId: new Raw('-2147483648'),
					ts: new Raw('-62135596800000'),
					registration: new Raw('-9223372036854775808'),
					length: new Raw('5e-324'),
				},
				{
					sessionId: new Raw('0'),
					ts: new Raw('1541106106796'),
					registration: new Raw('9007199254740993.0'),
					length: new Raw('0.10000000000000000555'),
				},
				{sessionId: null, ts: new Raw('" 5 "'), registration: '', length: new Raw('123456789.125')},
			]
				.map(fields => eventLine(fields))
				.join(''),
		});
		await stage('events');
		t.deepEqual(
			await rows('SELECT sessionid, ts, registration, length FROM staging_events ORDER BY length'),
			[
				[-2147483648, -62135596800000, -9223372036854775808n, Number.MIN_VALUE],
				// 0.1 is the double nearest to 0.10000000000000000555.
				[0, 1541106106796, 9007199254740993n, 0.1],
				[null, 5, null, 123456789.125],
				[2147483647, 253402300799999, 9223372036854775807n, Number.MAX_VALUE],
			],
		);
	});

	test.serial(
		`${name}, staging: a missing key, null and an empty text become NULL, and an object its JSON text`,
		async t => {
			const {stage, rows} = await openFixture(t, open, {
				'log_data/a.json': [
					'{}',
					jsonText({artist: '', userId: '', length: '', extra: 'ignored'}),
					jsonText({artist: new Raw('{"name": "A\\n"}'), song: new Raw('[1,2.0]'), level: true}),
				].join('\n'),
			});
			await stage('events');
			const columns = await rows(
				'SELECT artist, userid, length, song, level FROM staging_events ORDER BY artist',
			);
			t.deepEqual(columns.filter(row => row[0] === null).length, 2);
			t.true(columns.filter(row => row[0] === null).every(row => row.every(value => value === null)));
			t.deepEqual(
				columns.filter(row => row[0] !== null),
				[['{"name": "A\\n"}', null, null, '[1,2.0]', 'true']],
			);
		},
	);

	test.serial(`${name}, staging: minus zero becomes zero, and ts has the range of a timestamp`, async t => {
		const {stage, rows, usesCopy} = await openFixture(t, open, {
			'song_data/a.json': songText({
				artist_latitude: new Raw('-0'),
				artist_longitude: new Raw('-0.0'),
				duration: '-0.0',
			}),
			'log_data/a.json': [253402300800000, -62135596800001, 1541106106796000]
				.map(ts => eventLine({ts}))
				.concat(eventLine())
				.join(''),
		});
		// SQL checks the results of COPY afterwards.
		if (usesCopy) return t.pass();
		await stage('songs');
		t.deepEqual(
			await rows('SELECT 1 / nullif(artist_latitude, 0), duration, artist_longitude FROM staging_songs'),
			[[null, 0, 0]],
		);
		const text = "SELECT count(*) FROM staging_songs WHERE CAST(duration AS VARCHAR) LIKE '-%'";
		t.deepEqual(await rows(text), [[0]]);
		t.like(await stage('events', {maxErrors: 3}), {rows: 1, rejected: 3});
		t.deepEqual(await rows('SELECT DISTINCT column_name FROM staging_rejects'), [['ts']]);
	});

	test.serial(
		`${name}, staging: keys in another case are loaded, and unknown and missing keys are reported`,
		async t => {
			const renamed = eventLine().replace('userAgent', 'user_agent');
			const {stage, rows, usesCopy} = await openFixture(t, open, {
				'log_data/a.json': `${eventLine()}${renamed}${eventLine().toLowerCase()}${renamed}`,
			});
			const staged = await stage('events');
			t.deepEqual(await rows('SELECT count(*), count(useragent), count(firstname) FROM staging_events'), [
				[4, 2, 4],
			]);
			if (usesCopy) return;
			const place = {records: 2, file: 'log_data/a.json', line: 2};
			t.deepEqual(staged.unknownKeys, [{key: 'user_agent', ...place}]);
			t.deepEqual(staged.missingKeys, [{key: 'userAgent', ...place}]);
			t.deepEqual(staged.warnings, []);
			t.deepEqual(staged.notes, [
				'2 records have an unknown key "user_agent"; "userAgent" is missing in 2 (first: log_data/a.json:2).',
			]);
		},
	);

	test.serial(`${name}, staging: keys that differ are notes, warnings or a failure, as set`, async t => {
		const {stage, rows, folder, usesCopy} = await openFixture(t, open, {'log_data/a.json': eventLine()});
		const expected = await stage('events', {schemaDrift: {level: 'fail', acceptedKeys: []}});
		// The settings refuse the choice for an engine that does not report keys.
		if (usesCopy) return t.is(expected.unknownKeys, undefined);
		t.is(expected.rows, 1);
		const lines = [
			eventLine({artist: 'New'}),
			eventLine({level: 'paid'}).replace('}', ',"device":"tv"}'),
			eventLine().replace('"userAgent"', '"user_agent"'),
			eventLine().replace('}', ',"device":null}'),
		];
		const withoutStatus = lines.map(line => line.replace('"status":200,', ''));
		folder.write({'log_data/b.json': withoutStatus.join(''), 'log_data/a.json': withoutStatus[0]!});
		const state = async () => [
			await rows('SELECT artist, status FROM staging_events'),
			await rows('SELECT * FROM staging_loads'),
			await rows('SELECT * FROM staging_rejects'),
		];
		const before = await state();
		const unknown = [
			'2 records have an unknown key "device" (first: log_data/b.json:2).',
			'1 record has an unknown key "user_agent" (first: log_data/b.json:3).',
		];
		const missing = '"status" is missing in all 5 records.';
		const renamed = '"userAgent" is missing in 1 record (first: log_data/b.json:3).';

		const error = await t.throwsAsync(stage('events', {schemaDrift: {level: 'fail', acceptedKeys: []}}), {
			instanceOf: SchemaDriftError,
		});
		t.deepEqual(error?.failure, {
			message:
				'The keys of the records differ from the columns of staging_events: unknown "device", "user_agent"; missing in all records "status".',
			where: 'log_data/a.json:1',
			detail: [...unknown, missing].join('\n'),
			advice:
				'Nothing was loaded. If the change is expected, add the keys to ACCEPTED_KEYS under [LOAD] in dwh.cfg, or accept all with --schema-drift warn.',
		});
		t.deepEqual(await state(), before);

		const warned = await stage('events', {schemaDrift: {level: 'warn', acceptedKeys: []}});
		t.like(warned, {rows: 5, warnings: [...unknown, missing], notes: [renamed]});
		const accepts = async (...acceptedKeys: readonly string[]) =>
			stage('events', {schemaDrift: {level: 'fail', acceptedKeys}});
		const lacking = await t.throwsAsync(accepts('device', 'user_agent'), {instanceOf: SchemaDriftError});
		t.is(
			lacking?.message,
			'The keys of the records differ from the columns of staging_events: missing in all records "status".',
		);
		const one = await t.throwsAsync(accepts('device', 'status'), {instanceOf: SchemaDriftError});
		t.is(one?.failure.detail, unknown[1]);
		const accepted = await accepts('device', 'user_agent', 'status');
		t.like(accepted, {rows: 5, warnings: [missing], notes: [...unknown, renamed]});
		const noted = await stage('events', {schemaDrift: {level: 'note', acceptedKeys: []}});
		t.like(noted, {rows: 5, warnings: [missing], notes: [...unknown, renamed]});
		t.deepEqual(await stage('events'), noted);
	});

	test.serial(`${name}, staging: a key that only some records lack is never a failure`, async t => {
		const {stage, usesCopy} = await openFixture(t, open, {
			'log_data/a.json': `${eventLine()}${eventLine().replace('"status":200,', '')}`,
		});
		const {rows, notes} = await stage('events', {schemaDrift: {level: 'fail', acceptedKeys: []}});
		t.is(rows, 2);
		if (!usesCopy) t.deepEqual(notes, ['"status" is missing in 1 record (first: log_data/a.json:2).']);
	});

	test.serial(
		`${name}, staging: a key missing in all records and times in seconds produce warnings`,
		async t => {
			const line = eventLine({ts: 1541106106}).replace('userAgent', 'user_agent');
			const {stage, usesCopy} = await openFixture(t, open, {'log_data/a.json': `${line.repeat(2)}{}\n`});
			const staged = await stage('events');
			if (usesCopy) return t.pass();
			t.deepEqual(staged.warnings, [
				'"userAgent" is missing in all 3 records.',
				'1 of 3 rows has no value in any column.',
				"2 of 2 ts values are before 1990 and look like seconds. ts holds milliseconds: multiply it by 1,000 in the files, e.g. with jq -c '.ts *= 1000'.",
			]);
		},
	);

	test.serial(`${name}, staging: a stage without records or values fails and changes nothing`, async t => {
		const {stage, rows, folder, usesCopy} = await openFixture(t, open, {'log_data/a.json': eventLine()});
		await stage('events');
		if (usesCopy) return t.pass();
		folder.write({'log_data/a.json': `${songText()}\n${songText()}`, 'song_data/a.json': eventLine()});
		const swapped = await t.throwsAsync<DataError>(stage('events'), {instanceOf: DataError});
		t.is(swapped?.message, 'None of the 2 records has a value for a column of staging_events.');
		t.regex(swapped?.failure.advice ?? '', /look like songs\. Swap LOG_DATA and SONG_DATA\?/);
		const songs = await t.throwsAsync<DataError>(stage('songs'), {instanceOf: DataError});
		t.regex(songs?.failure.advice ?? '', /look like events\. Swap LOG_DATA and SONG_DATA\?/);
		folder.write({'log_data/a.json': '{"name":"x"}\n{}'});
		const others = await t.throwsAsync<DataError>(stage('events'), {instanceOf: DataError});
		t.regex(others?.failure.advice ?? '', /^Their keys are "name"; the keys of events are artist, auth/);
		folder.write({'log_data/a.json': ' \n'});
		const none = await t.throwsAsync<DataError>(stage('events'), {instanceOf: DataError});
		t.regex(none?.message ?? '', /^No records in .*log_data\.$/);
		t.deepEqual(await rows('SELECT count(*), count(artist), count(ts) FROM staging_events'), [[1, 0, 1]]);
		t.deepEqual(await rows('SELECT records FROM staging_loads'), [[1]]);
	});

	test.serial(`${name}, staging: duplicates are kept, and every file layout is read`, async t => {
		const pretty = JSON.stringify(JSON.parse(songText({title: 'Pretty'})), undefined, 2);
		const {stage, rows} = await openFixture(t, open, {
			'song_data/twice.json': `${songText()}\n${songText()}`,
			'song_data/A/again.json': songText(),
			'song_data/pretty.json': `\ufeff${pretty}\r\n${pretty}`,
			'song_data/line.json': `${songText({title: 'Line'})} ${songText({title: 'Line'})}`,
			'song_data/blank.json': ' \n',
			'song_data/empty.json': '',
		});
		t.like(await stage('songs'), {records: 7, rows: 7, rejected: 0, firstRejects: []});
		t.deepEqual(await rows('SELECT title, count(*) FROM staging_songs GROUP BY title ORDER BY title'), [
			['Line', 2],
			['One', 3],
			['Pretty', 2],
		]);
	});

	test.serial(
		`${name}, staging: staging_loads records counts and time of the last load of each table`,
		async t => {
			const {stage, rows, folder, usesCopy} = await openFixture(t, open, {
				'log_data/a.json': eventLine().repeat(3),
				'song_data/a.json': songText(),
			});
			await stage('songs');
			await stage('events');
			const counts =
				'SELECT table_name, records, rows_loaded, rows_rejected FROM staging_loads ORDER BY table_name';
			t.deepEqual(await rows(counts), [
				['staging_events', 3, 3, 0],
				['staging_songs', 1, 1, 0],
			]);
			folder.write({'log_data/b.json': `${eventLine()}trash\n`});
			await stage('events', {maxErrors: 1});
			t.deepEqual(await rows(counts), [
				['staging_events', 5, 4, 1],
				['staging_songs', 1, 1, 0],
			]);
			// Each COPY reads from a new prefix, which is another source.
			t.deepEqual(await rows('SELECT count(DISTINCT load_id), count(DISTINCT run_id) FROM staging_loads'), [
				[usesCopy ? 2 : 1, 2],
			]);
			const [[loadedAt] = []] = await rows('SELECT max(finished_at) FROM staging_loads');
			t.regex(String(loadedAt), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,}$/);
			const age = Date.now() - Date.parse(`${String(loadedAt).replace(' ', 'T')}Z`);
			t.true(Math.abs(age) < 60_000, `loaded at ${loadedAt} in UTC`);
		},
	);

	test.serial(`${name}, staging: a load replaces the rows of the previous one`, async t => {
		const {stage, rows, folder} = await openFixture(t, open, {
			'log_data/a.json': eventLine({artist: 'First'}),
		});
		await stage('events');
		folder.write({'log_data/a.json': eventLine({artist: 'Second'}).repeat(2)});
		await stage('events');
		t.deepEqual(await rows('SELECT artist FROM staging_events'), [['Second'], ['Second']]);
	});

	test.serial(`${name}, staging: many rows arrive once each, with progress until the end`, async t => {
		// Enough for a COPY on Redshift to be polled before it ends.
		const count = 200_000;
		const half = (from: number) =>
			Array.from({length: count / 2}, (_, index) =>
				jsonText({artist: `"${from + index}\t\\ ${'x'.repeat(100)}`, sessionId: from + index}),
			).join('\n');
		const {stage, rows} = await openFixture(t, open, {
			'log_data/a.json': half(0),
			'log_data/b.json': half(count / 2),
		});
		const seen: Progress[] = [];
		const staged = await stage('events', {onProgress: progress => seen.push(progress)});
		t.like(staged, {records: count, rows: count, rejected: 0, firstRejects: []});
		// The sum of 0 to n - 1 is n (n - 1) / 2.
		t.deepEqual(await rows('SELECT count(*), count(DISTINCT artist), sum(sessionid) FROM staging_events'), [
			[count, count, (count * (count - 1)) / 2],
		]);
		t.deepEqual(await rows('SELECT artist FROM staging_events WHERE sessionid = 31000'), [
			[`"31000\t\\ ${'x'.repeat(100)}`],
		]);
		t.true(seen.length > 1);
		for (const [index, progress] of seen.entries())
			if (index > 0)
				t.true(progress.rows! >= seen[index - 1]!.rows! && progress.bytes! >= seen[index - 1]!.bytes!);
		const last = seen.at(-1)!;
		t.is(last.rows, count);
		t.is(last.files, 2);
		t.is(last.filesTotal, 2);
		t.is(last.bytes, last.bytesTotal);
	});
}
