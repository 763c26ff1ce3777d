import test from 'ava';
import {fractionDone, remainingMs} from '../../../../src/load/progress-figures.js';
import {progressBar, runningLines} from '../../../../src/ui/lines/card/running-lines.js';
import {textOf} from '../../harness.js';

const text = {title: 'Stage', explain: 'Reads it.', table: 'staging_events', sql: () => ['SELECT 1']};

function lines(progress: Parameters<typeof progressBar>[0], elapsed: number, height = 20): readonly string[] {
	const status = {type: 'running', startedAt: 1000, progress} as const;
	return textOf(runningLines(text, status, text.sql(), 1000 + elapsed, 50, height)).map(line =>
		line.trimEnd(),
	);
}

test('takes the fraction done from the engine, else from bytes, else from files', t => {
	t.is(fractionDone({}), undefined);
	t.is(fractionDone({rows: 10}), undefined);
	t.is(fractionDone({files: 1, filesTotal: 4}), 0.25);
	t.is(fractionDone({bytes: 5, bytesTotal: 10, files: 1, filesTotal: 4}), 0.5);
	t.is(fractionDone({fraction: 0.75, bytes: 5, bytesTotal: 10}), 0.75);
	t.is(fractionDone({bytes: 12, bytesTotal: 10}), 1);
	t.is(fractionDone({files: 0, filesTotal: 0}), undefined);
});

test('estimates the remaining time if possible', t => {
	t.is(remainingMs({fraction: 0.25}, 2000), 6000);
	t.is(remainingMs({fraction: 0.25}, 1900), undefined);
	t.is(remainingMs({fraction: 0.02}, 3000), undefined, 'most of that time went into listing the files');
	t.is(remainingMs({fraction: 0}, 2000), undefined);
	t.is(remainingMs({rows: 5}, 2000), undefined);
});

test('fills the bar to the fraction done, or draws a plain line if it is unknown', t => {
	t.deepEqual(textOf([progressBar({fraction: 0.5}, 26, 0)]), ['━━━━━━━━━━──────────  50 %']);
	t.deepEqual(textOf([progressBar({fraction: 0.9999}, 16, 0)]), ['━━━━━━━━━─  99 %']);
	t.deepEqual(textOf([progressBar({fraction: 0}, 16, 0)]), ['──────────   0 %']);
	t.deepEqual(textOf([progressBar({}, 16, 0)]), ['──────────   – %']);
});

test('shows neither 100 % nor a remaining time while loading after reading', t => {
	const read = {rows: 8056, files: 30, filesTotal: 30, bytes: 3_703_680, bytesTotal: 3_703_680};
	const shown = lines(read, 2600);
	t.deepEqual(shown.slice(2, 8), [
		`${'━'.repeat(28)} ⠦ all read, loading …`,
		'',
		'Rows      8,056',
		'Files     30 of 30',
		'Bytes     3.7 MB of 3.7 MB',
		'Elapsed   2.6 s',
	]);
	t.not(lines(read, 2700)[2], shown[2], 'the spinner moves');
	t.is(lines({fraction: 1}, 2600)[2], `${'━'.repeat(36)} ⠦ finishing …`);
});

test('does not show the last second in milliseconds', t => {
	t.is(lines({fraction: 0.9}, 4500).at(7), 'Elapsed   4.5 s               less than 1 s left');
});

test('shows rows, files, bytes, rate, elapsed and remaining time in fixed places', t => {
	const progress = {rows: 3424, files: 13, filesTotal: 30, bytes: 1_500_000, bytesTotal: 3_000_000};
	t.deepEqual(lines(progress, 2600).slice(0, 8), [
		'Reads it.',
		'',
		`${'━'.repeat(22)}${'─'.repeat(22)}  50 %`,
		'',
		'Rows      3,424               1,320 rows/s',
		'Files     13 of 30',
		'Bytes     1.5 MB of 3 MB',
		'Elapsed   2.6 s               about 2.6 s left',
	]);
});

