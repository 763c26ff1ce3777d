import {PassThrough} from 'node:stream';
import test from 'ava';
import {CancelledError} from '../../src/errors.js';
import {askSecret} from '../../src/plain/ask-secret.js';

/** A secret prompt on a fake terminal that records its output. */
function terminal() {
	const input = Object.assign(new PassThrough(), {
		raw: false,
		setRawMode(raw: boolean) {
			input.raw = raw;
		},
	});
	const shown: string[] = [];
	const controller = new AbortController();
	const answer = askSecret('Password: ', input, text => shown.push(text), controller.signal);
	return {input, answer, shown: () => shown.join(''), abort: () => controller.abort()};
}

test('shows a bullet for each character and returns the characters', async t => {
	const {input, answer, shown} = terminal();
	t.true(input.raw);
	for (const key of ['h', 'ü', ' ', '🔑', '\r']) input.write(key);
	t.is(await answer, 'hü 🔑');
	t.is(shown(), 'Password: ••••\n');
	t.false(input.raw);
	t.true(input.isPaused());
	t.is(input.listenerCount('data'), 0);
});

test('decodes a character that arrives in two chunks', async t => {
	const {input, answer, shown} = terminal();
	const bytes = Buffer.from('ü\n');
	input.write(bytes.subarray(0, 1));
	input.write(bytes.subarray(1));
	t.is(await answer, 'ü');
	t.is(shown(), 'Password: •\n');
});

test('deletes the last character on Backspace and all on Ctrl+U', async t => {
	const {input, answer, shown} = terminal();
	input.write('\u007Fab\u007Fc\b\u0015xy\n');
	t.is(await answer, 'xy');
	t.is(shown(), 'Password: ••\b \b•\b \b\b \b••\n');
});

test('ignores keys other than characters', async t => {
	const {input, answer} = terminal();
	input.write('a\u001B[A\u001B[1;5Db\u001BOPc\u001Bxd\te\u001A\n');
	t.is(await answer, 'abcde');
});

test('returns an empty answer on Enter and discards what is pasted after it', async t => {
	const {input, answer} = terminal();
	input.write('\rsecret\r');
	t.is(await answer, '');
});

test('is cancelled by Ctrl+C, Ctrl+D and the end of the input', async t => {
	for (const end of ['ab\u0003', '\u0004']) {
		const {input, answer} = terminal();
		input.write(end);
		await t.throwsAsync(answer, {instanceOf: CancelledError});
		t.false(input.raw);
	}
	const gone = terminal();
	gone.input.end();
	await t.throwsAsync(gone.answer, {instanceOf: CancelledError});
	const stopped = terminal();
	stopped.abort();
	await t.throwsAsync(stopped.answer, {instanceOf: CancelledError});
	const kept = terminal();
	kept.input.write('a\u0004b\n');
	t.is(await kept.answer, 'ab');
});
