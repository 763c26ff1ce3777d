import {chmodSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {writeConfig} from '../../src/config/write-config.js';
import {UsageError} from '../../src/errors.js';
import {configFolder} from './config-folder.js';

test('replaces a file that others could read with one for its owner only', t => {
	const folder = configFolder(t, {'dwh.cfg': 'old'});
	const path = join(folder, 'dwh.cfg');
	chmodSync(path, 0o644);
	writeConfig(path, 'new');
	t.is(readFileSync(path, 'utf8'), 'new');
	t.is(statSync(path).mode & 0o777, 0o600);
	t.deepEqual(readdirSync(folder), ['dwh.cfg']);
});

test('leaves nothing behind after a failed write', t => {
	const folder = configFolder(t, {'dwh.cfg/': ''});
	const error = t.throws(() => writeConfig(join(folder, 'dwh.cfg'), 'new'), {instanceOf: UsageError});
	t.is(error?.exitCode, 2);
	t.deepEqual(readdirSync(folder), ['dwh.cfg']);
	t.throws(() => writeConfig(join(folder, 'none', 'dwh.cfg'), 'new'), {
		message: `${folder}/none/dwh.cfg cannot be written: ENOENT.`,
	});
});
