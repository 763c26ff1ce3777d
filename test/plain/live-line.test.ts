import test from 'ava';
import {LiveLine} from '../../src/plain/live-line.js';

test('rewrites its line and clears it once', t => {
	const written: string[] = [];
	const line = new LiveLine({write: text => written.push(text)});
	line.clear();
	t.deepEqual(written, []);
	line.show('one');
	line.show('two');
	line.clear();
	line.clear();
	t.deepEqual(written, ['\rone\u001B[K', '\rtwo\u001B[K', '\r\u001B[K']);
});
