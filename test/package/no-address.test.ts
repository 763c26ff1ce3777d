import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {packageRoot} from '../../src/package-root.js';

test('contains no request to report or send anything, because no address exists', t => {
	const files = ['src', 'sql', 'docs'].flatMap(folder =>
		readdirSync(join(packageRoot, folder), {recursive: true, withFileTypes: true})
			.filter(entry => entry.isFile())
			.map(entry => join(entry.parentPath, entry.name)),
	);
	const offenders = [...files, join(packageRoot, 'README.md'), join(packageRoot, 'dwh.cfg.example')].filter(
		file => /please\s+(?:report|send)/i.test(readFileSync(file, 'utf8')),
	);
	t.deepEqual(offenders, []);
});
