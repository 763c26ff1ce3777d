import test from 'ava';
import {terminationSignal} from '../../../src/ui/control/termination-signal.js';

test('ends the program when its terminal closes, is asked to end, or at Ctrl+Break on Windows', async t => {
	for (const [signal, code] of [
		['SIGHUP', 129],
		['SIGTERM', 143],
		['SIGBREAK', 130],
	] as const) {
		const before = process.listenerCount(signal);
		const {terminated, removeListeners} = terminationSignal();
		process.emit(signal);
		t.is(await terminated, code);
		removeListeners();
		t.is(process.listenerCount(signal), before);
	}
});
