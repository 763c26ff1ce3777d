import test from 'ava';
import {prepareColors} from '../../src/commands/prepare-colors.js';

test('disables colours with NO_COLOR, regardless of other variables', t => {
	for (const env of [{NO_COLOR: '1'}, {NO_COLOR: 'yes', FORCE_COLOR: '3'}]) {
		const prepared: NodeJS.ProcessEnv = {...env};
		prepareColors(prepared);
		t.is(prepared.FORCE_COLOR, '0');
	}
});

test('ignores an empty NO_COLOR and leaves other terminals alone', t => {
	for (const env of [{}, {NO_COLOR: ''}, {TERM: 'xterm-256color'}]) {
		const prepared: NodeJS.ProcessEnv = {...env};
		prepareColors(prepared);
		t.is(prepared.FORCE_COLOR, undefined);
	}
});

test('disables colours with the theme none', t => {
	const prepared: NodeJS.ProcessEnv = {FORCE_COLOR: '3'};
	prepareColors(prepared, 'none');
	t.is(prepared.FORCE_COLOR, '0');
});
