import test from 'ava';
import {progressLine} from '../../src/plain/progress-line.js';
import {positionOf} from '../../src/plain/stage-position.js';

const position = positionOf('stage-events', ['connect', 'stage-events']);

test('shows the known progress and the time', t => {
	t.is(
		progressLine(
			position,
			{rows: 12_300, files: 3, filesTotal: 30, bytes: 1_500_000, bytesTotal: 6_000_000},
			1200,
			200,
		),
		'2 of 2  stage-events   25%  12,300 rows  3 of 30 files  1.5 MB of 6 MB  1.2 s',
	);
	t.is(
		progressLine(position, {rows: 12, rejected: 1200, files: 3}, 1200, 200),
		'2 of 2  stage-events  12 rows  1,200 rejected  3 files  1.2 s',
	);
	t.is(progressLine(position, {fraction: 0.5}, 40, 200), '2 of 2  stage-events   50%  40 ms');
	t.is(progressLine(position, {}, 40, 200), '2 of 2  stage-events  40 ms');
	t.is(
		progressLine(position, {rows: 1, files: 1, bytes: 9}, 40, 200),
		'2 of 2  stage-events  1 row  1 file  9 B  40 ms',
	);
});

test('says that loading continues after all is read, and never exceeds 100%', t => {
	t.is(
		progressLine(position, {bytes: 7, bytesTotal: 6}, 40, 200),
		'2 of 2  stage-events  all read, loading …  7 B of 6 B  40 ms',
	);
	t.is(progressLine(position, {bytes: 0, bytesTotal: 0}, 40, 200), '2 of 2  stage-events  0 B of 0 B  40 ms');
});

test('fits the terminal', t => {
	t.is(progressLine(position, {rows: 12_300}, 40, 30), '2 of 2  stage-events  12,300 …');
});
