import test from 'ava';
import {createMouseFilter} from '../../../src/ui/keys/mouse-input.js';

const click = {type: 'click', row: 4, column: 11};
const report = '\u001B[<0;12;5M';

/** What comes of several reads. */
function parts(...chunks: readonly string[]) {
	return chunks.map(createMouseFilter());
}

test('takes clicks and turns of the wheel out of a read, in order with the text', t => {
	t.deepEqual(parts(`a${report}\u001B[<0;12;5mb\u001B[A`), [['a', click, 'b\u001B[A']]);
	t.deepEqual(parts('\u001B[<64;1;1M\u001B[<65;200;50M'), [
		[
			{type: 'wheel', to: 'up'},
			{type: 'wheel', to: 'down'},
		],
	]);
});

test('drops releases, other buttons, clicks with Shift, and reports in the old form', t => {
	for (const ignored of [
		'\u001B[<0;12;5m',
		'\u001B[<2;12;5M',
		'\u001B[<4;12;5M',
		'\u001B[<66;1;1M',
		'\u001B[M !!',
	])
		t.deepEqual(parts(`x${ignored}y`), [['x', 'y']]);
});

test('takes out a report that is split over two reads at any place', t => {
	for (let at = 2; at < report.length; at++)
		t.deepEqual(parts(`x${report.slice(0, at)}`, `${report.slice(at)}y`), [['x'], [click, 'y']], String(at));
	// After an Esc, which may be the key, the rest goes by itself to the parser that waits for it.
	t.deepEqual(parts('\u001B', `${report.slice(1)}y`), [['\u001B'], ['[<0;12;5M', click, 'y']]);
	t.deepEqual(parts('\u001B', '[<0;1', '2;5My'), [['\u001B'], [], ['[<0;12;5M', click, 'y']]);
	t.deepEqual(parts('x\u001B[M !', '!y'), [['x'], ['y']]);
});

test('passes everything else on unchanged', t => {
	for (const chunks of [
		['\u001B', '[', 'A'],
		['\u001B', 'b'],
		['\u001B[200~SELECT 1;\u001B[201~', '\u001BOP', '[<0;1;1M', 'M'],
	])
		t.deepEqual(
			parts(...chunks),
			chunks.map(chunk => [chunk]),
		);
	t.deepEqual(parts('\u001B[', 'A'), [[], ['\u001B[A']]);
	t.deepEqual(parts('\u001B[<0;1', 'x'), [[], ['\u001B[<0;1x']]);
});
