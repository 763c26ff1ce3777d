import test from 'ava';
import {terminalSize} from '../../src/notebook/terminal-size.js';

test('returns the reported size, or 80 x 24 without one', t => {
	t.deepEqual(terminalSize({columns: 200, rows: 50}), {columns: 200, rows: 50});
	t.deepEqual(terminalSize({columns: 0, rows: 0}), {columns: 80, rows: 24});
	t.deepEqual(terminalSize({}), {columns: 80, rows: 24});
});
