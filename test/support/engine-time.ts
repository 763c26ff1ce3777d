import test from 'ava';
import {eventLine, playLine, songText} from './data-folder.js';
import {type OpenWarehouse, openFixture} from './engine-fixture.js';

/**
Timestamps with their rows in `time`. ts is days since 1970 × 86,400,000 plus the milliseconds of the day. 2018-01-01 is
day 17,532, 2016-01-01 day 16,801, 2020-01-01 day 18,262, 2021-01-01 day 18,628.
*/
const moments: ReadonlyArray<
	readonly [
		ts: number,
		startTime: string,
		hour: number,
		day: number,
		week: number,
		month: number,
		year: number,
		weekday: number,
	]
> = [
	// The first and the last possible timestamp: a Monday in week 1 and a Friday in week 52.
	[-62_135_596_800_000, '0001-01-01 00:00:00.000', 0, 1, 1, 1, 1, 1],
	[253_402_300_799_999, '9999-12-31 23:59:59.999', 23, 31, 52, 12, 9999, 5],
	// The millisecond before 1970, a Wednesday in the week of Thursday 1970-01-01, which is week 1.
	[-1, '1969-12-31 23:59:59.999', 23, 31, 1, 12, 1969, 3],
	[0, '1970-01-01 00:00:00.000', 0, 1, 1, 1, 1970, 4],
	// 2016-01-01 was a Friday: still week 53 of 2015.
	[16_801 * 86_400_000, '2016-01-01 00:00:00.000', 0, 1, 53, 1, 2016, 5],
	// 02:30 on the day when New York's clocks jump from 2 to 3: day 17,532 + 31 + 28 + 10 = 17,601, a Sunday.
	[17_601 * 86_400_000 + 9_000_000, '2018-03-11 02:30:00.000', 2, 11, 10, 3, 2018, 0],
	// 05:30 UTC when it is 01:30 in New York for the first time that day, and 06:30 for the second: 2018-11-04 is day
	// 17,532 + 304 + 3 = 17,839, a Sunday, the last day of week 44 (Thursday 2018-11-01 is day 305 of the year).
	[17_839 * 86_400_000 + 19_800_000, '2018-11-04 05:30:00.000', 5, 4, 44, 11, 2018, 0],
	[17_839 * 86_400_000 + 23_400_000, '2018-11-04 06:30:00.000', 6, 4, 44, 11, 2018, 0],
	// 75,706,796 ms are 21 h 1 min 46.796 s; Thursday.
	[1541106106796, '2018-11-01 21:01:46.796', 21, 1, 44, 11, 2018, 4],
	[1541106106797, '2018-11-01 21:01:46.797', 21, 1, 44, 11, 2018, 4],
	[1541106106800, '2018-11-01 21:01:46.800', 21, 1, 44, 11, 2018, 4],
	// Sunday 2018-12-30 ends week 52, Monday 2018-12-31 begins week 1 of 2019.
	[17_895 * 86_400_000 + 86_399_999, '2018-12-30 23:59:59.999', 23, 30, 52, 12, 2018, 0],
	[17_896 * 86_400_000, '2018-12-31 00:00:00.000', 0, 31, 1, 12, 2018, 1],
	[17_897 * 86_400_000, '2019-01-01 00:00:00.000', 0, 1, 1, 1, 2019, 2],
	// Saturday of a leap year: day 60 of the year, week (60 - 6 + 10) / 7 = 9.
	[18_321 * 86_400_000 + 43_200_000, '2020-02-29 12:00:00.000', 12, 29, 9, 2, 2020, 6],
	// 2020 has a week 53, which ends on Sunday 2021-01-03.
	[18_630 * 86_400_000, '2021-01-03 00:00:00.000', 0, 3, 53, 1, 2021, 0],
	[18_631 * 86_400_000, '2021-01-04 00:00:00.000', 0, 4, 1, 1, 2021, 1],
];

/** The rules for `time` and for all times: UTC, regardless of the time zone of the machine or session. */
export function timeTests(name: string, open: OpenWarehouse): void {
	test.serial(`${name}, time: contains the parts of every start time`, async t => {
		const {stage, transform, rows, warehouse} = await openFixture(t, open, {
			'log_data/a.json': moments.map(([ts], index) => playLine({ts, sessionId: index})).join(''),
			'song_data/a.json': songText(),
		});
		const parts = 'SELECT start_time, hour, day, week, month, year, weekday FROM "time" ORDER BY start_time';
		const expected = moments.map(([, ...row]) => row).sort(([a], [b]) => (a < b ? -1 : 1));
		await stage('events');
		await stage('songs');
		await transform('songplays', 'time');
		t.deepEqual(await rows(parts), expected);
		t.deepEqual(
			await rows('SELECT start_time FROM songplays ORDER BY session_id'),
			moments.map(([, startTime]) => [startTime]),
		);

		await warehouse.run("SET TimeZone = 'America/New_York'");
		await transform('songplays', 'time');
		t.deepEqual(await rows(parts), expected);
	});

	test.serial(`${name}, time: contains distinct start times of plays only`, async t => {
		const {stage, transform, rows} = await openFixture(t, open, {
			'log_data/a.json': [
				playLine({ts: 1541106106796, userId: '1'}),
				playLine({ts: 1541106106796, userId: '2'}),
				playLine({ts: 1541106106796, userId: '2'}),
				playLine({ts: 1541106106797, userId: '1'}),
				playLine({ts: 1541106106798, userId: ''}),
				eventLine({ts: 1541106106799}),
				playLine({ts: null}),
			].join(''),
			'song_data/a.json': songText(),
		});
		await stage('events');
		await stage('songs');
		await transform('songplays', 'time');
		t.deepEqual(await rows('SELECT start_time FROM "time" ORDER BY start_time'), [
			['2018-11-01 21:01:46.796'],
			['2018-11-01 21:01:46.797'],
		]);
	});

	test.serial(`${name}, time: a timestamp with time zone is shown in UTC`, async t => {
		const {rows} = await openFixture(t, open);
		const [[text] = []] = await rows(
			"SELECT TIMESTAMP WITH TIME ZONE '2018-11-01 17:01:46.796-04:00' AS moment",
		);
		t.regex(String(text), /^2018-11-01 21:01:46\.796(?:\+00)?$/);
	});
}
