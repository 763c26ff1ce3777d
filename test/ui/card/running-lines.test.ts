import test from 'ava';
import {fractionDone, remainingMs} from '../../../src/ui/card/progress-figures.js';
import {progressBar, runningLines} from '../../../src/ui/card/running-lines.js';
import {textOf} from '../harness.js';

const text = {title: 'Stage', explain: 'Reads it.', sql: () => ['SELECT 1']};

function lines(progress: Parameters<typeof progressBar>[0], elapsed: number): readonly string[] {
	const status = {type: 'running', startedAt: 1000, progress} as const;
	return textOf(runningLines(text, status, text.sql(), 1000 + elapsed, 50, 20)).map(line => line.trimEnd());
}

test('the share done is the first that is known: the engine, bytes, files', t => {
	t.is(fractionDone({}), undefined);
	t.is(fractionDone({rows: 10}), undefined);
	t.is(fractionDone({files: 1, filesTotal: 4}), 0.25);
	t.is(fractionDone({bytes: 5, bytesTotal: 10, files: 1, filesTotal: 4}), 0.5);
	t.is(fractionDone({fraction: 0.75, bytes: 5, bytesTotal: 10}), 0.75);
	t.is(fractionDone({bytes: 12, bytesTotal: 10}), 1);
	t.is(fractionDone({files: 0, filesTotal: 0}), undefined);
});

test('the time that remains is told when it can be', t => {
	t.is(remainingMs({fraction: 0.25}, 2000), 6000);
	t.is(remainingMs({fraction: 0.25}, 900), undefined);
	t.is(remainingMs({fraction: 0}, 2000), undefined);
	t.is(remainingMs({rows: 5}, 2000), undefined);
});

test('the bar fills with the share done, and is a plain line without one', t => {
	t.deepEqual(textOf([progressBar({fraction: 0.5}, 26)]), ['━━━━━━━━━━──────────  50 %']);
	t.deepEqual(textOf([progressBar({fraction: 1}, 16)]), ['━━━━━━━━━━ 100 %']);
	t.deepEqual(textOf([progressBar({fraction: 0}, 16)]), ['──────────   0 %']);
	t.deepEqual(textOf([progressBar({}, 16)]), ['──────────   – %']);
});

test('rows, files, bytes, rate, elapsed and remaining time, each in its place', t => {
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

test('nothing moves when figures come to be known', t => {
	const labels = (shown: readonly string[]) => shown.map(line => line.slice(0, 9));
	const [before, after] = [lines({}, 100), lines({rows: 5, files: 1, bytes: 9, fraction: 0.1}, 3000)];
	t.deepEqual(labels(before.slice(4, 8)), labels(after.slice(4, 8)));
	t.is(before.length, after.length);
	t.is(before[5], 'Files     –');
});
