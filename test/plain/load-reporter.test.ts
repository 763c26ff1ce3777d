import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {LoadReporter} from '../../src/plain/load-reporter.js';

function stream(fields: {readonly isTTY?: boolean; readonly columns?: number} = {}) {
	const written: string[] = [];
	return {...fields, written, write: (text: string) => written.push(text)};
}

const result = {rows: 0, rowsBefore: 0, rejected: 0, summary: 'DuckDB 1.5.6'};

test('prints a line per finished stage without escape codes when not on a terminal', async t => {
	const out = stream();
	const talk = new LoadReporter(['connect', 'verify'], out);
	talk.say('Hello.');
	talk.event({type: 'stage-started', stage: 'connect', at: Date.now()});
	talk.event({type: 'stage-progress', stage: 'connect', progress: {fraction: 0.5}, at: Date.now()});
	await pause(150);
	talk.event({type: 'stage-finished', stage: 'connect', result, ms: 120, at: Date.now()});
	talk.waiting('verify', 'connect failed');
	talk.end();
	t.is(
		out.written.join(''),
		'Hello.\n1 of 2  connect  DuckDB 1.5.6  0.1 s\n2 of 2  verify   waiting: connect failed\n',
	);
});

test('prints only failures when quiet', t => {
	const out = stream({isTTY: true, columns: 60});
	const talk = new LoadReporter(['connect', 'verify'], out, true);
	talk.say('Hello.');
	talk.event({type: 'stage-started', stage: 'connect', at: 0});
	talk.event({type: 'stage-finished', stage: 'connect', result, ms: 120, at: 0});
	talk.waiting('verify', 'connect failed');
	t.deepEqual(out.written, []);
	talk.event({type: 'stage-failed', stage: 'verify', failure: {message: 'No.'}, ms: 1, at: 0});
	t.regex(out.written.join(''), /^.*2 of 2 {2}verify {3}FAILED .*\n {4}No\./);
});

test('reports once why reading waits', t => {
	const out = stream();
	const talk = new LoadReporter(['stage-events'], out);
	const waitingFor = 'S3 has sent nothing for 10 s. Attempt 2 of 10.';
	talk.event({type: 'stage-started', stage: 'stage-events', at: 0});
	for (const rows of [5, 5]) {
		talk.event({type: 'stage-progress', stage: 'stage-events', progress: {rows, waitingFor}, at: 0});
	}
	t.deepEqual(out.written, [`    ${waitingFor}\n`]);
});

test('shows only the progress of a dry run', async t => {
	const out = stream({isTTY: true, columns: 60});
	const talk = new LoadReporter(['connect', 'stage-events'], out);
	talk.event({type: 'dry-run-started', stage: 'stage-events', at: Date.now()});
	const progress = {rows: 7, rejected: 2};
	talk.event({type: 'dry-run-progress', stage: 'stage-events', progress, at: Date.now()});
	await pause(250);
	talk.event({type: 'dry-run-cancelled', stage: 'stage-events', ms: 250, at: Date.now()});
	t.true(out.written.some(text => text.includes('2 of 2  stage-events  7 rows  2 rejected  ')));
	t.is(out.written.at(-1), '\r\u001B[K');
	const silent = stream();
	new LoadReporter(['connect'], silent).event({type: 'dry-run-cancelled', stage: 'connect', ms: 1, at: 0});
	t.deepEqual(silent.written, []);
});

test('rewrites a progress line on a terminal while a stage runs', async t => {
	const out = stream({isTTY: true, columns: 60});
	const talk = new LoadReporter(['connect', 'verify'], out);
	talk.event({type: 'stage-started', stage: 'verify', at: Date.now()});
	talk.event({type: 'stage-progress', stage: 'verify', progress: {fraction: 0.5}, at: Date.now()});
	await pause(350);
	talk.event({type: 'stage-cancelled', stage: 'verify', ms: 350, at: Date.now()});
	const after = out.written.length;
	await pause(250);
	t.is(out.written.length, after, 'nothing is written after the end');
	t.regex(out.written[0]!, /^\r2 of 2 {2}verify {3}\d+ ms\u001B\[K$/);
	t.true(out.written.some(text => /^\r2 of 2 {2}verify {4}50% {2}0\.\d s\u001B\[K$/.test(text)));
	t.deepEqual(out.written.slice(-2), ['\r\u001B[K', '2 of 2  verify   cancelled, rolled back  0.4 s\n']);
});

test('wraps long lines between words on a terminal but not in a pipe', t => {
	const [terminal, pipe] = [stream({isTTY: true, columns: 24}), stream()];
	const long = '    Nothing of this fits in one line.';
	for (const out of [terminal, pipe]) new LoadReporter(['connect'], out).say(long);
	t.true(terminal.written.join('').endsWith('    Nothing of this fits\n    in one line.\n'));
	t.is(pipe.written.join(''), `${long}\n`);
});