test('cuts the explanation, not the figures, on a short card', t => {
	const long = {...text, explain: 'It reads a lot of things. '.repeat(12)};
	const status = {type: 'running', startedAt: 0, progress: {}} as const;
	const shown = textOf(runningLines(long, status, long.sql(), 100, 50, 9));
	t.is(shown.length, 9);
	t.true(shown[1]!.endsWith(' …'));
	t.is(shown.at(-1)!.trimEnd(), 'Elapsed   0.1 s');
});

test('keeps the layout when figures become known', t => {
	const labels = (shown: readonly string[]) => shown.map(line => line.slice(0, 9));
	const [before, after] = [lines({}, 100), lines({rows: 5, files: 1, bytes: 9, fraction: 0.1}, 3000)];
	t.deepEqual(labels(before.slice(4, 8)), labels(after.slice(4, 8)));
	t.is(before.length, after.length);
	t.is(before[5], 'Files     –');
});

test('shows only the bar and the figures on an even shorter card', t => {
	const status = {type: 'running', startedAt: 0, progress: {}} as const;
	const shown = textOf(runningLines(text, status, text.sql(), 100, 27, 6));
	t.regex(shown[0]!, /^─+ {3}– %$/);
	t.deepEqual(
		shown.slice(1).map(line => line.split(' ')[0]),
		['Rows', 'Files', 'Bytes', 'Elapsed'],
	);
});

test('omits file figures for a stage that reads no files', t => {
	const status = {type: 'running', startedAt: 0, progress: {}} as const;
	const shown = textOf(runningLines({...text, table: 'users'}, status, [], 100, 50, 20));
	t.is(shown.at(-1)!.trimEnd(), 'Elapsed   0.1 s');
	t.false(shown.some(line => /^(Rows|Files|Bytes)/.test(line)));
});

test('omits the bar for a stage without a percentage', t => {
	const running = (progress: Parameters<typeof progressBar>[0]) =>
		textOf(runningLines({...text, table: 'users'}, {startedAt: 0, progress}, [], 100, 50, 20)).join('\n');
	t.notRegex(running({}), /[─━%]/);
	t.regex(running({fraction: 0.5}), / 50 %/);
});

test('shows rejects if the engine reports them', t => {
	t.true(lines({rows: 3, rejected: 1200}, 100).includes('Rejected  1,200'));
	t.false(lines({rows: 3}, 100).some(line => line.startsWith('Rejected')));
});

test('shows lock holders in place of the explanation', t => {
	const blockedBy = [{session: 4711, user: 'alice\u001B[2J', since: '2018-11-30 12:00:00'}];
	const shown = lines({fraction: 0.5, blockedBy}, 4000);
	t.deepEqual(shown.slice(0, 4), [
		'Session 4711 of alice␛[2J holds a lock that this',
		'stage needs, in a transaction open since',
		'2018-11-30 12:00:00 UTC.',
		'Commit or end it there, or cancel with Ctrl+C.',
	]);
	t.false(shown.includes('Reads it.'));
	t.true(lines({fraction: 0.5}, 4000).includes('Reads it.'));
});

test('shows why reading waits in place of what the stage does', t => {
	const shown = lines({rows: 5, waitingFor: 'S3 has sent nothing for 10 s. Attempt 2 of 10.'}, 4000);
	t.is(shown[0], 'S3 has sent nothing for 10 s. Attempt 2 of 10.');
	t.false(shown.includes('Reads it.'));
});

test('fits lock holders and figures on any card', t => {
	const since = '2018-11-30 12:00:00';
	const blockedBy = [1, 2, 3, 4].map(session => ({session, user: 'alice', since}));
	for (const height of [7, 10, 20]) {
		const shown = lines({fraction: 0.5, blockedBy}, 4000, height);
		t.true(shown.length <= height, `${shown.length} lines of ${height}`);
		t.regex(shown[0]!, /^Session 1 of alice holds a lock that this/);
		t.true(shown.some(line => line.startsWith('Elapsed')));
	}
});
