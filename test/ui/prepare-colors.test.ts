import test from 'ava';
import {prepareColors} from '../../src/ui/prepare-colors.js';

test('NO_COLOR takes the colours away, whatever else is set', t => {
	for (const env of [{NO_COLOR: '1'}, {NO_COLOR: 'yes', FORCE_COLOR: '3'}]) {
		const prepared: NodeJS.ProcessEnv = {...env};
		prepareColors(prepared);
		t.is(prepared.FORCE_COLOR, '0');
	}
});

test('an empty NO_COLOR means nothing, and other terminals are left alone', t => {
	for (const env of [{}, {NO_COLOR: ''}, {TERM: 'xterm-256color'}]) {
		const prepared: NodeJS.ProcessEnv = {...env};
		prepareColors(prepared);
		t.is(prepared.FORCE_COLOR, undefined);
	}
});
