import test from 'ava';
import {DataError} from '../../src/errors.js';
import {writeFailure} from '../../src/sample/target-folder.js';

function systemError(code: string): Error {
	return Object.assign(new Error(`${code}: refused, open '/data/x.json'`), {
		code,
		syscall: 'open',
		path: '/data/x.json',
	});
}

test('reports a full disk with the file, the reason and advice', t => {
	const cause = systemError('ENOSPC');
	const error = writeFailure(cause, '/data');
	t.true(error instanceof DataError);
	t.deepEqual((error as DataError).failure, {
		message: "The data can't be written to /data.",
		where: '/data/x.json',
		advice: 'Free some space, or choose a folder on another disk. A million events take about 450 MB.',
		detail: "ENOSPC: refused, open '/data/x.json'",
	});
	t.is((error as DataError).cause, cause);
});

test('reports a folder without permission', t => {
	const error = writeFailure(systemError('EACCES'), '/data');
	t.is((error as DataError).failure.advice, 'Choose a folder that you can write to.');
});

test('returns other errors unchanged', t => {
	const defect = new TypeError('undefined is not a function');
	t.is(writeFailure(defect, '/data'), defect);
});
