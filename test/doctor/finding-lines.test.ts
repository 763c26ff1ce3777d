import test from 'ava';
import {failed, failedBy, none, ok, overallCode} from '../../src/doctor/finding.js';
import {findingJson, findingLines} from '../../src/doctor/finding-lines.js';
import {ConnectionError, DataError} from '../../src/errors.js';

const plain = {color: false, unicode: true};

test('prints a line with mark and name, and the advice below', t => {
	const report = {
		id: 'dns',
		finding: failed('nothing', ['Do this.\nAnd that.', 'Or this.']),
		ms: 3.4,
	} as const;
	t.deepEqual(findingLines(report, plain), [
		'✖ host name      nothing',
		'    Do this.',
		'    And that.',
		'    Or this.',
	]);
	t.deepEqual(findingLines({id: 'node', finding: ok('v20'), ms: 0}, {color: false, unicode: false}), [
		'+ Node           v20',
	]);
	t.is(
		findingJson(report),
		'{"check":"dns","status":"failed","found":"nothing","advice":["Do this.\\nAnd that.","Or this."],"ms":3}',
	);
});

test('colors only the marks', t => {
	const [line] = findingLines({id: 'tls', finding: none('off'), ms: 0}, {...plain, color: true});
	t.is(line, '\u001B[2m–\u001B[22m TLS            off');
});

test('wraps long lines and replaces escape characters', t => {
	const finding = ok('aaaaaaaaaa bbbbbbbbbb \u001B[31mc');
	t.deepEqual(findingLines({id: 'space', finding, ms: 0}, {...plain, columns: 40}), [
		'✔ free space     aaaaaaaaaa bbbbbbbbbb',
		'                 ␛[31mc',
	]);
});

test('converts an error to a finding with its advice and detail', t => {
	const error = new ConnectionError({message: 'No.', where: 'h:1', advice: 'Try.', detail: 'ECONN'});
	t.deepEqual(failedBy(error, 'First.'), {
		status: 'failed',
		found: 'No. (h:1)',
		advice: ['First.', 'Try.', 'Original message: ECONN'],
		exitCode: 3,
	});
	t.is(failedBy(new Error('odd')).found, 'odd');
});

test('gives a failed connection precedence over a wrong configuration, and that over the rest', t => {
	const [connection, usage] = [failed('a', [], 3), failed('b', [], 2)];
	const data = failedBy(new DataError({message: 'c'}));
	t.is(overallCode([data, usage, connection]), 3);
	t.is(overallCode([data, usage, ok('')]), 2);
	t.is(overallCode([data, none('')]), 1);
	t.is(overallCode([ok(''), none('')]), 0);
});
