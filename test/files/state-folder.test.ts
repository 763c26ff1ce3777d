import test from 'ava';
import {stateFolder} from '../../src/files/state-folder.js';

test('follows the XDG rules on Linux', t => {
	const folder = (env: NodeJS.ProcessEnv) => stateFolder(env, 'linux', '/home/ann');
	t.is(folder({XDG_STATE_HOME: '/state'}), '/state/sparkify-tui');
	for (const env of [{}, {XDG_STATE_HOME: ''}, {XDG_STATE_HOME: 'relative'}, {LOCALAPPDATA: '/local'}])
		t.is(folder(env), '/home/ann/.local/state/sparkify-tui');
});

test('is in Application Support on macOS unless XDG_STATE_HOME is set', t => {
	const folder = (env: NodeJS.ProcessEnv) => stateFolder(env, 'darwin', '/Users/ann');
	t.is(folder({}), '/Users/ann/Library/Application Support/sparkify-tui');
	t.is(folder({XDG_STATE_HOME: '/state'}), '/state/sparkify-tui');
});

test('is in LOCALAPPDATA on Windows', t => {
	const folder = (env: NodeJS.ProcessEnv) => stateFolder(env, 'win32', 'C:\\Users\\ann');
	t.is(folder({LOCALAPPDATA: 'D:\\Data'}), 'D:\\Data\\sparkify-tui');
	t.is(folder({}), 'C:\\Users\\ann\\AppData\\Local\\sparkify-tui');
	t.is(folder({XDG_STATE_HOME: '/state'}), 'C:\\Users\\ann\\AppData\\Local\\sparkify-tui');
});
