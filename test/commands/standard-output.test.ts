import {Writable} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import test from 'ava';
import {StandardOutput} from '../../src/commands/standard-output.js';
import {SparkifyError} from '../../src/errors.js';

test('waits for a slow reader', async t => {
	let release = () => {};
	const stream = new Writable({
		highWaterMark: 4,
		decodeStrings: false,
		write(_chunk, _encoding, done) {
			release = done;
		},
	});
	const out = new StandardOutput(stream);
	let written = false;
	const writing = out.write('more than four').then(() => {
		written = true;
	});
	await turn();
	t.false(written);
	release();
	await writing;
	t.true(written);
});

function failing(code: string): Writable {
	return new Writable({
		write(_chunk, _encoding, done) {
			done(Object.assign(new Error(`write ${code}`), {code}));
		},
	});
}

test('stops writing without an error when the reader goes away', async t => {
	const out = new StandardOutput(failing('EPIPE'));
	await out.write('a');
	t.true(out.closed);
	await out.write('b');
	t.true(out.put('c'));
});

test('throws on a full disk', async t => {
	const out = new StandardOutput(failing('ENOSPC'));
	const error = await t.throwsAsync(out.write('a'), {instanceOf: SparkifyError});
	t.deepEqual((error as SparkifyError).failure, {
		message: 'Could not write to standard output.',
		detail: 'write ENOSPC',
	});
});
